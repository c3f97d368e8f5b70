import { expect, it } from "vitest";
import { addAngles, parameter } from "../circuit/angle.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { writeOpenQasm } from "./write-openqasm.ts";

it("writes declarations, definitions in use and readable angles", () => {
  const circuit = new CircuitBuilder(4, 1)
    .parameter("q")
    .gate("h", [0])
    .gate("rzz", [0, 1], parameter("gamma", -2))
    .gate("rx", [1], addAngles(Math.PI / 2, parameter("gamma", (3 * Math.PI) / 4)))
    .gate("sxdg", [2])
    .gate("cu", [0, 1], 1, 2, 3, 0.5)
    .controlled("u", [2, 3], [0], 0.1, 0.2, 0.3)
    .controlled("x", [0, 1, 2], [3])
    .controlled("gphase", [], [], -Math.PI)
    .barrier(0, 3)
    .reset(3)
    .measure(3, 0)
    .build();
  expect(writeOpenQasm(circuit)).toBe(`OPENQASM 3.0;
include "stdgates.inc";
gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }
input float[64] q;
input float[64] gamma;
qubit[4] q_;
bit[1] c;
h q_[0];
rzz(-2*gamma) q_[0], q_[1];
rx(pi/2 + 3*pi/4*gamma) q_[1];
inv @ sx q_[2];
cu(1, 2, 3, 0.5) q_[0], q_[1];
ctrl @ cu(0.1, 0.2, 0.3, 0.05) q_[2], q_[3], q_[0];
ctrl(3) @ x q_[0], q_[1], q_[2], q_[3];
gphase(-pi);
barrier q_[0], q_[3];
reset q_[3];
c[0] = measure q_[3];
`);
});
