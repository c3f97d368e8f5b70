import { describe, expect, it } from "vitest";
import type { Cost } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import { referenceCosts, referenceExpectation, referenceState } from "./reference/qaoa.ts";
import { randomAngles } from "./testing/angles.ts";
import { randomPolynomial, randomQuadratic, withOffset } from "./testing/costs.ts";

const cases: readonly (readonly [string, number, Cost])[] = [
  ["a quadratic of one block", 3, randomQuadratic(3, 1)],
  ["a quadratic of one tile", 9, randomQuadratic(9, 2)],
  ["a polynomial", 10, randomPolynomial(10, 3, false)],
  ["a polynomial of whole weights over two tiles in f64", 14, randomPolynomial(14, 4, true)],
  ["a quadratic of several tiles", 16, randomQuadratic(16, 5)],
];
const step = 1e-5;

describe.each(cases)("the gradient of %s", (_, qubits, cost) => {
  const costs = referenceCosts(qubits, cost);
  const layers = qubits > 12 ? 2 : 4;
  const angles = randomAngles(2 * layers, qubits, 0.7);
  const energy = (moved: readonly number[]): number =>
    referenceExpectation(referenceState(qubits, costs, moved.slice(0, layers), moved.slice(layers)), costs);
  const differences = angles.map((angle, k) => {
    const [up, down] = [angle + step, angle - step].map((value) => energy(angles.with(k, value)));
    return (up! - down!) / (2 * step);
  });
  const scale = Math.max(1, ...differences.map(Math.abs));

  // An offset turns all amplitudes alike, so it changes no slope.
  it.each([
    ["f64", 0, 1e-6],
    ["f64", 1e4, 1e-6],
    ["f32", 0, 1e-4],
    ["f32", 1e4, 1e-4],
  ] as const)("equals central differences in %s, offset %d (relative tolerance %f)", async (...given) => {
    const [precision, offset, tolerance] = given;
    const kernel = await openKernel({ precision });
    const state = kernel.createQaoaState({ qubits, cost: withOffset(cost, offset) });
    const gradient = state.gradient(angles.slice(0, layers), angles.slice(layers));
    [...gradient.gammas, ...gradient.betas].forEach((value, k) => {
      expect(Math.abs(value - differences[k]!) / scale, `angle ${k}`).toBeLessThan(tolerance);
    });
    expect(Math.abs(gradient.expectation - offset - energy(angles)) / scale).toBeLessThan(1e-5);
    expect(state.probabilities()[0]).toBeCloseTo(2 ** -qubits, 8);
  });
});
