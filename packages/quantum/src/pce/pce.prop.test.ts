import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brickwork } from "../ansatz/brickwork.ts";
import { bind } from "../circuit/bind.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { energyOfSpins, spinRows } from "../local-search/spin-rows.ts";
import { popcount } from "../pauli/bits.ts";
import { mutuallyCommuting, pauliSum } from "../pauli/pauli-sum.ts";
import { applyPauliSum } from "../simulate/apply-pauli-sum.ts";
import { expectationOfString } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { openSimulator } from "../simulate/simulator.ts";
import { walshHadamard } from "../simulate/walsh-hadamard.ts";
import { anyQuadratic } from "../testing/arbitrary-quadratic.ts";
import { CorrelatorAnsatz } from "./correlator-ansatz.ts";
import { inBases, weightedCorrelators } from "./correlators.ts";
import { correlatorOf, pauliEncoding } from "./encoding.ts";
import { relaxedLoss } from "./relaxed-loss.ts";
import { withAncilla, withoutAncilla } from "./with-ancilla.ts";

const order = fc.constantFrom(2 as const, 3 as const);
const angle = fc.double({ min: -4, max: 4, noNaN: true });
const simulator = await openSimulator();
/** On two to nine qubits; the kernel runs from seven on. */
const anyAnsatz = fc
  .record({ spins: fc.integer({ min: 1, max: 90 }), order, rotations: fc.integer({ min: 1, max: 40 }) })
  .chain(({ spins, order, rotations }) =>
    fc.record({
      ansatz: fc.constant(new CorrelatorAnsatz(pauliEncoding(spins, order), rotations, simulator)),
      angles: fc.array(angle, { minLength: rotations, maxLength: rotations }),
    }),
  );

function generalState(qubits: number, angles: readonly number[]) {
  const circuit = brickwork({ qubits, parameters: angles.length });
  return runUnitary(bind(circuit, Object.fromEntries(angles.map((value, k) => [`theta_${k}`, value]))));
}

describe("the encoding", () => {
  it("gives each spin a string of its own, k qubits long, and strings of one basis commute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), order, (spins, k) => {
        const encoding = pauliEncoding(spins, k);
        const strings = Array.from({ length: spins }, (_, i) => ({
          ...correlatorOf(encoding, i),
          coefficient: 1,
        }));
        expect(pauliSum(encoding.qubits, strings).coefficient).toHaveLength(spins);
        for (const { x, z } of strings) expect(popcount(x | z)).toBe(k);
        for (const basis of [0, 1, 2]) {
          const set = strings.filter((_, i) => i % 3 === basis);
          expect(mutuallyCommuting(pauliSum(encoding.qubits, set))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("the ansatz", () => {
  // Up to 40 rotations of 5 to 10 qubits: 1e-10 is far above their rounding.
  it("has the correlators of its circuit to 1e-10", () => {
    fc.assert(
      fc.property(anyAnsatz, ({ ansatz, angles }) => {
        const state = generalState(ansatz.encoding.qubits, angles);
        ansatz.measure(angles).correlators.forEach((value, i) => {
          const expected = expectationOfString(state, correlatorOf(ansatz.encoding, i));
          expect(Math.abs(value - expected)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("sums weighted correlators of a state like a Pauli sum, to 1e-10", () => {
    fc.assert(
      fc.property(anyAnsatz, fc.infiniteStream(angle), ({ ansatz, angles }, stream) => {
        const { encoding } = ansatz;
        const weights = Float64Array.from(encoding.mask, () => stream.next().value);
        const terms = Array.from(weights, (coefficient, i) => ({
          ...correlatorOf(encoding, i),
          coefficient,
        }));
        const state = generalState(encoding.qubits, angles);
        const expected = applyPauliSum(state, pauliSum(encoding.qubits, terms));
        const sum = weightedCorrelators(encoding, weights, inBases(state));
        sum.re.forEach((real, b) => {
          expect(Math.abs(real - expected.re[b]!)).toBeLessThan(1e-10);
          expect(Math.abs(sum.im[b]! - expected.im[b]!)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 40 },
    );
  });
});

it("the gradient of the loss equals central differences to 1e-6 of the weights", () => {
  const loss = { alpha: 1.5, regularisation: 0.5 };
  fc.assert(
    fc.property(
      anyQuadratic({ minVariables: 4, maxVariables: 12 }),
      fc.infiniteStream(angle),
      order,
      (cost, stream, k) => {
        const rows = spinRows(withAncilla(isingOfQuadratic(cost)));
        const ansatz = new CorrelatorAnsatz(pauliEncoding(rows.count, k), 20);
        const angles = Array.from({ length: ansatz.parameters }, () => stream.next().value);
        const measured = ansatz.measure(angles);
        const gradient = measured.gradient(relaxedLoss(rows, measured.correlators, loss).slopes);
        const step = 1e-4;
        const scale = rows.coupling.reduce((sum, weight) => sum + Math.abs(weight), 1);
        gradient.forEach((slope, index) => {
          const at = (shift: number): number => {
            const moved = angles.map((value, other) => (other === index ? value + shift * step : value));
            return relaxedLoss(rows, ansatz.measure(moved).correlators, loss).loss;
          };
          const difference = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
          expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * scale);
        });
      },
    ),
    { numRuns: 25 },
  );
});

it("the ancilla keeps every energy, and decoding undoes it", () => {
  fc.assert(
    fc.property(anyQuadratic({ maxVariables: 6 }), fc.infiniteStream(fc.boolean()), (cost, stream) => {
      const ising = isingOfQuadratic(cost);
      const bigger = withAncilla(ising);
      const spins = Int8Array.from({ length: bigger.count }, () => (stream.next().value ? 1 : -1));
      const decoded = withoutAncilla(spins, ising.count);
      // Quarters of whole weights: exact.
      expect(energyOfSpins(spinRows(bigger), spins)).toBe(energyOfSpins(spinRows(ising), decoded));
    }),
  );
});

it("the Walsh-Hadamard transform is its sum", () => {
  const values = Float64Array.of(1, -2, 3, 5, 0, 7, -4, 2);
  const expected = values.map((_, m) =>
    values.reduce((sum, value, b) => sum + (popcount(b & m) % 2 === 0 ? value : -value), 0),
  );
  walshHadamard(values);
  expect(values).toEqual(expected);
});
