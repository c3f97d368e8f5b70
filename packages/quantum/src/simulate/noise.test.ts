import { describe, expect, it } from "vitest";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { pauliSum, pauliTerms } from "../pauli/pauli-sum.ts";
import { pauliLetters } from "../pauli/pauli-text.ts";
import { densePauli, multiply, trace } from "../testing/dense.ts";
import { densityMatrix, readProbabilities } from "../testing/density-matrix.ts";
import type { NoiseModel } from "./noise.ts";
import { noisyExpectation } from "./noisy-expectation.ts";
import { runShots } from "./run-shots.ts";

const noise: NoiseModel = { oneQubit: 0.05, twoQubit: 0.12, readZeroAsOne: 0.03, readOneAsZero: 0.08 };

const gates = new CircuitBuilder(4, 4)
  .gate("h", [0])
  .gate("cx", [0, 1])
  .gate("u", [2], 0.9, 0.4, -0.3)
  .gate("rzz", [1, 2], 0.8)
  .gate("ry", [3], 0.6)
  .gate("crx", [2, 3], 1.3)
  .gate("ccx", [0, 3, 1])
  .gate("sx", [2])
  .build();

const observable = pauliSum(4, [
  { x: 0, z: 0b0011, coefficient: 0.7 },
  { x: 0b1000, z: 0b0100, coefficient: -1.1 },
  { x: 0b0110, z: 0b0010, coefficient: 0.5 },
  { x: 0, z: 0b1000, coefficient: 0.9 },
  { x: 0b0011, z: 0, coefficient: 0.8 },
]);

function exactExpectation(model: NoiseModel): number {
  const rho = densityMatrix(gates, model);
  let sum = 0;
  for (const { x, z, coefficient } of pauliTerms(observable))
    sum += coefficient * trace(multiply(rho, densePauli(pauliLetters(4, x, z))));
  return sum;
}

describe("noise by trajectories", () => {
  // Four standard errors: a right mean fails this one time in 16,000 seeds, and the seed is fixed.
  const sigmas = 4;

  it("has the mean of the density matrix, within four standard errors of 6,000 trajectories", () => {
    const { mean, standardError } = noisyExpectation(gates, observable, {
      noise,
      trajectories: 6_000,
      seed: 11,
    });
    const exact = exactExpectation(noise);
    expect(Math.abs(mean - exact)).toBeLessThan(sigmas * standardError);
    // The test can tell: without noise the value is more than twice as far away.
    const without = exactExpectation({ ...noise, oneQubit: 0, twoQubit: 0 });
    expect(Math.abs(without - exact)).toBeGreaterThan(2 * sigmas * standardError);
  });

  it("reads bits with the probabilities of the density matrix and the readout errors", () => {
    const shots = 12_000;
    const measured = new CircuitBuilder(4, 4).append(gates).measureAll().build();
    const counts = runShots(measured, { shots, seed: 5, noise });
    readProbabilities(densityMatrix(gates, noise), 4, noise).forEach((probability, index) => {
      const seen = (counts.get(index.toString(2).padStart(4, "0")) ?? 0) / shots;
      const standardError = Math.sqrt((probability * (1 - probability)) / shots);
      expect(Math.abs(seen - probability)).toBeLessThan(sigmas * standardError);
    });
  });

  it("is the exact value where nothing is random", () => {
    const quiet = { ...noise, oneQubit: 0, twoQubit: 0 };
    const { mean, standardError } = noisyExpectation(gates, observable, {
      noise: quiet,
      trajectories: 3,
      seed: 1,
    });
    expect(Math.abs(mean - exactExpectation(quiet))).toBeLessThan(1e-12);
    expect(standardError).toBeLessThan(1e-12);
  });

  it("refuses what is no probability", () => {
    const bad = { ...noise, twoQubit: 1.5 };
    expect(() => noisyExpectation(gates, observable, { noise: bad, trajectories: 10, seed: 1 })).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_PROBABILITY", where: "noise.twoQubit" }),
    );
    expect(() => noisyExpectation(gates, observable, { noise, trajectories: 1, seed: 1 })).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE" }),
    );
  });

  it("repeats itself for a seed", () => {
    const run = (seed: number) => noisyExpectation(gates, observable, { noise, trajectories: 50, seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });
});
