import type { GateName } from "../circuit/gates.ts";
import type { ComplexMatrix } from "./apply-matrix.ts";

const r = Math.SQRT1_2;
const fixed: Partial<Record<GateName, ComplexMatrix>> = {
  h: [r, 0, r, 0, r, 0, -r, 0],
  sx: [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5],
  sxdg: [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5],
};

const times = (length: number, angle: number): [number, number] => [
  length * Math.cos(angle),
  length * Math.sin(angle),
];

/** U of OpenQASM 3, with its factor e^(iθ/2). */
function universal(theta: number, phi: number, lambda: number): ComplexMatrix {
  const [cos, sin] = [Math.cos(theta / 2), Math.sin(theta / 2)];
  const half = theta / 2;
  return [
    ...times(cos, half),
    ...times(-sin, half + lambda),
    ...times(sin, half + phi),
    ...times(cos, half + phi + lambda),
  ];
}

/** The 2×2 matrix of a one-qubit gate that is neither diagonal nor a Pauli string nor a rotation about one; else undefined. */
export function gateMatrix(gate: GateName, angles: readonly number[]): ComplexMatrix | undefined {
  return gate === "u" ? universal(angles[0]!, angles[1]!, angles[2]!) : fixed[gate];
}
