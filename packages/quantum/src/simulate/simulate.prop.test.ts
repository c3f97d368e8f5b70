import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GateOperation } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { inverse } from "../circuit/inverse.ts";
import { pauliSum } from "../pauli/pauli-sum.ts";
import { pauliLetters } from "../pauli/pauli-text.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { type Dense, densePauli, identity, multiply } from "../testing/dense.ts";
import { denseGate } from "../testing/dense-gate.ts";
import { applyEnergies } from "./apply-diagonal.ts";
import { applyMatrix2 } from "./apply-matrix.ts";
import { applyPauli, applyPauliRotation } from "./apply-pauli.ts";
import { expectation } from "./expectation.ts";
import { runUnitary } from "./run-unitary.ts";
import { fidelity, normSquared, type Statevector } from "./statevector.ts";

// Rounding of up to 30 gates on unit vectors in f64; no test is nearer than 100 times to it.
const tolerance = 1e-12;

function distance(state: Statevector, re: ArrayLike<number>, im: ArrayLike<number>): number {
  return state.re.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - re[i]!), Math.abs(state.im[i]! - im[i]!)),
    0,
  );
}

function timesState({ size, re, im }: Dense, state: Statevector): Statevector {
  const result = { qubits: state.qubits, re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      result.re[i]! += re[i * size + j]! * state.re[j]! - im[i * size + j]! * state.im[j]!;
      result.im[i]! += re[i * size + j]! * state.im[j]! + im[i * size + j]! * state.re[j]!;
    }
  return result;
}

const anyState = anyCircuit({ maxQubits: 4, maxOperations: 20, minOperations: 4 }).map((circuit) =>
  runUnitary(circuit),
);

describe("gates", () => {
  it("act as the product of their dense matrices, phases included", () => {
    fc.assert(
      fc.property(anyCircuit({ maxQubits: 4, maxOperations: 12 }), (circuit) => {
        const gates = circuit.operations as readonly GateOperation[];
        const matrix = gates.reduce(
          (product, gate) => multiply(denseGate(gate, circuit.qubits), product),
          identity(2 ** circuit.qubits),
        );
        const column = (part: Float64Array) => part.filter((_, index) => index % matrix.size === 0);
        expect(distance(runUnitary(circuit), column(matrix.re), column(matrix.im))).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  it("keep the norm", () => {
    fc.assert(
      fc.property(anyCircuit({ maxQubits: 6, maxOperations: 30 }), (circuit) => {
        expect(Math.abs(normSquared(runUnitary(circuit)) - 1)).toBeLessThan(tolerance);
      }),
    );
  });

  it("are undone by the inverse circuit, from any state", () => {
    fc.assert(
      fc.property(anyState, anyCircuit({ maxQubits: 4, maxOperations: 15 }), (state, circuit) => {
        const fitted = new CircuitBuilder(Math.max(state.qubits, circuit.qubits)).append(circuit).build();
        const start = state.qubits === fitted.qubits ? state : undefined;
        const there = runUnitary(fitted, start);
        const back = runUnitary(inverse(fitted), there);
        const before = start ?? runUnitary({ ...fitted, operations: [] });
        expect(distance(back, before.re, before.im)).toBeLessThan(tolerance);
      }),
    );
  });
});

describe("loops over the state", () => {
  const masks = fc.record({ x: fc.nat({ max: 15 }), z: fc.nat({ max: 15 }) });

  it("turn about any Pauli string as exp(-i theta/2 P)", () => {
    fc.assert(
      fc.property(anyState, masks, fc.double({ min: -7, max: 7, noNaN: true }), (state, mask, theta) => {
        const cut = 2 ** state.qubits - 1;
        const string = { x: mask.x & cut, z: mask.z & cut };
        const pauli = timesState(densePauli(pauliLetters(state.qubits, string.x, string.z)), state);
        const [cos, sin] = [Math.cos(theta / 2), Math.sin(theta / 2)];
        const re = state.re.map((value, i) => cos * value + sin * pauli.im[i]!);
        const im = state.im.map((value, i) => cos * value - sin * pauli.re[i]!);
        const turned = { ...state, re: state.re.slice(), im: state.im.slice() };
        applyPauliRotation(turned, string, theta);
        expect(distance(turned, re, im)).toBeLessThan(tolerance);
        const applied = { ...state, re: state.re.slice(), im: state.im.slice() };
        applyPauli(applied, string);
        expect(distance(applied, pauli.re, pauli.im)).toBeLessThan(tolerance);
      }),
    );
  });

  it("apply general matrices on two qubits", () => {
    fc.assert(
      fc.property(
        anyCircuit({ maxQubits: 2, maxOperations: 8 }).filter((circuit) => circuit.qubits === 2),
        anyState.filter((state) => state.qubits >= 3),
        fc.constantFrom([0, 2, 0], [2, 0, 0], [2, 1, 1], [1, 0, 4]),
        (small, state, [low, high, controlMask]) => {
          const gates = small.operations as readonly GateOperation[];
          const matrix = gates.reduce((product, gate) => multiply(denseGate(gate, 2), product), identity(4));
          const controls = [0, 2].filter((qubit) => ((controlMask! >> qubit) & 1) === 1);
          const place = [low!, high!];
          const same = new CircuitBuilder(state.qubits).append(small, { qubits: place, controls }).build();
          const direct = { ...state, re: state.re.slice(), im: state.im.slice() };
          const flat = Array.from({ length: 32 }, (_, k) => (k % 2 ? matrix.im : matrix.re)[k >> 1]!);
          applyMatrix2(direct, flat, low!, high!, controlMask!);
          const expected = runUnitary(same, state);
          expect(distance(direct, expected.re, expected.im)).toBeLessThan(tolerance);
        },
      ),
    );
  });

  it("apply an explicit diagonal as the same Z rotations", () => {
    fc.assert(
      fc.property(anyState, fc.double({ min: -3, max: 3, noNaN: true }), (state, gamma) => {
        const energies = state.re.map((_, index) => (index & 1 ? -1 : 1));
        const direct = { ...state, re: state.re.slice(), im: state.im.slice() };
        applyEnergies(direct, energies, gamma);
        applyPauliRotation(state, { x: 0, z: 1 }, 2 * gamma);
        expect(distance(direct, state.re, state.im)).toBeLessThan(tolerance);
      }),
    );
  });

  it("give the expectation of Pauli sums", () => {
    const coefficient = fc.double({ min: -2, max: 2, noNaN: true });
    const term = fc.record({ x: fc.nat({ max: 15 }), z: fc.nat({ max: 15 }), coefficient });
    fc.assert(
      fc.property(anyState, fc.array(term, { maxLength: 5 }), (state, terms) => {
        const cut = 2 ** state.qubits - 1;
        const cutTerms = terms.map(({ x, z, coefficient }) => ({ x: x & cut, z: z & cut, coefficient }));
        const expected = cutTerms.reduce((sum, { x, z, coefficient }) => {
          const image = timesState(densePauli(pauliLetters(state.qubits, x, z)), state);
          const overlap = state.re.reduce(
            (s, re, i) => s + re * image.re[i]! + state.im[i]! * image.im[i]!,
            0,
          );
          return sum + coefficient * overlap;
        }, 0);
        expect(Math.abs(expectation(state, pauliSum(state.qubits, cutTerms)) - expected)).toBeLessThan(
          tolerance,
        );
      }),
    );
  });

  it("see states up to a global phase as equal", () => {
    fc.assert(
      fc.property(anyState, fc.double({ min: -4, max: 4, noNaN: true }), (state, phase) => {
        const turned = runUnitary(new CircuitBuilder(state.qubits).gate("gphase", [], phase).build(), state);
        expect(Math.abs(fidelity(state, turned) - 1)).toBeLessThan(tolerance);
      }),
    );
  });
});
