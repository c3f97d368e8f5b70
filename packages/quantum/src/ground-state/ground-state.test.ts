import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PauliSum, pauliSum } from "../pauli/pauli-sum.ts";
import { parsePauliSum } from "../pauli/pauli-text.ts";
import { expectation } from "../simulate/expectation.ts";
import { openSimulator } from "../simulate/simulator.ts";
import { fidelity, normSquared, zeroState } from "../simulate/statevector.ts";
import { heisenbergRing, isingChain, isingChainEnergy } from "../testing/spin-chains.ts";
import { groundState } from "./ground-state.ts";
import { leastEigenPair } from "./symmetric-eigen.ts";

const simulator = await openSimulator();

describe("the ground state", () => {
  it.each([2, 3, 6, 10])(
    "of the transverse-field Ising chain of %i spins has its free-fermion energy",
    (n) => {
      for (const field of [0.5, 1, 1.7]) {
        const found = groundState(isingChain(n, field), { seed: 3, simulator });
        // The residual bounds the error: 1e-10 of at most 27 in coefficients.
        expect(Math.abs(found.energy - isingChainEnergy(n, field))).toBeLessThan(3e-9);
        expect(Math.abs(expectation(found.state, isingChain(n, field)) - found.energy)).toBeLessThan(1e-9);
      }
    },
  );

  it("of the Heisenberg ring of four spins is -8, that of six -11.2111", () => {
    // In units of J/4 · σσ: -2 J for four sites, -(1 + √13/2) J for six.
    expect(groundState(heisenbergRing(4), { seed: 1 }).energy).toBeCloseTo(-8, 8);
    expect(groundState(heisenbergRing(6), { seed: 1 }).energy).toBeCloseTo(-4 * (1 + Math.sqrt(13) / 2), 8);
  });

  it("counts how often H was applied: a space of two states takes two vectors", () => {
    expect(groundState(parsePauliSum("1 Z\n1 X"), { seed: 1 }).applications).toBe(2);
    // 24 vectors between two restarts: an end before the first restart is at most that.
    const once = groundState(isingChain(10, 1), { seed: 1, signal: { aborted: true } });
    expect(once.applications).toBe(24);
  });

  it("from a given start is the part of that start in the lowest space it touches", () => {
    const hamiltonian = parsePauliSum("1 ZZ");
    const start = zeroState(2);
    start.re.set([0.6, 0, 0.48, 0.64]);
    const found = groundState(hamiltonian, { seed: 1, start });
    expect(found.energy).toBeCloseTo(-1, 12);
    expect(fidelity(found.state, start)).toBeCloseTo(0.48 ** 2, 12);
  });

  it("lies below every state, for random Hamiltonians", () => {
    const mask = fc.nat({ max: 15 });
    const term = fc.record({ x: mask, z: mask, coefficient: fc.double({ min: -1, max: 1, noNaN: true }) });
    const sums: fc.Arbitrary<PauliSum> = fc
      .array(term, { minLength: 1, maxLength: 6 })
      .map((terms) => pauliSum(4, terms));
    fc.assert(
      fc.property(sums, fc.nat({ max: 15 }), (hamiltonian, basis) => {
        const found = groundState(hamiltonian, { seed: 2 });
        const other = zeroState(4);
        other.re.fill(0);
        other.re[basis] = 1;
        expect(expectation(other, hamiltonian)).toBeGreaterThanOrEqual(found.energy - 1e-9);
        expect(Math.abs(expectation(found.state, hamiltonian) - found.energy)).toBeLessThan(1e-9);
        expect(Math.abs(normSquared(found.state) - 1)).toBeLessThan(1e-12);
      }),
    );
  });
});

it("the least eigenvalue of a small matrix", () => {
  const { value, vector } = leastEigenPair([
    Float64Array.of(2, 1, 0),
    Float64Array.of(1, 2, 0),
    Float64Array.of(0, 0, 5),
  ]);
  expect(value).toBeCloseTo(1, 14);
  expect(Math.abs(vector[0]! + vector[1]!)).toBeLessThan(1e-14);
});
