import { createModel, type Model, type ModelBuilder } from "@qtwin/model";
import { expect, test } from "vitest";
import type { Progress } from "../contract.ts";
import solver from "./solver.ts";

const meaning = { id: "value", rule: "value", sentence: "Value.", unit: "1" };

/** 3 for a, 4 for b, together 5 less; c is 1 and adds 2. */
function model(sense: Model["sense"], add: (built: ModelBuilder) => void = () => {}): Model {
  const built = createModel({ name: "pair", sense });
  const [a, b, c] = [built.binary("a"), built.binary("b"), built.binary("c", { lower: 1 })];
  built.objective(meaning).plus(3, a).plus(4, b).plus(2, c).product(-5, a, b).constant(10);
  add(built);
  return built.build();
}

test.each([
  ["maximize", [0, 1, 1], 16],
  ["minimize", [0, 0, 1], 12],
] as const)("%s: fixed variables stay, reports speak of the model", async (sense, values, best) => {
  const reports: Progress[] = [];
  const job = { model: model(sense), timeLimitMs: 1000, gapLimit: 0, seed: 1, threads: 1, options: {} };
  const result = await solver.solve(job, {
    stopRequested: () => false,
    now: () => 0,
    onProgress: (progress) => reports.push(progress),
    received: () => null,
  });
  expect(result).toEqual({ status: "optimal", solution: Float64Array.from(values), bound: best });
  expect(reports.at(-1)?.objective).toBe(best);
});

test("a model with a rule is refused with its reason", () => {
  const ruled = model("minimize", (built) => built.exactlyOne({ ...meaning, id: "one" }, [0, 1]));
  expect(solver.accepts.recognise!(ruled).join()).toMatch(/exactly-one constraints/);
  expect(solver.accepts.recognise!(model("maximize"))).toEqual([]);
});

test("what it starts from is reported before anything is computed", async () => {
  const reports: { readonly progress: Progress; readonly at: number }[] = [];
  let ticks = 0;
  const warmStart = Float64Array.of(1, 1, 1);
  const job = {
    model: model("minimize"),
    timeLimitMs: 0,
    gapLimit: 0,
    seed: 1,
    threads: 1,
    options: {},
    warmStart,
  };
  await solver.solve(job, {
    stopRequested: () => true,
    now: () => ticks++,
    onProgress: (progress) => reports.push({ progress, at: ticks }),
    received: () => null,
  });
  expect(reports[0]).toEqual({ progress: { objective: 14, bound: null, solution: warmStart }, at: 1 });
});
