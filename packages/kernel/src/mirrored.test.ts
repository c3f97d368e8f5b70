import { describe, expect, it } from "vitest";
import { type Cost, costOf, type QuadraticCost, subsetWeights } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import { referenceCosts, referenceCvar, referenceExpectation, referenceState } from "./reference/qaoa.ts";
import { halfCost } from "./symmetry.ts";
import { randomAngles } from "./testing/angles.ts";
import { labs, randomQuadratic } from "./testing/costs.ts";

/** Weights on the edges of the complete graph: as Ising model without fields, up to rounding. */
function maxCut(qubits: number, seed: number): QuadraticCost {
  const { couplings } = randomQuadratic(qubits, seed);
  const linear = new Float64Array(qubits);
  for (const [i, j, weight] of couplings) for (const q of [i, j]) linear[q]! -= weight;
  return { kind: "quadratic", offset: 0.25, linear, couplings: couplings.map(([i, j, w]) => [i, j, 2 * w]) };
}

// Even and odd numbers of held qubits differ in how they mirror; 12 and 13 hold one tile, from 15 on there are several.
const cases: readonly (readonly [string, number, Cost])[] = [
  ...[12, 13, 14, 15, 16, 17].map((n) => [`max cut of ${n} nodes`, n, maxCut(n, n)] as const),
  ["LABS of length 13", 13, labs(13)],
  ["LABS of length 16", 16, labs(16)],
];

it("takes half the state only where C(x) = C(not x)", () => {
  expect(halfCost(subsetWeights(maxCut(13, 1), 13), 13)).toBeDefined();
  expect(halfCost(subsetWeights(labs(13), 13), 13)).toBeDefined();
  expect(halfCost(subsetWeights(randomQuadratic(13, 1), 13), 13)).toBeUndefined();
  const { couplings, linear, offset } = maxCut(13, 1);
  const oneField = {
    kind: "quadratic",
    offset,
    linear: Array.from(linear).with(4, linear[4]! + 1e-9),
    couplings,
  } as const;
  expect(halfCost(subsetWeights(oneField, 13), 13)).toBeUndefined();
});

it("says how many qubits it holds", async () => {
  const kernel = await openKernel({ precision: "f64" });
  const heldQubits = (qubits: number, cost: Cost): number => {
    const state = kernel.createQaoaState({ qubits, cost });
    const held = state.heldQubits;
    state.free();
    return held;
  };
  expect(heldQubits(11, maxCut(11, 1))).toBe(11);
  expect(heldQubits(12, maxCut(12, 1))).toBe(11);
  expect(heldQubits(12, randomQuadratic(12, 1))).toBe(12);
});

describe.each(cases)("the half state of %s", (_, qubits, cost) => {
  const costs = referenceCosts(qubits, cost);
  const scale = costs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const gammas = randomAngles(3, qubits, 0.5);
  const betas = [...randomAngles(2, 50 + qubits, 1), 1.4];
  const expected = referenceState(qubits, costs, gammas, betas);

  it.each([
    ["f64", 1e-12],
    ["f32", 1e-5],
  ] as const)("equals the full simulation in %s (relative tolerance %f)", async (precision, tolerance) => {
    const state = (await openKernel({ precision })).createQaoaState({ qubits, cost });
    gammas.forEach((gamma, k) => {
      state.layer(gamma, betas[k]!);
    });
    const { re, im } = state.amplitudes();
    const most = expected.re.reduce((a, b, x) => Math.max(a, Math.hypot(b, expected.im[x]!)), 0);
    const distance = re.reduce(
      (a, b, x) => Math.max(a, Math.hypot(b - expected.re[x]!, im[x]! - expected.im[x]!)),
      0,
    );
    expect(distance / most).toBeLessThan(tolerance);
    expect(Math.abs(state.norm() - 1)).toBeLessThan(tolerance);
    expect(Math.abs(state.expectation() - referenceExpectation(expected, costs)) / scale).toBeLessThan(
      tolerance,
    );
    expect(Math.abs(state.cvar(0.2) - referenceCvar(expected, costs, 0.2)) / scale).toBeLessThan(
      10 * tolerance,
    );
    const limit = [...costs].sort((a, b) => a - b)[costs.length / 8]!;
    const below = expected.re.reduce(
      (sum, real, x) => sum + (costs[x]! < limit - 1e-6 ? real ** 2 + expected.im[x]! ** 2 : 0),
      0,
    );
    expect(Math.abs(state.massBelow(limit - 1e-6) - below)).toBeLessThan(10 * tolerance);
  });

  it("has the gradient of the full one (1e-6 relative to the greatest slope)", async () => {
    const state = (await openKernel({ precision: "f64" })).createQaoaState({ qubits, cost });
    const step = 1e-4 / scale;
    const gradient = state.gradient(gammas, betas);
    const slope = (at: number): number => {
      const [up, down] = [step, -step].map((shift) => {
        const moved = [...gammas, ...betas].map((angle, k) => (k === at ? angle + shift : angle));
        state.reset();
        moved.slice(0, 3).forEach((gamma, k) => {
          state.layer(gamma, moved[3 + k]!);
        });
        return state.expectation();
      });
      return (up! - down!) / (2 * step);
    };
    const slopes = Array.from({ length: 6 }, (_, at) => slope(at));
    const greatest = Math.max(...slopes.map(Math.abs));
    [...gradient.gammas, ...gradient.betas].forEach((value, at) => {
      expect(Math.abs(value - slopes[at]!) / greatest, `angle ${at}`).toBeLessThan(1e-6);
    });
  });

  it("is measured in both halves alike, with the right energies", async () => {
    const state = (await openKernel({ precision: "f64" })).createQaoaState({ qubits, cost });
    state.layer(0.2, 0.3);
    const { basis, occurrences, energies } = state.sample(100_000, 4);
    const upper = basis.reduce((sum, x, at) => sum + (x >= 2 ** (qubits - 1) ? occurrences[at]! : 0), 0);
    // Five standard deviations of a fair coin over 100,000 shots.
    expect(Math.abs(upper / 100_000 - 0.5)).toBeLessThan(0.008);
    expect(occurrences.reduce((a, b) => a + b)).toBe(100_000);
    basis.forEach((x, at) => {
      if (at > 0) expect(x).toBeGreaterThan(basis[at - 1]!);
      if (at % 101 === 0) expect(energies[at]).toBeCloseTo(costOf(subsetWeights(cost, qubits), x), 9);
    });
  });
});
