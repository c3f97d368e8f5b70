import { createRandom } from "@qtwin/core";
import type { Cost } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { bitsOfBasis } from "./bits-of-basis.ts";
import { certifiedOptimum } from "./certified-optimum.ts";

/** 3n terms of one to `order` variables with weights -4 … 4. */
function randomPolynomial(qubits: number, order: number, seed: number): Cost {
  const random = createRandom(seed);
  const terms = Array.from({ length: 3 * qubits }, (_, index) => ({
    variables: Array.from({ length: 1 + (index % order) }, () => random.integer(qubits)),
    weight: random.integer(9) - 4,
  }));
  return { kind: "polynomial", terms: [...terms, { variables: [], weight: 7 }] };
}

function byLookingAtAll(
  qubits: number,
  cost: Cost,
): { readonly energy: number; readonly minimisers: number } {
  const energies = Array.from({ length: 2 ** qubits }, (_, basis) =>
    energyOf(cost, bitsOfBasis(basis, qubits)),
  );
  const energy = energies.reduce((least, value) => Math.min(least, value));
  return { energy, minimisers: energies.filter((value) => value === energy).length };
}

describe("certifiedOptimum", () => {
  // Whole weights: sums are exact. 13 variables are more than one block.
  it.each([
    [1, 2],
    [5, 2],
    [5, 3],
    [12, 4],
    [13, 4],
    [14, 2],
  ])("is the least of all 2^%i energies at order %i", async (qubits, order) => {
    for (const seed of [1, 2, 3]) {
      const cost = randomPolynomial(qubits, order, seed);
      const found = await certifiedOptimum(qubits, cost);
      expect(found).toMatchObject(byLookingAtAll(qubits, cost));
      expect(energyOf(cost, found!.bits)).toBe(found!.energy);
    }
  });

  it("counts equal energies of broken weights as equal", async () => {
    const linear = [0.1, 0.2, 0.3].map((weight, i) => ({ variables: [i], weight }));
    const found = await certifiedOptimum(3, {
      kind: "polynomial",
      terms: [...linear, { variables: [0, 1, 2], weight: -0.6 }],
    });
    // 0.1 + 0.2 + 0.3 - 0.6 is 1.1e-16 in binary.
    expect(found).toEqual({ bits: Uint8Array.of(0, 0, 0), energy: 0, minimisers: 2, method: "enumeration" });
  });

  it("gives null above its sizes, without looking", async () => {
    const quadratic: Cost = { kind: "quadratic", offset: 0, linear: new Float64Array(31), couplings: [] };
    expect(await certifiedOptimum(31, quadratic)).toBeNull();
    const cubic: Cost = { kind: "polynomial", terms: [{ variables: [0, 1, 24], weight: 1 }] };
    expect(await certifiedOptimum(25, cubic)).toBeNull();
  });
});
