import { createRandom } from "@qtwin/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { type PauliSum, pauliSum } from "../pauli/pauli-sum.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { adjointGradient } from "./adjoint-gradient.ts";
import { applyMatrix2 } from "./apply-matrix.ts";
import { applyPauliSum } from "./apply-pauli-sum.ts";
import { expectation } from "./expectation.ts";
import { measureQubit, resetQubit } from "./measure.ts";
import { noisyExpectation } from "./noisy-expectation.ts";
import { runShots } from "./run-shots.ts";
import { runUnitary } from "./run-unitary.ts";
import { openSimulator } from "./simulator.ts";
import type { Statevector } from "./statevector.ts";

// Rounding of up to 30 gates in f64, summed in another order.
const tolerance = 1e-12;
const simulator = await openSimulator();

/** On at least seven qubits, from where the kernel runs. */
const widened = (circuit: Circuit): Circuit =>
  new CircuitBuilder(Math.max(7, circuit.qubits), Math.max(7, circuit.bits)).append(circuit).build();
const anyWide = anyCircuit({ maxQubits: 8, maxOperations: 30, minOperations: 5 }).map(widened);

function expectEqual(a: Statevector, b: Statevector): void {
  for (const part of ["re", "im"] as const)
    for (const [i, value] of a[part].entries())
      if (Math.abs(value - b[part][i]!) > tolerance) expect.fail(`${part}[${i}]: ${value}, ${b[part][i]}`);
}

const anyObservable = (qubits: number): fc.Arbitrary<PauliSum> => {
  const mask = fc.nat({ max: 2 ** qubits - 1 });
  const term = fc.record({ x: mask, z: mask, coefficient: fc.double({ min: -1, max: 1, noNaN: true }) });
  return fc.array(term, { minLength: 1, maxLength: 4 }).map((terms) => pauliSum(qubits, terms));
};
const withObservable = anyWide.chain((circuit) =>
  fc.record({ circuit: fc.constant(circuit), observable: anyObservable(circuit.qubits) }),
);

describe("the kernel, against the plain loops,", () => {
  it("gives the same states of all gates", () => {
    fc.assert(
      fc.property(anyWide, (circuit) => {
        const state = runUnitary(circuit, undefined, simulator);
        expect(state.gates).toBeDefined();
        expectEqual(state, runUnitary(circuit));
        expectEqual(runUnitary(circuit, state, simulator), runUnitary(circuit, state));
      }),
    );
  });

  it("gives the same expectations and images", () => {
    fc.assert(
      fc.property(withObservable, ({ circuit, observable }) => {
        const plain = runUnitary(circuit);
        const [state, image] = simulator.states(circuit.qubits, 2) as [Statevector, Statevector];
        state.re.set(plain.re);
        state.im.set(plain.im);
        expect(Math.abs(expectation(state, observable) - expectation(plain, observable))).toBeLessThan(
          tolerance,
        );
        expectEqual(applyPauliSum(state, observable, image), applyPauliSum(plain, observable));
      }),
    );
  });

  it("gives the same gradients", () => {
    const anyTask = anyCircuit({ maxQubits: 7, maxOperations: 15, minOperations: 4, symbols: true })
      .map(widened)
      .chain((circuit) =>
        fc.record({ circuit: fc.constant(circuit), observable: anyObservable(circuit.qubits) }),
      );
    fc.assert(
      fc.property(anyTask, ({ circuit, observable }) => {
        const values = [0.7, -0.4].slice(0, circuit.parameters.length);
        const plain = adjointGradient(circuit, values, observable);
        const compiled = adjointGradient(circuit, values, observable, simulator);
        expect(Math.abs(compiled.expectation - plain.expectation)).toBeLessThan(tolerance);
        // Slopes reach 7 a gate.
        for (const [k, value] of plain.gradient.entries())
          expect(Math.abs(compiled.gradient[k]! - value)).toBeLessThan(100 * tolerance);
      }),
    );
  });

  it("measures and resets alike", () => {
    fc.assert(
      fc.property(anyWide, fc.nat({ max: 5 }), fc.integer(), (circuit, qubit, seed) => {
        const [plain, compiled] = [runUnitary(circuit), runUnitary(circuit, undefined, simulator)];
        expect(measureQubit(compiled, qubit, createRandom(seed))).toBe(
          measureQubit(plain, qubit, createRandom(seed)),
        );
        resetQubit(compiled, 5 - qubit, createRandom(seed));
        resetQubit(plain, 5 - qubit, createRandom(seed));
        expectEqual(compiled, plain);
      }),
    );
  });

  it("gives the same shots, trajectories and general matrices", () => {
    const circuit = new CircuitBuilder(7, 7).gate("h", [0]).gate("cx", [0, 5]).gate("ry", [3], 1).build();
    const measured = new CircuitBuilder(7, 7).append(circuit).measureAll().build();
    const noise = { oneQubit: 0.1, twoQubit: 0.1, readZeroAsOne: 0.02, readOneAsZero: 0.01 };
    const options = { shots: 200, seed: 4, noise };
    expect(runShots(measured, { ...options, simulator })).toEqual(runShots(measured, options));
    const observable = pauliSum(7, [{ x: 0, z: 0b100001, coefficient: 1 }]);
    const estimate = { noise, trajectories: 50, seed: 3 };
    const plain = noisyExpectation(circuit, observable, estimate);
    const compiled = noisyExpectation(circuit, observable, { ...estimate, simulator });
    expect(Math.abs(plain.mean - compiled.mean)).toBeLessThan(tolerance);
    const matrix = Array.from({ length: 32 }, (_, k) => Math.sin(k));
    const [a, b] = [runUnitary(circuit), runUnitary(circuit, undefined, simulator)];
    for (const state of [a, b]) applyMatrix2(state, matrix, 4, 1, 0b1001);
    expectEqual(a, b);
  });

  it("says when states do not fit", () => {
    expect(() => simulator.states(28, 1)).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_TOO_LARGE", kind: "unsupported" }),
    );
  });
});
