import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameter } from "../circuit/angle.ts";
import { bind } from "../circuit/bind.ts";
import { type Circuit, nameOf } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { type PauliSum, pauliSum } from "../pauli/pauli-sum.ts";
import { parsePauliSum } from "../pauli/pauli-text.ts";
import { anyCircuit } from "../testing/arbitrary-circuit.ts";
import { adjointGradient, DifferentiableCircuit } from "./adjoint-gradient.ts";
import { applyPauliSum } from "./apply-pauli-sum.ts";
import { expectation } from "./expectation.ts";
import { runUnitary } from "./run-unitary.ts";
import { zeroState } from "./statevector.ts";

function energy(circuit: Circuit, values: readonly number[], observable: PauliSum): number {
  const bound = bind(circuit, Object.fromEntries(circuit.parameters.map((name, k) => [name, values[k]!])));
  return expectation(runUnitary(bound), observable);
}

/** Central differences of fourth order: 12 gates of coefficient 14 err by at most 168^5 step^4 / 30 = 4e-7, rounding by 1e-11. */
function differences(circuit: Circuit, values: readonly number[], observable: PauliSum): number[] {
  const step = 1e-4;
  return values.map((_, k) => {
    const at = (shift: number): number =>
      energy(
        circuit,
        values.map((value, other) => (other === k ? value + shift * step : value)),
        observable,
      );
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
  });
}

const anyObservable = (qubits: number): fc.Arbitrary<PauliSum> => {
  const mask = fc.nat({ max: 2 ** qubits - 1 });
  const term = fc.record({ x: mask, z: mask, coefficient: fc.double({ min: -1, max: 1, noNaN: true }) });
  return fc.array(term, { minLength: 1, maxLength: 4 }).map((terms) => pauliSum(qubits, terms));
};

const value = fc.double({ min: -3, max: 3, noNaN: true });
const anyTask = anyCircuit({ maxQubits: 4, maxOperations: 12, minOperations: 3, symbols: true }).chain(
  (circuit) =>
    fc.record({
      circuit: fc.constant(circuit),
      values: fc.array(value, { minLength: circuit.parameters.length, maxLength: circuit.parameters.length }),
      observable: anyObservable(circuit.qubits),
    }),
);

describe("the adjoint gradient", () => {
  it("equals finite differences, for every gate under controls and parameters that repeat", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyTask, ({ circuit, values, observable }) => {
        for (const gate of circuit.operations)
          if (gate.kind === "gate" && gate.angles.some((angle) => typeof angle !== "number"))
            seen.add(nameOf(gate));
        const result = adjointGradient(circuit, values, observable);
        expect(Math.abs(result.expectation - energy(circuit, values, observable))).toBeLessThan(1e-12);
        const expected = differences(circuit, values, observable);
        for (const [k, each] of expected.entries())
          expect(Math.abs(result.gradient[k]! - each)).toBeLessThan(1e-6 * Math.max(1, Math.abs(each)));
      }),
      { numRuns: 200 },
    );
    for (const name of ["rx", "crz", "ryy", "p", "cp", "u", "cgphase"]) expect(seen).toContain(name);
  });

  it("gives the gradient of a loss of many expectations by weights chosen after the run", () => {
    const circuit = new CircuitBuilder(2)
      .gate("ry", [0], parameter("a"))
      .gate("crx", [0, 1], parameter("b", 2))
      .gate("rz", [1], parameter("a", -1))
      .build();
    const strings = ["1 ZI", "1 XY", "1 YX"].map(parsePauliSum);
    const loss = (means: readonly number[]): number =>
      means.reduce((sum, mean) => sum + Math.tanh(2 * mean), 0);
    const at = (a: number, b: number): number =>
      loss(strings.map((string) => energy(circuit, [a, b], string)));
    const pass = new DifferentiableCircuit(circuit).forward([0.4, 0.9]);
    const weights = strings.map((string) => 2 / Math.cosh(2 * expectation(pass.state, string)) ** 2);
    const terms = strings.map(({ x, z }, k) => ({ x: x[0]!, z: z[0]!, coefficient: weights[k]! }));
    const { gradient } = pass.backward(pauliSum(2, terms));
    const step = 1e-5;
    // Central differences: step² and rounding over step are both near 1e-10.
    expect(gradient[0]).toBeCloseTo((at(0.4 + step, 0.9) - at(0.4 - step, 0.9)) / (2 * step), 8);
    expect(gradient[1]).toBeCloseTo((at(0.4, 0.9 + step) - at(0.4, 0.9 - step)) / (2 * step), 8);
    expect(Math.abs(gradient[1]!)).toBeGreaterThan(0.1);
  });

  it("takes an image that stands ready like the observable itself", () => {
    fc.assert(
      fc.property(anyTask, ({ circuit, values, observable }) => {
        const pass = new DifferentiableCircuit(circuit).forward(values);
        const image = applyPauliSum(pass.state, observable);
        expect(pass.backward({ image })).toEqual(pass.backward(observable));
      }),
      { numRuns: 50 },
    );
    const pass = new DifferentiableCircuit(new CircuitBuilder(2).build()).forward([]);
    expect(() => pass.backward({ image: zeroState(1) })).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE" }),
    );
  });

  it("refuses values that do not match the parameters", () => {
    const circuit = new CircuitBuilder(1).gate("rx", [0], parameter("a")).build();
    expect(() => adjointGradient(circuit, [], parsePauliSum("1 Z"))).toThrow("0 values stand against 1");
  });
});
