import { describe, expect, test } from "vitest";
import { createModel } from "./builder.ts";
import { diffSolutions } from "./diff.ts";
import { objectiveParts, objectiveValue, rowActivity } from "./evaluate.ts";
import { bindingRules, rowPositions } from "./explain.ts";
import { hashModel } from "./hash.ts";
import type { Model } from "./model.ts";

const meaning = (id: string) => ({ id, rule: id.replace(/\[.*/, ""), sentence: `About ${id}.`, unit: "kW" });

function dispatch(pricePerUnit = 2): Model {
  const model = createModel({ name: "dispatch", sense: "minimize" });
  const importKw = model.continuous("importKw", { upper: 4000, unit: "kW" });
  const on = model.binary("on");
  model.constraint(meaning("balance[0]")).plus(1, importKw).plus(-500, on).constant(-100).equals(1100);
  model
    .constraint({ ...meaning("quiet"), pricePerUnit })
    .plus(1, on)
    .atMost(0);
  model
    .objective({ ...meaning("energy"), unit: "EUR" })
    .plus(0.1, importKw)
    .constant(5);
  model.objective({ ...meaning("start"), unit: "EUR" }).plus(-70, on);
  return model.build();
}

describe("the builder", () => {
  test("stores columns and rows, adds up repeated terms and moves constants to the other side", () => {
    const model = createModel({ name: "m", sense: "maximize" });
    const [a, b] = [model.integer("a", { lower: -2, upper: 3 }), model.continuous("b")];
    const late = model.constraint(meaning("late"));
    model
      .constraint(meaning("early"))
      .plus(4, b)
      .plus(-1, a)
      .plus(2, a)
      .plus(1, a)
      .constant(3)
      .between(-1, 7);
    late.plus(2, b).plus(1, a).plus(-2, b).atLeast(1);
    model.objective(meaning("gain")).plus(1, b).plus(1, b);
    const built = model.build();
    expect(built.constraints).toMatchObject({ count: 2 });
    expect(built.constraints.meaning.map(({ id }) => id)).toEqual(["early", "late"]);
    expect([...built.constraints.start]).toEqual([0, 2, 3]);
    expect([...built.constraints.column]).toEqual([0, 1, 0]);
    expect([...built.constraints.value]).toEqual([2, 4, 1]);
    expect([...built.constraints.lower]).toEqual([-4, 1]);
    expect([...built.constraints.upper]).toEqual([4, Infinity]);
    expect([...built.objective.linear]).toEqual([0, 2]);
    expect([...built.variables.kind]).toEqual([1, 0]);
    expect(Object.isFrozen(built) && Object.isFrozen(built.variables.names)).toBe(true);
  });

  test("a model survives structured clone", () => {
    expect(structuredClone(dispatch())).toEqual(dispatch());
  });

  test.each<[string, string, (model: ReturnType<typeof createModel>) => unknown]>([
    ["QT_MODEL_DUPLICATE_VARIABLE", "variables[2]", (model) => model.integer("x")],
    ["QT_MODEL_EMPTY_NAME", "variables[2]", (model) => model.integer("")],
    ["QT_MODEL_CROSSED_BOUNDS", "y", (model) => model.continuous("y", { lower: 2, upper: 1 })],
    ["QT_MODEL_NOT_A_NUMBER", "y", (model) => model.continuous("y", { lower: Number.NaN })],
    ["QT_MODEL_NOT_A_NUMBER", "y", (model) => model.continuous("y", { lower: Infinity })],
    ["QT_MODEL_NOT_BINARY", "y", (model) => model.binary("y", { upper: 2 })],
    ["QT_MODEL_DUPLICATE_ID", "constraints[1]", (model) => model.constraint(meaning("c"))],
    ["QT_MODEL_DUPLICATE_ID", "objective.terms[0]", (model) => model.objective(meaning("c"))],
    ["QT_MODEL_NEGATIVE_PRICE", "d", (model) => model.constraint({ ...meaning("d"), pricePerUnit: -1 })],
    ["QT_MODEL_NOT_A_NUMBER", "d", (model) => model.constraint(meaning("d")).plus(Number.NaN, 0)],
    ["QT_MODEL_NOT_A_NUMBER", "d", (model) => model.constraint(meaning("d")).constant(Infinity)],
    ["QT_MODEL_UNKNOWN_VARIABLE", "d", (model) => model.constraint(meaning("d")).plus(1, 2)],
    ["QT_MODEL_CROSSED_BOUNDS", "d", (model) => model.constraint(meaning("d")).between(2, 1)],
    ["QT_MODEL_OPEN_ROW", "d", (model) => [model.constraint(meaning("d")), model.build()]],
  ])("%s at %s", (code, where, mistake) => {
    const model = createModel({ name: "m", sense: "minimize" });
    model.constraint(meaning("c")).plus(1, model.continuous("x")).plus(1, model.binary("z")).atMost(1);
    expect(() => mistake(model)).toThrow(expect.objectContaining({ kind: "invalid-input", code, where }));
  });

  test("takes nothing after the end of a row or of the model", () => {
    const model = createModel({ name: "m", sense: "minimize" });
    const row = model.constraint(meaning("c"));
    row.atMost(1);
    const closed = expect.objectContaining({ code: "QT_MODEL_CLOSED" });
    expect(() => row.atLeast(0)).toThrow(closed);
    model.build();
    expect(() => model.continuous("late")).toThrow(closed);
    expect(() => model.build()).toThrow(closed);
  });
});

describe("a solution", () => {
  const off = [1200, 0];
  const on = [1700, 1];

  test("is priced by parts that add up, soft constraints included", () => {
    expect([...rowActivity(dispatch(), on)]).toEqual([1200, 1]);
    expect(objectiveValue(dispatch(), off)).toBe(125);
    expect(objectiveValue(dispatch(), on)).toBe(107);
    const parts = objectiveParts(dispatch(), on);
    expect(parts.map(({ id, value }) => [id, value])).toEqual([
      ["energy", 175],
      ["start", -70],
      ["soft-constraints", 2],
    ]);
  });

  test("says where it has no room left", () => {
    const positions = rowPositions(dispatch(), off);
    expect(positions.map(({ binding }) => binding)).toEqual(["both", "upper"]);
    expect(rowPositions(dispatch(), on)[1]).toMatchObject({ slackToUpper: -1, slackToLower: Infinity });
    expect(bindingRules(dispatch(), off)).toEqual([
      { rule: "quiet", sentence: "About quiet.", count: 1, of: 1 },
    ]);
  });

  test("is compared with another by variables and by money", () => {
    const diff = diffSolutions(dispatch(), off, on);
    expect(diff.variables).toEqual([
      { id: "importKw", unit: "kW", before: 1200, after: 1700 },
      { id: "on", unit: "1", before: 0, after: 1 },
    ]);
    const change = diff.objectiveParts.reduce((sum, { before, after }) => sum + after - before, 0);
    expect(change).toBeCloseTo(diff.objectiveAfter - diff.objectiveBefore, 12);
    expect(diffSolutions(dispatch(), on, off).objectiveParts.at(-1)).toMatchObject({ before: 2, after: 0 });
  });
});

test("equal models hash equal, any change is seen", () => {
  expect(hashModel(dispatch())).toBe(hashModel(dispatch()));
  expect(hashModel(dispatch())).not.toBe(hashModel(dispatch(3)));
  expect(hashModel(dispatch())).toMatch(/^[0-9a-f]{64}$/);
});
