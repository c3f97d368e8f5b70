import { subsetWeights } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { spinWeights } from "../cost/spin-weights.ts";
import { maxCutCost } from "../problems/max-cut-cost.ts";
import { bitsOfBasis } from "../run/bits-of-basis.ts";
import { energyScale } from "./energy-scale.ts";

describe("spins and their scale", () => {
  it("keep every energy of a polynomial", () => {
    const terms = [
      { variables: [0, 1, 2], weight: 3 },
      { variables: [2, 3], weight: -1.5 },
      { variables: [1], weight: 0.25 },
      { variables: [], weight: 7 },
    ];
    const cost = { kind: "polynomial", terms } as const;
    const spins = spinWeights(subsetWeights(cost, 4));
    for (let basis = 0; basis < 16; basis += 1) {
      const bits = bitsOfBasis(basis, 4);
      let energy = 0;
      for (const [mask, weight] of spins)
        energy += weight * [0, 1, 2, 3].reduce((sign, i) => ((mask >> i) & bits[i]! ? -sign : sign), 1);
      // Eighths are exact in binary.
      expect(energy).toBe(energyOf(cost, bits));
    }
  });

  it("is √d of a d-regular graph with couplings ±1, and 1 of no cost at all", () => {
    const ring = [0, 1, 2, 3, 4].map((i) => [i, (i + 1) % 5, 2] as const);
    // An edge of weight 2 is a coupling of 1.
    expect(energyScale(5, subsetWeights(maxCutCost(5, ring), 5))).toBeCloseTo(Math.SQRT2, 14);
    const flat = { kind: "quadratic", offset: 3, linear: [0, 0], couplings: [] } as const;
    expect(energyScale(2, subsetWeights(flat, 2))).toBe(1);
  });
});
