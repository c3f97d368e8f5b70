import { subsetWeights } from "@qtwin/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resources } from "../circuit/resources.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { pauliSumOfIsing } from "../pauli/ising.ts";
import { expectation } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { anyQuadratic } from "../testing/arbitrary-quadratic.ts";
import { energyScale, energyScaleOfIsing } from "./energy-scale.ts";
import { qaoaAtStart } from "./qaoa-at-start.ts";
import { runQaoa } from "./run-qaoa.ts";

const cost = {
  kind: "quadratic",
  offset: 1,
  linear: [-3, 5, -2, 1, -4],
  couplings: [
    [0, 1, -4],
    [1, 2, 3],
    [2, 4, 6],
    [3, 4, 2],
  ],
} as const;

describe("QAOA at its start", () => {
  it("is the state that a run without search reports", async () => {
    const run = await runQaoa({ qubits: 5, cost, layers: 3, search: "none" }, { seed: 1 });
    const ising = isingOfQuadratic(cost);
    const mean = expectation(runUnitary(qaoaAtStart(ising, 3)), pauliSumOfIsing(ising));
    // Two simulators in f64, some hundred gates.
    expect(Math.abs(mean - run.expectation)).toBeLessThan(1e-10);
    expect(mean).toBeLessThan(ising.offset);
  });

  it("is written for more spins than are simulated", () => {
    const count = 200;
    const ring: IsingModel = {
      count,
      offset: 0,
      field: new Float64Array(count),
      start: Array.from({ length: count + 1 }, (_, i) => i),
      column: Array.from({ length: count }, (_, i) => (i + 1) % count),
      coupling: new Float64Array(count).fill(1),
    };
    const circuit = qaoaAtStart(ring, 2);
    expect(circuit.parameters).toEqual([]);
    expect(resources(circuit)).toMatchObject({ qubits: count, twoQubit: 2 * count, oneQubit: 3 * count });
  });

  it("has the energy scale of the same cost in bits", () => {
    fc.assert(
      fc.property(anyQuadratic({ maxVariables: 6 }), (quadratic) => {
        const count = quadratic.linear.length;
        const inBits = energyScale(count, subsetWeights(quadratic, count));
        const inSpins = energyScaleOfIsing(isingOfQuadratic(quadratic));
        // Sums of some dozen terms in another order; a scale of zero counts as 1.
        expect(Math.abs(inBits - inSpins)).toBeLessThan(1e-9 * (1 + inBits));
      }),
    );
  });
});
