import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "./builder.ts";
import { diffSolutions } from "./diff.ts";
import { rowActivity } from "./evaluate.ts";
import { bindingRules, rowPositions } from "./explain.ts";
import { checkFeasibility } from "./feasibility.ts";
import type { Model } from "./model.ts";
import { structureViolation } from "./structure-violation.ts";
import { allPoints, arbitraryModel } from "./testing/index.ts";

const arbitrary = { enumerable: true, whole: true, maxVariables: 3, maxConstraints: 3 } as const;
const structured = arbitraryModel({ ...arbitrary, structures: true, maxChoices: 1 });

/** A gap that is needed is broken pair by pair, its room is that of the worst pair: only the sign is the same. */
const isSummed = ({ kind }: Model["structures"][number]): boolean => kind === "no-overlap";

test("room below zero is exactly a violation, and no room is binding", () => {
  fc.assert(
    fc.property(structured, (model) => {
      for (const point of allPoints(model)) {
        const positions = rowPositions(model, point);
        expect(positions.length).toBe(model.constraints.count + model.structures.length);
        for (const { kind, index, slackToLower, slackToUpper, binding } of positions) {
          const room = Math.min(slackToLower, slackToUpper);
          expect(binding !== "none").toBe(room <= 0);
          if (kind === "row") continue;
          const structure = model.structures[index]!;
          const violation = structureViolation(model, structure, point);
          if (isSummed(structure)) expect(violation > 0).toBe(room < 0);
          else expect(violation).toBe(Math.max(0, -room));
        }
      }
    }),
  );
});

const uncertain = arbitraryModel({ ...arbitrary, uncertainty: true }).filter(
  (model) => model.uncertainty !== null,
);

test("an uncertain row without recourse stands where it has the least room over the scenarios", () => {
  fc.assert(
    fc.property(uncertain, (source) => {
      const recourse = new Uint8Array(source.variables.count);
      const meaning = source.constraints.meaning.map(({ chance: _, ...said }) => said);
      const model = {
        ...source,
        variables: { ...source.variables, recourse },
        constraints: { ...source.constraints, meaning },
      };
      for (const point of allPoints(model)) {
        const broken = new Set(
          checkFeasibility(model, point).violations.map(({ constraintId }) => constraintId),
        );
        const activity = rowActivity(model, point);
        rowPositions(model, point).forEach((position, row) => {
          const isBroken = Math.min(position.slackToLower, position.slackToUpper) < 0;
          expect(isBroken).toBe(broken.has(position.meaning.id));
          if (position.scenario === undefined) expect(position.activity).toBe(activity[row]);
        });
      }
    }),
  );
});

const said = (id: string, unit = "1") => ({
  id,
  rule: id.replace(/\[.*/, ""),
  sentence: `About ${id}.`,
  unit,
});

function plan(): Model {
  const model = createModel({ name: "plan", sense: "minimize" });
  model.scenarios(["calm", "storm"], [3, 1]);
  const price = model.parameter({ id: "price", unit: "EUR/t", values: [2, 10] });
  const line = model.choice("line", ["north", "south"]);
  const load = model.integer("load", { upper: 9, unit: "t" });
  const [first, second] = [model.integer("first", { upper: 20 }), model.integer("second", { upper: 20 })];
  model.constraint(said("budget", "EUR")).plus(price, load).atMost(50);
  model.atMost(said("few"), 1, [line.option("north"), line.option("south")]);
  model.precedence(said("order", "h"), first, second, 3);
  const activities = [
    { start: first, duration: 5, demand: 2 },
    { start: second, duration: 5, demand: 1 },
  ];
  model.cumulative(said("power", "kW"), activities, 4);
  model.noOverlap(said("machine", "h"), activities);
  model.implication(said("south-load", "t"), line.option("south"), 1).plus(1, load).atMost(5);
  model.exactlyOne(said("one"), [line.option("north"), line.option("south")]);
  model.objective({ ...said("cost", "EUR"), risk: { measure: "worst-case" } }).plus(price, load);
  return model.build();
}

test("what has no room is named with its kind, and in which scenario", () => {
  const positions = rowPositions(plan(), [1, 0, 5, 0, 5]);
  const short = positions.map(({ kind, activity, slackToLower, slackToUpper, binding, scenario }) => [
    kind,
    activity,
    Math.min(slackToLower, slackToUpper),
    binding,
    scenario,
  ]);
  expect(short).toEqual([
    ["row", 50, 0, "upper", "storm"],
    ["at-most", 1, 0, "upper", undefined],
    ["precedence", 5, 2, "none", undefined],
    ["cumulative", 2, 2, "none", undefined],
    ["no-overlap", 0, 0, "lower", undefined],
    ["implication", 5, Number.POSITIVE_INFINITY, "none", undefined],
    ["exactly-one", 1, 0, "both", undefined],
  ]);
  expect(bindingRules(plan(), [0, 1, 5, 0, 3]).map(({ rule, count, of }) => [rule, count, of])).toEqual([
    ["budget", 1, 1],
    ["few", 1, 1],
    ["machine", 1, 1],
    ["order", 1, 1],
    ["south-load", 1, 1],
  ]);
});

test("a diff names the options of choices, and values risks as the model does", () => {
  expect(diffSolutions(plan(), [1, 0, 5, 0, 5], [0, 1, 4, 0, 5])).toEqual({
    choices: [{ id: "line", before: "north", after: "south" }],
    variables: [{ id: "load", unit: "t", before: 5, after: 4 }],
    objectiveParts: [{ id: "cost", unit: "EUR", before: 50, after: 40 }],
    objectiveBefore: 50,
    objectiveAfter: 40,
  });
  expect(diffSolutions(plan(), [1, 0, 5, 0, 5], [1, 1, 5, 0, 5]).choices).toEqual([
    { id: "line", before: "north", after: null },
  ]);
});
