import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { arbitraryStructures, boxSize, inexactness } from "../../testing/index.ts";
import { milpTarget, quboTarget } from "../compile.ts";
import { featuresOf } from "../features.ts";
import { planRewrites } from "../plan-rewrites.ts";
import { rewrites } from "../rewrites.ts";
import timeIndex from "./time-index.ts";

const shops = arbitraryStructures({
  kinds: ["precedence", "no-overlap", "cumulative"],
  maxBinaries: 2,
  maxStarts: 3,
  maxWindow: 3,
});

/** The step, or null where setup times need the disjunctive way. */
function stepOf(model: Model) {
  try {
    return timeIndex.apply(model, {});
  } catch (error) {
    expect(error).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE" });
    return null;
  }
}

test("every point and its encoding agree, and nothing feasible is added", () => {
  fc.assert(
    fc.property(shops, (source) => {
      const step = stepOf(source);
      fc.pre(step !== null && boxSize(step.model) <= 2 ** 14);
      expect(inexactness(source, step!)).toBeNull();
      expect(step!.model.structures).toEqual([]);
    }),
    { numRuns: 150, maxSkipsPerRun: 200 },
  );
});

const rule = (id: string) => ({ id, rule: "rule", sentence: "The rule holds.", unit: "h" });

function twoJobs(lag = 2, latest = 9) {
  const model = createModel({ name: "jobs", sense: "minimize" });
  const [a, b, end] = ["a", "b", "end"].map((name) => model.integer(name, { upper: latest, unit: "h" }));
  model.noOverlap(rule("machine"), [
    { start: a!, duration: 3 },
    { start: b!, duration: 2 },
  ]);
  model.precedence(rule("after a"), a!, end!, 3);
  model.precedence(rule("after b"), b!, end!, lag);
  model.objective(rule("makespan")).plus(1, end!);
  return model.build();
}

test("windows are tightened by heads and tails before times are listed", () => {
  const { model } = timeIndex.apply(twoJobs(), {});
  expect(model.variables.choices.map(({ name, options }) => [name, options[0], options.at(-1)])).toEqual([
    ["a", "0", "6"],
    ["b", "0", "7"],
    ["end", "3", "9"],
  ]);
});

test("contradicting precedence constraints leave the windows as they are and say so", () => {
  const { notes, model } = timeIndex.apply(twoJobs(12), {});
  expect(notes.join(" ")).toContain("infeasible");
  expect(model.variables.choices[0]!.options).toHaveLength(10);
});

test("a QUBO takes start times, a MILP takes orders", () => {
  const wayTo = (accepts: typeof milpTarget.accepts) => {
    const plan = planRewrites(featuresOf(twoJobs()), accepts, rewrites);
    return plan.reachable ? plan.path.map(({ id }) => id) : [];
  };
  expect(wayTo(quboTarget.accepts)).toContain("time-index");
  expect(wayTo(quboTarget.accepts)).not.toContain("no-overlap-disjunctive");
  expect(wayTo(milpTarget.accepts)).toContain("no-overlap-disjunctive");
  expect(wayTo(milpTarget.accepts)).not.toContain("time-index");
});

test("a start without an end, or at any moment, is refused", () => {
  const model = createModel({ name: "open", sense: "minimize" });
  const [a, b] = [model.integer("a"), model.integer("b", { upper: 3 })];
  model.precedence(rule("order"), a, b, 1);
  expect(() => timeIndex.apply(model.build(), {})).toThrow(/'a' has no upper bound/);
  const real = createModel({ name: "real", sense: "minimize" });
  real.precedence(rule("order"), real.continuous("a", { upper: 3 }), real.integer("b", { upper: 3 }), 1);
  expect(() => timeIndex.apply(real.build(), {})).toThrow(/any moment/);
});
