import { describe, expect, it } from "vitest";
import type { Cost } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import type { Precision } from "./layout.ts";
import type { QaoaState } from "./qaoa-state.ts";
import { referenceCosts, referenceCvar, referenceExpectation, referenceState } from "./reference/qaoa.ts";
import { randomPolynomial, randomQuadratic, withOffset } from "./testing/costs.ts";

const qubits = 12;
const [gammas, betas] = [
  [0.3, 0.4],
  [-0.3, -0.2],
];

async function stateOf(precision: Precision, cost: Cost, slower = 1): Promise<QaoaState> {
  const state = (await openKernel({ precision })).createQaoaState({ qubits, cost });
  gammas.forEach((gamma, k) => {
    state.layer(gamma / slower, betas[k]!);
  });
  return state;
}

const families: readonly (readonly [string, Cost])[] = [
  ["a quadratic", randomQuadratic(qubits, 7)],
  ["a table", randomPolynomial(qubits, 8, true)],
  ["a diagonal", randomPolynomial(qubits, 9, false)],
];

describe.each(families)("the offset of %s", (_, cost) => {
  const costs = referenceCosts(qubits, cost);
  const expected = referenceState(qubits, costs, gammas, betas);
  const range = Math.max(...costs) - Math.min(...costs);

  it.each([0, 1e3, 1e6])("%d costs f32 no digit of the expectation (1e-6 of the range)", async (offset) => {
    const found = (await stateOf("f32", withOffset(cost, offset))).expectation();
    expect(Math.abs(found - offset - referenceExpectation(expected, costs)) / range).toBeLessThan(1e-6);
  });

  it.each([1e3, 1e6, 1e9])("%d costs the CVaR no more than its own rounding", async (offset) => {
    const state = await stateOf("f64", withOffset(cost, offset));
    // A bin of 16 steps of the greatest cost, and its sums.
    const tolerance = 64 * Number.EPSILON * offset;
    for (const alpha of [0.05, 0.1, 0.3, 0.5, 0.6, 0.8, 1])
      expect(Math.abs(state.cvar(alpha) - offset - referenceCvar(expected, costs, alpha))).toBeLessThan(
        tolerance,
      );
  });
});

describe.each([2 ** -53, 1, 2 ** 40])("whole costs in units of %d", (unit) => {
  // C counts the ones, in units and times `sign`.
  const linear = (sign: number): Cost => ({
    ...{ kind: "quadratic", offset: 0, couplings: [] },
    linear: new Array(qubits).fill(sign * unit),
  });

  it.each([1, -1])("CVaR and the mass below a limit are those of the sorted costs, sign %d", async (sign) => {
    const cost = linear(sign);
    const costs = referenceCosts(qubits, cost);
    const slower = unit;
    const expected = referenceState(
      qubits,
      costs,
      gammas.map((gamma) => gamma / slower),
      betas,
    );
    const state = await stateOf("f64", cost, slower);
    for (const alpha of [0.05, 0.3, 0.8])
      expect(state.cvar(alpha) / unit).toBeCloseTo(referenceCvar(expected, costs, alpha) / unit, 10);
    const probabilities = state.probabilities();
    for (const limit of new Set(costs)) {
      const below = probabilities.reduce((sum, p, x) => sum + (costs[x]! < limit ? p : 0), 0);
      expect(state.massBelow(limit)).toBeCloseTo(below, 12);
    }
  });
});
