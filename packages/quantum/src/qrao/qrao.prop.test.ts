import { createRandom } from "@qtwin/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { groundState } from "../ground-state/ground-state.ts";
import { energyOfSpins, spinRows } from "../local-search/spin-rows.ts";
import { bitsOfSpins, spinsOfBits } from "../local-search/spins.ts";
import { couplingsOf } from "../pauli/ising.ts";
import { expectation, expectationOfString } from "../simulate/expectation.ts";
import { RunningMean } from "../simulate/running-mean.ts";
import { normSquared, zeroState } from "../simulate/statevector.ts";
import { anyQuadratic, everyAssignment } from "../testing/arbitrary-quadratic.ts";
import { encodedState } from "../testing/encoded-state.ts";
import { type CodeSize, randomAccessEncoding } from "./encoding.ts";
import { relaxedHamiltonian } from "./relaxed-hamiltonian.ts";
import { roundMagic } from "./round-magic.ts";
import { roundPauli } from "./round-pauli.ts";

const anyTask = fc.record({
  cost: anyQuadratic({ maxVariables: 8 }),
  code: fc.constantFrom<CodeSize>(1, 2, 3),
  seed: fc.nat(),
});

function setUp({ cost, code }: { cost: Parameters<typeof isingOfQuadratic>[0]; code: CodeSize }) {
  const ising = isingOfQuadratic(cost);
  const rows = spinRows(ising);
  const encoding = randomAccessEncoding(rows, code);
  return { ising, rows, encoding, hamiltonian: relaxedHamiltonian(rows, encoding) };
}

describe("random access codes", () => {
  it("hold each spin once, as many a qubit as the code allows, and none beside one it is coupled to", () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const { ising, encoding } = setUp(task);
        const all = encoding.held.flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: ising.count }, (_, i) => i));
        for (const own of encoding.held) {
          expect(own.length).toBeLessThanOrEqual(task.code);
          for (const { i, j } of couplingsOf(ising)) expect(own.includes(i) && own.includes(j)).toBe(false);
        }
      }),
    );
  });

  it("give every encoded assignment its own energy, so that the lowest relaxed energy bounds all", () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const { encoding, hamiltonian } = setUp(task);
        const lowest = groundState(hamiltonian, { seed: 1 }).energy;
        for (const bits of everyAssignment(task.cost.linear.length).slice(0, 40)) {
          const state = encodedState(encoding, spinsOfBits(bits));
          expect(Math.abs(normSquared(state) - 1)).toBeLessThan(1e-12);
          const energy = energyOf(task.cost, bits);
          // Weights sum to some hundreds at most.
          expect(Math.abs(expectation(state, hamiltonian) - energy)).toBeLessThan(1e-10);
          expect(lowest).toBeLessThanOrEqual(energy + 1e-7);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are read back by the signs of encoded states", () => {
    fc.assert(
      fc.property(anyTask, ({ cost, code, seed }) => {
        const { encoding } = setUp({ cost, code });
        const random = createRandom(seed);
        const spins = Int8Array.from(cost.linear, () => (random.next() < 0.5 ? 1 : -1));
        expect(roundPauli(encodedState(encoding, spins), encoding, random)).toEqual(spins);
      }),
    );
  });
});

describe("magic-state rounding", () => {
  const cost = {
    kind: "quadratic",
    offset: 1,
    linear: [1, -2, 3, 1, 0, -1, 2],
    couplings: [
      [0, 1, 3],
      [1, 2, -2],
      [2, 3, 4],
      [3, 4, -3],
      [4, 5, 1],
      [5, 6, 2],
      [0, 6, -5],
    ],
  } as const;

  it.each([1, 2, 3] as const)(
    "has the mean energy of the state with <P>/√k in place of √k <P>, at %i a qubit",
    (code) => {
      const { ising, rows, encoding, hamiltonian } = setUp({ cost, code });
      const { state } = groundState(hamiltonian, { seed: 4 });
      const [random, room, mean] = [createRandom(3), zeroState(encoding.held.length - 1), new RunningMean()];
      const before = state.re.slice();
      for (let shot = 0; shot < 4000; shot++)
        mean.add(energyOfSpins(rows, roundMagic(state, encoding, random, room)));
      expect(state.re).toEqual(before);
      const { string, scale } = encoding;
      let expected = ising.offset;
      for (let i = 0; i < ising.count; i++)
        expected += (ising.field[i]! * expectationOfString(state, string[i]!)) / scale[i]!;
      for (const { i, j, value } of couplingsOf(ising)) {
        const pair = { x: string[i]!.x | string[j]!.x, z: string[i]!.z | string[j]!.z };
        expected += (value * expectationOfString(state, pair)) / (scale[i]! * scale[j]!);
      }
      const { mean: measured, standardError } = mean.estimate();
      // Four standard errors, or rounding where every shot is the same.
      expect(Math.abs(measured - expected)).toBeLessThan(4 * standardError + 1e-6);
    },
  );

  it("is a plain measurement where a qubit holds one variable", () => {
    const { encoding } = setUp({ cost, code: 1 });
    const spins = Int8Array.of(1, -1, -1, 1, 1, -1, 1);
    const room = zeroState(encoding.held.length - 1);
    const read = roundMagic(encodedState(encoding, spins), encoding, createRandom(1), room);
    expect(bitsOfSpins(read)).toEqual(bitsOfSpins(spins));
  });
});
