import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveParts } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import { groundStates } from "../../testing/qubo-laws.ts";
import { compileQubo } from "../compile-qubo.ts";
import { verifyCertificates } from "../verify-certificates.ts";

/** Else the bounds of the variables would say what some of these rows say. */
const asWritten = { avoid: ["bounds-from-rows"] };

const rule = (id: string) => ({ id, rule: id, sentence: `${id} holds.`, unit: "1" });

test("dimod's automatic multiplier fails here: 100 x's behind one y that must be 0", () => {
  const model = createModel({ name: "dimod", sense: "minimize" });
  const x = Array.from({ length: 100 }, (_, at) => model.binary(`x[${at}]`));
  const y = model.binary("y");
  model.objective(rule("gain")).plusAll(new Float64Array(100).fill(-1), x);
  model.constraint(rule("behind y")).plusAll(new Float64Array(100).fill(1), x).plus(-100, y).atMost(0);
  model.constraint(rule("y off")).plus(1, y).equals(0);
  const source = model.build();
  const { qubo, encode, certificates, certified } = compileQubo(source, asWritten);
  for (const { holds } of verifyCertificates(certified!.model, certificates)) expect(holds).toBe(true);
  const energyOf = (values: Float64Array): number => energy(qubo, encode(values));
  const cheat = new Float64Array(101).fill(1);
  expect(energyOf(new Float64Array(101))).toBe(0);
  expect(energyOf(cheat)).toBeGreaterThan(0);
});

test("Qiskit's float fallback fails here: 0.001·x = 0", () => {
  const model = createModel({ name: "qiskit", sense: "minimize" });
  const x = model.binary("x");
  model.objective(rule("gain")).plus(-1, x);
  model.constraint(rule("off")).plus(0.001, x).equals(0);
  const { qubo, decode, certificates } = compileQubo(model.build(), asWritten);
  expect(groundStates(qubo).states.map(decode)).toEqual([Float64Array.of(0)]);
  expect(certificates).toMatchObject([
    { weight: 2, smallestViolation: 1, lowerBound: -1, incumbent: 0, holds: true },
  ]);
});

test("OMMX's uniform weight 1 fails here: −5·x with x = 0", () => {
  const model = createModel({ name: "ommx", sense: "minimize" });
  const x = model.binary("x");
  model.objective(rule("gain")).plus(-5, x);
  model.constraint(rule("off")).plus(1, x).equals(0);
  const { qubo, decode } = compileQubo(model.build(), asWritten);
  expect(groundStates(qubo).states.map(decode)).toEqual([Float64Array.of(0)]);
});

/** min −3a − 2b − c with one of three, and a + b ≤ 1. */
function small() {
  const model = createModel({ name: "small", sense: "minimize" });
  const [a, b, c] = ["a", "b", "c"].map((name) => model.binary(name));
  model
    .objective({ ...rule("cost"), unit: "EUR" })
    .plus(-3, a!)
    .plus(-2, b!)
    .plus(-1, c!);
  model.exactlyOne(rule("one"), [a!, b!, c!]);
  model.constraint(rule("not both")).plus(1, a!).plus(1, b!).atMost(1);
  return model.build();
}

test("all weights are measured against the objective as it was", () => {
  const { certificates, model } = compileQubo(small());
  expect(certificates.map(({ constraintId, weight }) => [constraintId, weight])).toEqual([
    ["not both", 6],
    ["one", 6],
  ]);
  const parts = objectiveParts(model, Float64Array.of(1, 1, 0));
  expect(parts.map(({ id, value, unit }) => [id, value, unit])).toEqual([
    ["cost", -5, "EUR"],
    ["penalty[not both]", 6, "EUR"],
    ["penalty[one]", 6, "EUR"],
  ]);
});

test("a feasible incumbent makes the weights smaller, an infeasible one is left out and said", () => {
  const better = compileQubo(small(), { incumbent: Float64Array.of(1, 0, 0) });
  expect(better.certificates[0]).toMatchObject({ weight: 4, incumbent: -3, incumbentMethod: "incumbent" });
  const { model, incumbent } = better.certified!;
  expect(verifyCertificates(model, better.certificates, incumbent).every(({ holds }) => holds)).toBe(true);
  expect(verifyCertificates(model, better.certificates).some(({ holds }) => holds)).toBe(false);
  const infeasible = compileQubo(small(), { incumbent: Float64Array.of(1, 1, 0) });
  expect(infeasible.certificates[0]).toMatchObject({ weight: 6 });
  expect(infeasible.trail.at(-1)!.notes.join(" ")).toContain("not feasible");
});

test("a given bound is used when it is tighter", () => {
  const { certificates, certified } = compileQubo(small(), { objectiveBound: -4 });
  expect(certificates[0]).toMatchObject({ lowerBound: -4, boundMethod: "given", weight: 4 });
  const [check] = verifyCertificates(certified!.model, certificates);
  expect(check).toMatchObject({ holds: true });
  expect(check!.reason).toContain("given");
});

test("heuristic and user weights are what was asked for, and claim no proof they do not have", () => {
  const half = compileQubo(small(), { penalty: { method: "heuristic", scale: 0.5 } });
  expect(half.certificates[0]).toMatchObject({ method: "heuristic", weight: 3, holds: false });
  const given = compileQubo(small(), { penalty: { method: "user", weights: { one: 50, nobody: 1 } } });
  expect(given.certificates.map(({ method, weight, holds }) => [method, weight, holds])).toEqual([
    ["exact", 6, true],
    ["user", 50, true],
  ]);
  expect(given.trail.at(-1)!.notes.join(" ")).toContain("'nobody'");
});

test("scales and weights that make no sense are refused", () => {
  const refused = expect.objectContaining({ code: "QT_MODEL_BAD_PENALTY" });
  for (const penalty of [
    { method: "exact", scale: 0.5 },
    { method: "heuristic", scale: 0 },
    { method: "user", weights: { one: -1 } },
  ] as const)
    expect(() => compileQubo(small(), { penalty })).toThrow(refused);
});

test("an equation no values satisfy is said, and its certificate is still true", () => {
  const model = createModel({ name: "never", sense: "minimize" });
  const [x, y] = [model.binary("x"), model.binary("y")];
  model.objective(rule("gain")).plus(-1, x);
  model.constraint(rule("odd")).plus(2, x).plus(4, y).equals(3);
  const source = model.build();
  const { qubo, decode, trail, certificates, certified } = compileQubo(source);
  expect(trail.at(-1)!.notes.join(" ")).toContain("No values satisfy 'odd'");
  expect(verifyCertificates(certified!.model, certificates).every(({ holds }) => holds)).toBe(true);
  for (const state of groundStates(qubo).states)
    expect(checkFeasibility(source, decode(state)).feasible).toBe(false);
});

test("a row whose residuals leave gaps needs less weight", () => {
  const model = createModel({ name: "gaps", sense: "minimize" });
  const [x, y, z] = ["x", "y", "z"].map((name) => model.binary(name));
  model.objective(rule("gain")).plus(-9, x!).plus(-9, y!).plus(-9, z!);
  model.constraint(rule("sum")).plus(7, x!).plus(10, y!).plus(13, z!).equals(20);
  const { certificates, certified } = compileQubo(model.build(), asWritten);
  expect(certificates).toMatchObject([{ smallestViolation: 9, weight: 4 }]);
  expect(verifyCertificates(certified!.model, certificates)).toMatchObject([{ holds: true }]);
});

test("forbidden pairs cost what their row says, in decimals too", () => {
  const model = createModel({ name: "pairs", sense: "minimize" });
  const [x, y, z] = ["x", "y", "z"].map((name) => model.binary(name));
  model.objective(rule("gain")).plus(-0.01, x!).plus(-0.02, y!);
  model.constraint(rule("apart")).product(0.25, x!, y!).product(0.5, y!, z!).atMost(0);
  const { certificates, qubo } = compileQubo(model.build(), asWritten);
  const [{ weight, smallestViolation }] = certificates as [(typeof certificates)[number]];
  expect(smallestViolation).toBe(0.25);
  expect(weight).toBe(0.2);
  expect(qubo.value).toEqual(Float64Array.of(0.05, 0.1));
});

test("a tampered certificate is found", () => {
  const { certificates, certified } = compileQubo(small());
  const tampered = certificates.map((each) => ({ ...each, weight: 5, holds: true }));
  expect(verifyCertificates(certified!.model, tampered).map(({ holds }) => holds)).toEqual([false, false]);
});

function energy(qubo: Parameters<typeof groundStates>[0], bits: Float64Array): number {
  let sum = qubo.offset;
  for (let row = 0; row < qubo.count; row++) {
    sum += qubo.linear[row]! * bits[row]!;
    for (let entry = qubo.start[row]!; entry < qubo.start[row + 1]!; entry++)
      sum += qubo.value[entry]! * bits[row]! * bits[qubo.column[entry]!]!;
  }
  return sum;
}
