import { describe, expect, it } from "vitest";
import { type Angle, addAngles, parameter, scaleAngle } from "./angle.ts";
import { bind } from "./bind.ts";
import { CircuitBuilder } from "./circuit-builder.ts";
import { inverse } from "./inverse.ts";
import { moments } from "./moments.ts";
import { layerResources, resources } from "./resources.ts";

const angleOf = (angle: Angle) => new CircuitBuilder(1).gate("rx", [0], angle).build();

describe("angles", () => {
  it("are linear, sorted, and numbers again when their parameters cancel", () => {
    const sum = addAngles(parameter("b", 2), addAngles(1, parameter("a", -1)));
    expect(sum).toEqual({
      constant: 1,
      terms: [
        { parameter: "a", coefficient: -1 },
        { parameter: "b", coefficient: 2 },
      ],
    });
    expect(addAngles(sum, scaleAngle(sum, -1))).toBe(0);
    expect(scaleAngle(0, -1)).toBe(0);
  });

  it("are bound one after the other", () => {
    const circuit = angleOf(addAngles(0.5, addAngles(parameter("a", 2), parameter("b", -1))));
    const once = bind(circuit, { a: 0.25 });
    expect(once.parameters).toEqual(["b"]);
    expect(bind(once, { b: 3 }).operations[0]).toMatchObject({ angles: [-2] });
    expect(bind(once, { b: 3 }).parameters).toEqual([]);
  });
});

describe("CircuitBuilder", () => {
  it("knows cx as x with a control, and cu as p and u", () => {
    const { operations } = new CircuitBuilder(3)
      .gate("ccx", [2, 0, 1])
      .gate("cu", [0, 1], 1, 2, 3, 4)
      .build();
    expect(operations).toEqual([
      { kind: "gate", gate: "x", angles: [], controls: [2, 0], targets: [1] },
      { kind: "gate", gate: "p", angles: [3.5], controls: [], targets: [0] },
      { kind: "gate", gate: "u", angles: [1, 2, 3], controls: [0], targets: [1] },
    ]);
  });

  it("appends on other qubits and under controls", () => {
    const part = new CircuitBuilder(2).gate("cx", [0, 1]).gate("rz", [0], parameter("a")).barrier().build();
    const whole = new CircuitBuilder(4).append(part, { qubits: [3, 1], controls: [0] }).build();
    expect(whole.operations).toMatchObject([
      { gate: "x", controls: [0, 3], targets: [1] },
      { gate: "rz", controls: [0], targets: [3] },
      { kind: "barrier", qubits: [3, 1] },
    ]);
    expect(whole.parameters).toEqual(["a"]);
  });

  const build = (act: (builder: CircuitBuilder) => unknown) => () => act(new CircuitBuilder(2, 1));
  const reset = new CircuitBuilder(1).reset(0).build();
  it.each([
    [build((b) => b.gate("h", [2])), "QT_QUANTUM_UNKNOWN_QUBIT", "operations[0]"],
    [build((b) => b.gate("h", [0]).gate("h", [0.5])), "QT_QUANTUM_UNKNOWN_QUBIT", "operations[1]"],
    [build((b) => b.measure(0, 1)), "QT_QUANTUM_UNKNOWN_BIT", "operations[0]"],
    [build((b) => b.gate("cx", [1, 1])), "QT_QUANTUM_REPEATED_QUBIT", "operations[0]"],
    [build((b) => b.gate("rx", [0])), "QT_QUANTUM_WRONG_ARITY", "operations[0]"],
    [build((b) => b.controlled("swap", [], [0])), "QT_QUANTUM_WRONG_ARITY", "operations[0]"],
    [build((b) => b.gate("rx", [0], Number.NaN)), "QT_QUANTUM_BAD_ANGLE", "operations[0]"],
    [build((b) => b.parameter("pi")), "QT_QUANTUM_BAD_NAME", "parameters[0]"],
    [build((b) => b.gate("rx", [0], parameter("1a"))), "QT_QUANTUM_BAD_NAME", "parameters[0]"],
    [build((b) => b.append(reset, { controls: [1] })), "QT_QUANTUM_NOT_UNITARY", "controls"],
    [build((b) => inverse(b.measure(0, 0).build())), "QT_QUANTUM_NOT_UNITARY", "operations[0]"],
    [build((b) => bind(b.build(), { a: 1 })), "QT_QUANTUM_UNKNOWN_PARAMETER", "a"],
    [() => bind(angleOf(parameter("a")), { a: Number.NaN }), "QT_QUANTUM_BAD_ANGLE", "a"],
    [() => new CircuitBuilder(-1), "QT_QUANTUM_BAD_SIZE", "qubits"],
  ])("refuses with a code and a place (%#)", (act, code, where) => {
    expect(act).toThrow(expect.objectContaining({ code, where }));
  });
});

describe("resources", () => {
  // h on all three; then a chain of two cx; then a Toffoli; a barrier holds the last gate back.
  const circuit = new CircuitBuilder(3, 1)
    .gate("h", [0])
    .gate("h", [1])
    .gate("h", [2])
    .gate("cx", [0, 1])
    .gate("cx", [1, 2])
    .gate("t", [0])
    .gate("ccx", [0, 1, 2])
    .gate("gphase", [], 0.3)
    .barrier()
    .gate("h", [0])
    .measure(2, 0)
    .build();

  it("are counted as by hand", () => {
    expect(resources(circuit)).toEqual({
      qubits: 3,
      depth: 5,
      oneQubit: 5,
      twoQubit: 2,
      multiQubit: 1,
      measurements: 1,
      resets: 0,
      byName: { h: 4, cx: 2, t: 1, ccx: 1, gphase: 1 },
      perMoment: [
        { oneQubit: 3, twoQubit: 0, multiQubit: 0 },
        { oneQubit: 0, twoQubit: 1, multiQubit: 0 },
        { oneQubit: 1, twoQubit: 1, multiQubit: 0 },
        { oneQubit: 0, twoQubit: 0, multiQubit: 1 },
        { oneQubit: 1, twoQubit: 0, multiQubit: 0 },
      ],
    });
  });

  it("let a barrier hold back later gates on its qubits only", () => {
    const steps = moments(
      new CircuitBuilder(3).gate("h", [0]).barrier(0, 1).gate("h", [1]).gate("h", [2]).build(),
    );
    expect(steps.map((step) => step.length)).toEqual([2, 1]);
  });

  it("of one layer leave out the start state", () => {
    const ansatz = (layers: number) => {
      const builder = new CircuitBuilder(2).gate("h", [0]).gate("h", [1]);
      for (let layer = 0; layer < layers; layer++)
        builder.gate("rzz", [0, 1], 1).gate("rx", [0], 1).gate("rx", [1], 1);
      return builder.build();
    };
    expect(layerResources(ansatz)).toEqual({ depth: 2, oneQubit: 2, twoQubit: 1, multiQubit: 0 });
  });
});
