import type { Cost } from "@qtwin/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { anyWholeCost } from "./testing/costs.ts";
import { stepBounds, twosComplementWidth, valueQubits } from "./value-register.ts";
import { stepsAt, stepTable, wholeCost } from "./whole-cost.ts";

const bitsOf = (basis: number, count: number) =>
  Uint8Array.from({ length: count }, (_, i) => (basis >> i) & 1);

describe("costs in whole steps", () => {
  it("have the energies of the cost, and their steps share no factor", () => {
    fc.assert(
      fc.property(anyWholeCost(6), fc.constantFrom(1, 0.1, 0.25, 3, 1e-3), ({ qubits, cost }, unit) => {
        const whole = wholeCost(qubits, scale(cost, unit));
        for (const [basis, steps] of stepTable(whole).entries()) {
          const energy = energyOf(scale(cost, unit), bitsOf(basis, qubits));
          // Sums of up to 20 terms of size 40 in doubles.
          expect(Math.abs(whole.offset + whole.step * steps - energy)).toBeLessThan(1e-10);
          expect(stepsAt(whole, energy)).toBe(steps);
        }
        const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
        const common = [...whole.weights.values()].reduce((a, b) => gcd(Math.abs(a), Math.abs(b)), 0);
        expect(common).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("lie within their bounds, which sums of one sign attain", () => {
    fc.assert(
      fc.property(anyWholeCost(6), ({ qubits, cost }) => {
        const whole = wholeCost(qubits, cost);
        const { lower, upper } = stepBounds(whole);
        const table = stepTable(whole);
        expect(Math.min(...table)).toBeGreaterThanOrEqual(lower);
        expect(Math.max(...table)).toBeLessThanOrEqual(upper);
        const weights = [...whole.weights.values()];
        if (weights.every((weight) => weight <= 0)) expect(Math.min(...table)).toBe(lower);
      }),
    );
  });

  it("have bounds in which linear weights pay for couplings", () => {
    const cost: Cost = { kind: "quadratic", offset: 9, linear: [3, 3, -1], couplings: [[0, 1, -4]] };
    expect(stepBounds(wholeCost(3, cost))).toEqual({ lower: -1, upper: 6 });
  });

  it("read decimals as they are shown, and refuse what is not whole in 53 bits", () => {
    const cost: Cost = {
      kind: "quadratic",
      offset: 1 / 3,
      linear: [0.1, 0.2, -1e-3],
      couplings: [[0, 0, 0.3]],
    };
    expect(wholeCost(3, cost).step).toBe(0.001);
    expect([...wholeCost(3, cost).weights.values()]).toEqual([400, 200, -1]);
    const thirds: Cost = { ...cost, linear: [1 / 3, 10, 0] };
    expect(() => wholeCost(3, thirds)).toThrow(expect.objectContaining({ code: "QT_QUANTUM_NOT_WHOLE" }));
    const far: Cost = { kind: "polynomial", terms: [{ variables: [0.5], weight: 1 }] };
    expect(() => wholeCost(3, far)).toThrow(expect.objectContaining({ code: "QT_QUANTUM_BAD_COST" }));
    const infinite: Cost = { ...cost, linear: [Number.NaN] };
    expect(() => wholeCost(3, infinite)).toThrow(expect.objectContaining({ code: "QT_QUANTUM_NOT_WHOLE" }));
  });
});

describe("the value register", () => {
  it.each([
    [{ lower: 0, upper: 0 }, 1],
    [{ lower: -1, upper: 0 }, 1],
    [{ lower: 0, upper: 1 }, 2],
    [{ lower: -2, upper: 1 }, 2],
    [{ lower: -3, upper: 1 }, 3],
    [{ lower: -4, upper: 3 }, 3],
    [{ lower: -4, upper: 4 }, 4],
  ])("of %j is %i wide", (bounds, width) => {
    expect(twosComplementWidth(bounds)).toBe(width);
  });

  it("is narrowest in the middle of the range: a threshold moves it by one qubit at most", () => {
    const bounds = { lower: -40, upper: 23 };
    expect([24, 23, -8, -9, -40].map((threshold) => valueQubits(bounds, threshold))).toEqual([7, 7, 6, 7, 7]);
  });
});

function scale(cost: Cost, unit: number): Cost {
  // Division by whole numbers gives the double that the decimal shows.
  const times = (weight: number) => (unit < 1 ? weight / Math.round(1 / unit) : weight * unit);
  if (cost.kind === "polynomial")
    return { ...cost, terms: cost.terms.map((term) => ({ ...term, weight: times(term.weight) })) };
  return {
    ...cost,
    offset: times(cost.offset),
    linear: Array.from(cost.linear, times),
    couplings: cost.couplings.map(([i, j, weight]) => [i, j, times(weight)]),
  };
}
