import { QtwinError } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { readOpenQasm } from "./read-openqasm.ts";

const head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const read = (body: string): Circuit => readOpenQasm(head + body);
const builder = (qubits: number, bits = 0): CircuitBuilder => new CircuitBuilder(qubits, bits);

function failure(source: string): string {
  try {
    readOpenQasm(source);
  } catch (error) {
    expect(error).toBeInstanceOf(QtwinError);
    const { code, message, where } = error as QtwinError;
    return `${code} ${where} ${message}`;
  }
  throw new Error("the program was read");
}

/** Both circuits do the same from |0…0>, phases included, to 1e-14 (a handful of gates). */
function expectSame(a: Circuit, b: Circuit): void {
  const spread = (circuit: Circuit): Circuit => ({
    ...circuit,
    operations: [
      ...builder(circuit.qubits).append(allTurned(circuit.qubits)).build().operations,
      ...circuit.operations,
    ],
  });
  const [x, y] = [runUnitary(spread(a)), runUnitary(spread(b))];
  x.re.forEach((value, i) => {
    expect(Math.abs(value - y.re[i]!)).toBeLessThan(1e-14);
    expect(Math.abs(x.im[i]! - y.im[i]!)).toBeLessThan(1e-14);
  });
}

/** A product state without zeros, so that every column of a gate counts. */
function allTurned(qubits: number): Circuit {
  const result = builder(qubits);
  for (let qubit = 0; qubit < qubits; qubit++) result.gate("u", [qubit], 0.7 + qubit, 0.3 - qubit, 1.1);
  return result.build();
}

describe("readOpenQasm", () => {
  it("reads registers one after the other, and measures", () => {
    const circuit = read(`
      qubit[2] a; qubit b; bit[3] m; bit done;
      h a; // both
      cx a[1], b; /* a range
      follows */ x a[0:1];
      barrier a, b;
      m[0:1] = measure a;
      measure b -> done;
      reset a[-1];
    `);
    expect(circuit).toEqual(
      builder(3, 4)
        .gate("h", [0])
        .gate("h", [1])
        .gate("cx", [1, 2])
        .gate("x", [0])
        .gate("x", [1])
        .barrier(0, 1, 2)
        .measure(0, 0)
        .measure(1, 1)
        .measure(2, 3)
        .reset(1)
        .build(),
    );
  });

  it("reads declarations that measure and those of OpenQASM 2", () => {
    expect(read("qreg q[1]; creg c[1]; h q[0]; c = measure q; bit d = measure q[0];")).toEqual(
      builder(1, 2).gate("h", [0]).measure(0, 0).measure(0, 1).build(),
    );
  });

  it("pairs registers and repeats single qubits", () => {
    expect(read("qubit[2] a; qubit[2] b; cx a, b; cz a[0], b;")).toEqual(
      builder(4).gate("cx", [0, 2]).gate("cx", [1, 3]).gate("cz", [0, 2]).gate("cz", [0, 3]).build(),
    );
  });

  it("computes angles", () => {
    const angles = read(
      "qubit q; rx(pi/2 + 1) q; rx(-2**2) q; rx(2**3**2) q; rx(sin(pi/6)*τ) q; rx(7 - 2 - 1) q; rx(1/4) q; rx(mod(7, 4)) q; rx(.5e1) q; rx(-(1)) q;",
    ).operations.map((operation) => operation.kind === "gate" && operation.angles[0]);
    const expected = [Math.PI / 2 + 1, -4, 512, Math.sin(Math.PI / 6) * 2 * Math.PI, 4, 0.25, 3, 5, -1];
    expect(angles).toEqual(expected);
  });

  it("turns inputs into parameters, in the order of their declaration", () => {
    const circuit = read("input angle[32] gamma; input float beta; qubit q; rx(2*(beta - gamma/4) + pi) q;");
    expect(circuit.parameters).toEqual(["gamma", "beta"]);
    expect(circuit.operations[0]).toMatchObject({
      angles: [
        {
          constant: Math.PI,
          terms: [
            { parameter: "beta", coefficient: 2 },
            { parameter: "gamma", coefficient: -0.5 },
          ],
        },
      ],
    });
  });

  it("expands definitions, with modifiers on them", () => {
    const circuit = read(`
      gate half(a) x0, y0 { rz(a/2) x0; cx x0, y0; s y0; }
      gate both(b) u, v { half(2*b) v, u; inv @ half(b) u, v; }
      qubit[3] q;
      ctrl @ both(0.5) q[2], q[0], q[1];
    `);
    const expected = builder(3)
      .controlled("rz", [2], [1], 0.5)
      .controlled("x", [2, 1], [0])
      .controlled("s", [2], [0])
      .controlled("sdg", [2], [1])
      .controlled("x", [2, 0], [1])
      .controlled("rz", [2], [0], -0.25)
      .build();
    expect(circuit).toEqual(expected);
  });

  it("applies modifiers from the right, the leftmost taking the first controls", () => {
    expect(read("qubit[4] q; ctrl(2) @ ctrl @ pow(2) @ inv @ t q[3], q[1], q[0], q[2];")).toEqual(
      builder(4).controlled("tdg", [3, 1, 0], [2]).controlled("tdg", [3, 1, 0], [2]).build(),
    );
    expect(read("qubit q; pow(-1) @ s q; pow(0) @ s q;")).toEqual(builder(1).gate("sdg", [0]).build());
    expect(read("qubit[2] q; negctrl @ z q[1], q[0];")).toEqual(
      builder(2).gate("x", [1]).gate("cz", [1, 0]).gate("x", [1]).build(),
    );
  });

  it("has the phases of the specification", () => {
    // h = e^(-iπ/4) U(π/2, 0, π), since U carries e^(iθ/2).
    expectSame(read("qubit q; h q;"), read("qubit q; gphase(-pi/4); U(pi/2, 0, pi) q;"));
    expectSame(read("qubit q; x q;"), read("qubit q; gphase(-pi/2); U(pi, 0, pi) q;"));
    expectSame(read("qubit q; rx(0.7) q;"), read("qubit q; gphase(-0.35); U(0.7, -pi/2, pi/2) q;"));
    expectSame(read("qubit q; ry(0.7) q;"), read("qubit q; gphase(-0.35); U(0.7, 0, 0) q;"));
    expectSame(read("qubit q; rz(0.7) q;"), read("qubit q; gphase(-0.35); U(0, 0, 0.7) q;"));
    expectSame(read("qubit q; p(0.7) q;"), read("qubit q; ctrl @ gphase(0.7) q;"));
    expectSame(read("qubit q; u3(0.7, 0.2, 0.4) q;"), read("qubit q; rz(0.4) q; ry(0.7) q; rz(0.2) q;"));
    expectSame(read("qubit q; u2(0.2, 0.4) q;"), read("qubit q; u3(pi/2, 0.2, 0.4) q;"));
    expectSame(read("qubit q; sx q; sx q;"), read("qubit q; x q;"));
    expectSame(
      read("qubit[2] q; cu(0.7, 0.2, 0.4, 0.9) q[0], q[1];"),
      read("qubit[2] q; p(0.9 - 0.35) q[0]; ctrl @ U(0.7, 0.2, 0.4) q[0], q[1];"),
    );
    expectSame(
      read("qubit[2] q; crz(0.7) q[0], q[1];"),
      read("qubit[2] q; p(-0.35) q[0]; cp(0.7) q[0], q[1];"),
    );
  });

  it.each([
    [
      "qubit q;\nh q",
      "QT_QUANTUM_QASM_SYNTAX 4:4 Line 4, column 4: found the end of the program, expected ';'.",
    ],
    [
      "qubit q; rx(1 + ) q;",
      "3:17 Line 3, column 17: found ')', expected a number, a name, a function or '('.",
    ],
    ["qubit q; hh q;", "3:10 Line 3, column 10: found 'hh', expected a gate that is defined"],
    [
      "qubit q; rx(a) q;",
      "3:13 Line 3, column 13: found 'a', expected pi, an input or a parameter of the gate.",
    ],
    ["qubit[2] q; h q[2];", "found index 2, expected an index from 0 to 1."],
    ["qubit[2] q; cx q[0];", "found 1 qubits of 'cx', expected 2."],
    ["qubit[2] q; rx q[0];", "found 0 angles of 'rx', expected 1."],
    ["qubit[2] q; cx q[0], q[0];", "found the same qubit twice, expected 2 different qubits"],
    [
      "qubit[2] q; qubit[3] r; cx q, r;",
      "found registers of 2 and 3 entries, expected registers of one size.",
    ],
    ["qubit q; x q[0];", "found an index, expected no index: 'q' is a single qubit."],
    ["h q; qubit q;", "3:3 Line 3, column 3: found 'q', expected a register of qubits that is declared."],
    ["qubit q; bit q;", "found 'q', expected a name that is not in use."],
    ["gate h a { x a; }", "found 'h', expected a name that is not in use."],
    ["gate g a { g a; } qubit q; g q;", "found 'g', expected a gate that is defined"],
    [
      "gate g a { x b; }",
      "3:14 Line 3, column 14: found 'b', expected a qubit of gate 'g' without an index.",
    ],
    ["qubit q; rx(1/0) q;", "found a value that is not finite, expected a finite angle."],
    ["qubit[1.5] q;", "found 1.5, expected a whole number of at least 1."],
    ["input float a; qubit q; rx(sin(a)) q;", "QT_QUANTUM_QASM_UNSUPPORTED 3:28"],
    ["input float a; qubit q; rx(a*a) q;", "QT_QUANTUM_QASM_UNSUPPORTED 3:29"],
    ["qubit q; pow(0.5) @ x q;", "the power 0.5 is not a whole number."],
    ["if (true) {}", "QT_QUANTUM_QASM_UNSUPPORTED 3:1 Line 3, column 1: 'if' is outside of the subset"],
    ['include "other.inc";', "QT_QUANTUM_QASM_UNSUPPORTED 3:9"],
    ["qubit[2] q; bit c; c = measure q;", "found one beside many, expected as many bits as qubits."],
    ["qubit q; x q; \\", "found '\\', expected a statement of OpenQASM 3."],
  ])("says where and what was expected: %s", (body, expected) => {
    expect(failure(head + body)).toContain(expected);
  });

  it("refuses other versions and gates without their include", () => {
    expect(failure("OPENQASM 2.0;")).toContain("QT_QUANTUM_QASM_UNSUPPORTED 1:10");
    expect(failure("qubit q; h q;")).toContain("1:10 Line 1, column 10: found 'h'");
    expect(readOpenQasm("qubit q; U(0, 0, 1) q;").operations).toHaveLength(1);
  });

  it("refuses programs that would fill the memory or the stack", () => {
    const doubling = Array.from({ length: 60 }, (_, k) => `gate g${k + 1} a { g${k} a; g${k} a; }`);
    expect(failure(`${head}gate g0 a { }${doubling.join("\n")} qubit q; g60 q;`)).toContain(
      "QT_QUANTUM_TOO_LARGE",
    );
    expect(failure(`${head}qubit q; pow(1e9) @ x q;`)).toContain("QT_QUANTUM_TOO_LARGE");
    expect(failure(`qubit q; U(${"(".repeat(1e5)}`)).toContain("QT_QUANTUM_TOO_LARGE");
    expect(failure(`qubit q; U(${"-".repeat(1e5)}1`)).toContain("QT_QUANTUM_TOO_LARGE");
    expect(failure(`qubit q; U(${"1+".repeat(1e5)}1`)).toContain("QT_QUANTUM_TOO_LARGE");
    expect(failure(`qubit[1e12] q;`)).toContain("whole number");
  });

  // The first reset leaves the limit of a million one short.
  it.each(["reset q;", "measure q -> c;", "barrier q;", "barrier;"])(
    "counts each qubit of %s",
    (statement) => {
      const program = `qubit[1000000] q; bit[1000000] c; reset q[0]; ${statement}`;
      expect(failure(program)).toContain("QT_QUANTUM_TOO_LARGE");
    },
  );

  it("reads barriers over more qubits than a call takes arguments", () => {
    expect(readOpenQasm("qubit[200000] q; barrier q;").operations).toHaveLength(1);
  });
});
