import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { fourier } from "../ansatz/fourier.ts";
import { parameter } from "../circuit/angle.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { parsePauliSum } from "../pauli/pauli-text.ts";
import { expectation } from "./expectation.ts";
import { runShots } from "./run-shots.ts";
import { runUnitary } from "./run-unitary.ts";
import { sampleBasis } from "./sample.ts";
import { zeroState } from "./statevector.ts";

// A handful of gates in f64.
const tolerance = 1e-14;

const ghz = (qubits: number) => {
  const builder = new CircuitBuilder(qubits, qubits).gate("h", [0]);
  for (let qubit = 1; qubit < qubits; qubit++) builder.gate("cx", [qubit - 1, qubit]);
  return builder;
};

/** |x> → 2^(-n/2) Σ e^(2πi x y / 2^n) |y> */
function fourierWithSwaps(qubits: number) {
  const builder = new CircuitBuilder(qubits).append(fourier(qubits));
  for (let qubit = 0; qubit < qubits >> 1; qubit++) builder.gate("swap", [qubit, qubits - 1 - qubit]);
  return builder.build();
}

describe("known states", () => {
  it("makes GHZ states", () => {
    const { re, im } = runUnitary(ghz(5).build());
    re.forEach((value, index) => {
      const expected = index === 0 || index === 31 ? Math.SQRT1_2 : 0;
      expect(Math.abs(value - expected)).toBeLessThan(tolerance);
    });
    expect(im.every((value) => value === 0)).toBe(true);
  });

  it.each([0, 1, 5, 12])("transforms |%i> as Fourier does, phases included", (x) => {
    const prepared = new CircuitBuilder(4);
    for (let qubit = 0; qubit < 4; qubit++) if ((x >> qubit) & 1) prepared.gate("x", [qubit]);
    const { re, im } = runUnitary(prepared.append(fourierWithSwaps(4)).build());
    for (let y = 0; y < 16; y++) {
      const angle = (2 * Math.PI * x * y) / 16;
      expect(Math.abs(re[y]! - Math.cos(angle) / 4)).toBeLessThan(tolerance);
      expect(Math.abs(im[y]! - Math.sin(angle) / 4)).toBeLessThan(tolerance);
    }
  });

  it("counts qubit 0 as the lowest bit of the index, the rightmost letter and the rightmost bit read", () => {
    const one = new CircuitBuilder(3, 3).gate("x", [0]);
    const state = runUnitary(one.build());
    expect(state.re[1]).toBe(1);
    expect(expectation(state, parsePauliSum("1 IIZ"))).toBe(-1);
    expect(expectation(state, parsePauliSum("1 ZII"))).toBe(1);
    expect([...runShots(one.measureAll().build(), { shots: 3, seed: 1 })]).toEqual([["001", 3]]);
  });
});

describe("shots", () => {
  it("share GHZ states between all zeros and all ones, within four standard deviations", () => {
    const counts = runShots(ghz(4).measureAll().build(), { shots: 10_000, seed: 7 });
    expect([...counts.keys()]).toEqual(["0000", "1111"]);
    expect(Math.abs(counts.get("0000")! - 5000)).toBeLessThan(4 * 50);
  });

  it("come out the same for a seed, and differ between seeds", () => {
    const circuit = ghz(3).measureAll().build();
    const run = (seed: number) => runShots(circuit, { shots: 1000, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("collapse: a second look sees the same, a reset qubit is 0", () => {
    const circuit = new CircuitBuilder(2, 4)
      .gate("h", [0])
      .gate("cx", [0, 1])
      .measure(0, 0)
      .measure(1, 1)
      .reset(0)
      .measure(0, 2)
      .gate("x", [1])
      .measure(1, 3)
      .build();
    const counts = runShots(circuit, { shots: 2000, seed: 3 });
    expect([...counts.keys()]).toEqual(["0011", "1000"]);
    // Four standard deviations of 2,000 fair coins.
    expect(Math.abs(counts.get("0011")! - 1000)).toBeLessThan(90);
  });

  it("keep the last value of a bit that is written twice", () => {
    const circuit = new CircuitBuilder(2, 1).gate("x", [0]).measure(0, 0).measure(1, 0).build();
    expect([...runShots(circuit, { shots: 5, seed: 1 })]).toEqual([["0", 5]]);
  });

  it("follow the probabilities when sampled from a state: chi-square under its 99.99 % point", () => {
    const state = runUnitary(
      new CircuitBuilder(3).gate("ry", [0], 0.8).gate("ry", [1], 1.9).gate("h", [2]).build(),
    );
    const shots = 20_000;
    const seen = new Float64Array(8);
    for (const index of sampleBasis(state, shots, createRandom(9))) seen[index]! += 1;
    const chiSquare = state.re.reduce((sum, amplitude, index) => {
      const expected = shots * amplitude * amplitude;
      return sum + (seen[index]! - expected) ** 2 / expected;
    }, 0);
    // 7 degrees of freedom.
    expect(chiSquare).toBeLessThan(29.9);
    expect(seen.reduce((a, b) => a + b)).toBe(shots);
    expect(sampleBasis(zeroState(2), 4, createRandom(1))).toEqual(new Int32Array(4));
    expect(sampleBasis(zeroState(2), 0, createRandom(1))).toHaveLength(0);
  });
});

describe("refusals", () => {
  const run = (build: (builder: CircuitBuilder) => CircuitBuilder) => () =>
    runUnitary(build(new CircuitBuilder(2, 1)).build());

  it.each([
    [run((b) => b.gate("rx", [0], parameter("a"))), "QT_QUANTUM_UNBOUND_PARAMETER", "operations[0]"],
    [run((b) => b.gate("h", [0]).measure(0, 0)), "QT_QUANTUM_NOT_UNITARY", "operations[1]"],
    [run((b) => b.reset(0)), "QT_QUANTUM_NOT_UNITARY", "operations[0]"],
    [() => runUnitary(new CircuitBuilder(40).build()), "QT_QUANTUM_TOO_LARGE", "qubits"],
    [() => runUnitary(new CircuitBuilder(2).build(), zeroState(3)), "QT_QUANTUM_BAD_SIZE", "initial"],
    [() => expectation(zeroState(2), parsePauliSum("1 Z")), "QT_QUANTUM_BAD_SIZE", "observable"],
    [() => runShots(ghz(2).build(), { shots: 0.5, seed: 1 }), "QT_QUANTUM_BAD_SIZE", "shots"],
  ])("have a code and a place (%#)", (act, code, where) => {
    expect(act).toThrow(expect.objectContaining({ code, where }));
  });
});
