import { createRandom } from "@qtwin/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { qaoa } from "../ansatz/qaoa.ts";
import { bind } from "../circuit/bind.ts";
import { type IsingModel, pauliSumOfIsing } from "../pauli/ising.ts";
import { pauliSum } from "../pauli/pauli-sum.ts";
import { expectation } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { closedFormExpectations } from "./closed-form.ts";

/** Pairs in either order, some twice, some spins alone; weights and fields in -1 … 1. */
function randomIsing(count: number, density: number, seed: number): IsingModel {
  const random = createRandom(seed);
  const weight = (): number => 2 * random.next() - 1;
  const start = [0];
  const column: number[] = [];
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) if (i !== j && random.next() < density) column.push(j);
    start.push(column.length);
  }
  const field = Array.from({ length: count }, weight);
  return { count, offset: weight(), field, start, column, coupling: column.map(weight) };
}

/** Sums of 256 terms of size up to 1 in f64, and of about 50 pairs. */
const tolerance = 1e-10;

describe("the closed form of one layer", () => {
  it("has the means of the simulated state, fields included", () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    const count = fc.integer({ min: 1, max: 8 });
    const density = fc.constantFrom(0.1, 0.4, 1);
    fc.assert(
      fc.property(count, density, fc.nat(), angle, angle, (spins, share, seed, gamma, beta) => {
        const ising = randomIsing(spins, share, seed);
        const state = runUnitary(bind(qaoa(ising, { layers: 1 }), { gamma_0: gamma, beta_0: beta }));
        const found = closedFormExpectations(ising, gamma, beta);
        const mean = (z: number): number =>
          expectation(state, pauliSum(spins, [{ x: 0, z, coefficient: 1 }]));
        found.z.forEach((value, i) => {
          expect(Math.abs(value - mean(1 << i))).toBeLessThan(tolerance);
        });
        found.zz.forEach((value, pair) => {
          expect(Math.abs(value - mean((1 << found.i[pair]!) | (1 << found.j[pair]!)))).toBeLessThan(
            tolerance,
          );
        });
        const energy = expectation(state, pauliSumOfIsing(ising));
        expect(Math.abs(found.expectation - energy)).toBeLessThan(tolerance);
      }),
      { numRuns: 40 },
    );
  });
});
