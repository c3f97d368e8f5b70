import type { QuadraticCost } from "@qtwin/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyQuadratic } from "../testing/arbitrary-quadratic.ts";
import { runQaoa } from "./run-qaoa.ts";

/** Variable i of the cost is variable place[i] of the new one. */
function permuted({ offset, linear, couplings }: QuadraticCost, place: readonly number[]): QuadraticCost {
  const moved = new Float64Array(linear.length);
  place.forEach((to, i) => {
    moved[to] = linear[i]!;
  });
  return {
    kind: "quadratic",
    offset,
    linear: moved,
    couplings: couplings.map(([i, j, weight]) => [place[i]!, place[j]!, weight]),
  };
}

/** x_i replaced by 1 - x_i: energies are the same, each at the complement. */
function complemented({ offset, linear, couplings }: QuadraticCost): QuadraticCost {
  const turned = Float64Array.from(linear, (weight) => -weight);
  let constant = offset;
  for (const weight of Array.from(linear)) constant += weight;
  for (const [i, j, weight] of couplings) {
    constant += weight;
    turned[i]! -= weight;
    turned[j]! -= weight;
  }
  return { kind: "quadratic", offset: constant, linear: turned, couplings };
}

const options = { layers: 2, search: "none", shots: 50 } as const;

describe("QAOA at fixed angles", () => {
  it("is the same for permuted and for complemented variables", async () => {
    await fc.assert(
      fc.asyncProperty(anyQuadratic({ maxVariables: 7 }), fc.nat(), async (cost, seed) => {
        const qubits = cost.linear.length;
        const place = Array.from({ length: qubits }, (_, i) => (i + 1 + (seed % qubits)) % qubits);
        const run = (own: QuadraticCost) => runQaoa({ qubits, cost: own, ...options }, { seed });
        const one = await run(cost);
        const scale = 1 + Math.abs(one.expectation);
        for (const other of [await run(permuted(cost, place)), await run(complemented(cost))]) {
          expect(Math.abs(other.expectation - one.expectation)).toBeLessThan(1e-9 * scale);
          expect(other.successProbability).toBeCloseTo(one.successProbability!, 9);
          expect(Math.abs(other.certified!.energy - one.certified!.energy)).toBeLessThan(1e-9 * scale);
          expect(other.certified!.minimisers).toBe(one.certified!.minimisers);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("never has a mean, a sample or a CVaR below the certified optimum", async () => {
    const alpha = fc.double({ min: 0.01, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(anyQuadratic({ maxVariables: 7 }), alpha, fc.nat(), async (cost, share, seed) => {
        const goal = { kind: "cvar", alpha: share } as const;
        const found = await runQaoa({ qubits: cost.linear.length, cost, goal, ...options }, { seed });
        const rounding = 1e-9 * (1 + Math.abs(found.expectation));
        const least = found.certified!.energy - rounding;
        expect(found.goalValue).toBeGreaterThanOrEqual(least);
        expect(found.goalValue).toBeLessThanOrEqual(found.expectation + rounding);
        for (const { best, mean } of [found.samples, found.randomSamples]) {
          expect(best.energy).toBeGreaterThanOrEqual(least);
          expect(mean).toBeGreaterThanOrEqual(best.energy - rounding);
        }
      }),
      { numRuns: 30 },
    );
  });
});
