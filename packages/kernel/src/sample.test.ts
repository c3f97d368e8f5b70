import { describe, expect, it } from "vitest";
import { costOf, subsetWeights } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import { randomPolynomial, randomQuadratic } from "./testing/costs.ts";

/** Wilson-Hilferty: how many standard deviations a chi-square lies above its mean. */
function deviations(chiSquare: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
}

describe.each(["f64", "f32"] as const)("samples in %s", (precision) => {
  it.each([3, 8, 15])(
    "follow the probabilities at %i qubits (chi-square within 3.5 deviations)",
    async (qubits) => {
      const cost = randomQuadratic(qubits, 7);
      const state = (await openKernel({ precision })).createQaoaState({ qubits, cost });
      state.layer(0.5, -0.4);
      const shots = 1_000_000;
      const { basis, occurrences, energies } = state.sample(shots, 12345);
      const probabilities = state.probabilities();
      const found = new Float64Array(probabilities.length);
      basis.forEach((x, at) => {
        found[x]! += occurrences[at]!;
      });
      // Neighbours are joined until a bin expects 20 shots: chi-square needs no small ones.
      let [chiSquare, bins, expected, counted] = [0, 0, 0, 0];
      probabilities.forEach((probability, x) => {
        expected += shots * probability;
        counted += found[x]!;
        if (expected < 20) return;
        chiSquare += (counted - expected) ** 2 / expected;
        bins += 1;
        [expected, counted] = [0, 0];
      });
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(shots);
      expect(bins).toBeGreaterThan(4);
      expect(Math.abs(deviations(chiSquare, bins - 1))).toBeLessThan(3.5);
      const weights = subsetWeights(cost, qubits);
      basis.forEach((x, at) => {
        if (at % 97 === 0) expect(energies[at]).toBeCloseTo(costOf(weights, x), 9);
      });
    },
  );

  it("are the same for the same seed, rising, and others for another", async () => {
    const cost = randomPolynomial(16, 8, true);
    const state = (await openKernel({ precision })).createQaoaState({ qubits: 16, cost });
    state.layer(0.2, 0.3);
    const first = state.sample(1000, 5);
    expect(state.sample(1000, 5)).toEqual(first);
    expect(state.sample(1000, 6).basis).not.toEqual(first.basis);
    expect(Array.from(first.basis)).toEqual(Array.from(first.basis).sort((a, b) => a - b));
    expect(new Set(first.basis).size).toBe(first.basis.length);
  });
});
