import { describe, expect, it } from "vitest";
import { enumerateQubo } from "./enumerate-qubo.ts";
import { referenceEnumeration } from "./reference/enumerate.ts";
import { randomQuadratic, randomWholeQuadratic } from "./testing/costs.ts";

const sizes = [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 15, 17];

describe("enumeration equals brute force", () => {
  it.each(sizes)("with whole weights, ties counted exactly, %i variables", async (qubits) => {
    const cost = randomWholeQuadratic(qubits, 60 + qubits, 2);
    const { minimum, basis, minimisers, tolerance } = await enumerateQubo(qubits, cost);
    expect(tolerance).toBe(0);
    expect({ minimum, basis, minimisers }).toEqual(referenceEnumeration(qubits, cost, 0));
  });

  it.each(sizes)("with real weights, to the last digit at the minimiser, %i variables", async (qubits) => {
    const cost = randomQuadratic(qubits, 80 + qubits);
    const { minimum, basis, minimisers, tolerance } = await enumerateQubo(qubits, cost);
    expect({ minimum, basis, minimisers }).toEqual(referenceEnumeration(qubits, cost, tolerance));
  });

  it("tells small weights apart under a large offset", async () => {
    const cost = { kind: "quadratic", offset: 1e6, linear: [-1e-7, -2e-7, -4e-7], couplings: [] } as const;
    expect(await enumerateQubo(3, cost)).toMatchObject({ basis: 7, minimisers: 1 });
  });

  it("counts every assignment of a constant", async () => {
    const cost = { kind: "quadratic", offset: 3, linear: [], couplings: [] } as const;
    expect(await enumerateQubo(14, cost)).toEqual({
      minimum: 3,
      basis: 0,
      minimisers: 2 ** 14,
      tolerance: 0,
    });
  });
});
