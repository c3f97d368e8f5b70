import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { type Dense, densePauli, multiply, trace } from "../testing/dense.ts";
import { densityMatrix, readProbabilities } from "../testing/density-matrix.ts";
import { type NoiseModel, noiseless } from "./noise.ts";
import { runShots } from "./run-shots.ts";
import { runTrajectory } from "./trajectory.ts";

const gates = new CircuitBuilder(4, 4)
  .gate("ry", [0], 1.1)
  .gate("cx", [0, 2])
  .gate("u", [1], 0.9, 0.4, -0.3)
  .gate("ryy", [1, 3], 0.7)
  .gate("ccx", [0, 1, 3])
  .gate("rx", [2], -0.8)
  .gate("swap", [2, 3])
  .build();

/** Σ |a - b|² over all entries. */
function squaredDistance(a: Dense, b: Dense): number {
  return a.re.reduce((sum, re, i) => sum + (re - b.re[i]!) ** 2 + (a.im[i]! - b.im[i]!) ** 2, 0);
}

/** The mean of |ψ><ψ|. */
function meanProjector(noise: NoiseModel, trajectories: number): Dense {
  const random = createRandom(17);
  const size = 16;
  const [re, im] = [new Float64Array(size * size), new Float64Array(size * size)];
  for (let count = 0; count < trajectories; count++) {
    const { state } = runTrajectory(gates, noise, random);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        re[i * size + j]! += (state.re[i]! * state.re[j]! + state.im[i]! * state.im[j]!) / trajectories;
        im[i * size + j]! += (state.im[i]! * state.re[j]! - state.re[i]! * state.im[j]!) / trajectories;
      }
  }
  return { size, re, im };
}

describe("depolarising", () => {
  it.each([
    ["one qubit", { ...noiseless, oneQubit: 0.2 }],
    ["two and more", { ...noiseless, twoQubit: 0.15 }],
    ["all gates", { ...noiseless, oneQubit: 0.05, twoQubit: 0.1 }],
  ])("on %s gives the whole density matrix as the mean of trajectories", (_, noise) => {
    const trajectories = 3000;
    const rho = densityMatrix(gates, noise);
    const purity = trace(multiply(rho, rho));
    // Independent projectors of mean ρ miss it by (1 - tr ρ²)/count on average; twice that leaves room for one seed.
    const expected = (1 - purity) / trajectories;
    const missed = squaredDistance(meanProjector(noise, trajectories), rho);
    expect(missed).toBeLessThan(2 * expected);
    expect(missed).toBeGreaterThan(expected / 2);
    // The test can tell: without noise the matrix is a hundred times as far away.
    expect(squaredDistance(densityMatrix(gates, noiseless), rho)).toBeGreaterThan(100 * expected);
  });

  it("shrinks what a gate's qubits show by 1 - p each time, in density matrices", () => {
    const noise = { ...noiseless, oneQubit: 0.1, twoQubit: 0.3 };
    const flips = new CircuitBuilder(4)
      .gate("x", [1])
      .gate("x", [1])
      .gate("x", [1])
      .gate("swap", [0, 3])
      .build();
    const rho = densityMatrix(flips, noise);
    const mean = (letters: string) => trace(multiply(rho, densePauli(letters)));
    // Products of four factors in f64.
    expect(Math.abs(mean("IIZI") + 0.9 ** 3)).toBeLessThan(1e-14);
    expect(Math.abs(mean("ZIIZ") - 0.7)).toBeLessThan(1e-14);
    expect(Math.abs(mean("ZIIZ") - mean("IIIZ"))).toBeLessThan(1e-14);
    expect(Math.abs(mean("IZII") - 1)).toBeLessThan(1e-14);
  });
});

describe("readout", () => {
  it("flips each bit on its own, zeros and ones with their own probability", () => {
    const noise = { ...noiseless, readZeroAsOne: 0.1, readOneAsZero: 0.25 };
    const ones = new CircuitBuilder(4).gate("x", [1]).gate("x", [2]).build();
    const probabilities = readProbabilities(densityMatrix(ones, noiseless), 4, noise);
    expect(Math.abs(probabilities[0b0110]! - 0.9 ** 2 * 0.75 ** 2)).toBeLessThan(1e-14);
    expect(Math.abs(probabilities[0b1100]! - 0.1 * 0.75 * 0.25 * 0.9)).toBeLessThan(1e-14);
  });
});

describe("shot noise", () => {
  it.each([
    ["of exact states", noiseless],
    ["with readout errors", { ...noiseless, readZeroAsOne: 0.06, readOneAsZero: 0.1 }],
    ["with noisy gates", { ...noiseless, oneQubit: 0.05, twoQubit: 0.1, readZeroAsOne: 0.02 }],
  ])("%s spreads as multinomial counts do", (_, noise) => {
    const [runs, shots] = [60, 250];
    const measured = new CircuitBuilder(4, 4).append(gates).measureAll().build();
    const cells = readProbabilities(densityMatrix(gates, noise), 4, noise)
      .map((p, index) => ({ p, text: index.toString(2).padStart(4, "0") }))
      .filter(({ p }) => p > 1e-12);
    let sum = 0;
    for (let seed = 0; seed < runs; seed++) {
      const counts = runShots(measured, { shots, seed, noise });
      for (const { p, text } of cells) sum += ((counts.get(text) ?? 0) - shots * p) ** 2 / (shots * p);
    }
    // Pearson's statistic of k cells has mean k - 1 and this variance, whatever the probabilities.
    const k = cells.length;
    const inverse = cells.reduce((total, { p }) => total + 1 / p, 0);
    const variance = 2 * (k - 1) + (inverse - k * k - 2 * k + 2) / shots;
    expect(Math.abs(sum / runs - (k - 1))).toBeLessThan(4 * Math.sqrt(variance / runs));
  });
});
