import { expect, it } from "vitest";
import { type Cost, subsetWeights } from "./cost.ts";
import { compileState } from "./load/compile.ts";
import { openHeldState } from "./open-state.ts";
import { labs, randomPolynomial, randomQuadratic } from "./testing/costs.ts";

const module = await compileState("state", "f64");
const formOf = (qubits: number, cost: Cost): string =>
  openHeldState({ module, team: undefined }, { qubits, precision: "f64" }, subsetWeights(cost, qubits)).layout
    .form;

it("holds each cost in the cheapest form that keeps its digits", () => {
  expect(formOf(8, randomQuadratic(8, 1))).toBe("quadratic");
  expect(formOf(8, randomPolynomial(8, 1, true))).toBe("table");
  expect(formOf(8, randomPolynomial(8, 1, false))).toBe("diagonal");
  expect(formOf(12, labs(12))).toBe("table");
});

it("takes a polynomial of degree two, or whose cubic terms cancel, as quadratic", () => {
  const terms = [
    { variables: [0, 1, 2], weight: 1 },
    { variables: [2, 1, 0], weight: -1 },
    { variables: [1, 1, 3], weight: 0.5 },
  ];
  expect(formOf(4, { kind: "polynomial", terms })).toBe("quadratic");
});

it("takes whole weights with too many values for a u16 as one number an amplitude", () => {
  const variables = [0, 1, 2];
  const terms = [
    { variables, weight: 70_000 },
    { variables: [3], weight: 1 },
  ];
  expect(formOf(4, { kind: "polynomial", terms })).toBe("diagonal");
});
