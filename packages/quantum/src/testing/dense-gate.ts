import { invariant } from "@qtwin/core";
import type { GateOperation } from "../circuit/circuit.ts";
import { combine, type Dense, dense, densePauli, identity, zeros } from "./dense.ts";

const turn = (angle: number): [number, number] => [Math.cos(angle), Math.sin(angle)];
const diagonal = (angle: number): Dense =>
  dense([
    [
      [1, 0],
      [0, 0],
    ],
    [[0, 0], turn(angle)],
  ]);

/** exp(-i angle/2 P) */
function rotation(letters: string, angle: number): Dense {
  const pauli = densePauli(letters);
  const [cos, sin] = turn(angle / 2);
  return combine(pauli, [0, -sin], combine(identity(pauli.size), [cos, 0], zeros(pauli.size)));
}

/** (1 + e^(iθ), -i e^(iλ)(1 - e^(iθ)); i e^(iφ)(1 - e^(iθ)), e^(i(φ+λ))(1 + e^(iθ))) / 2, as the specification has it. */
function universal(theta: number, phi: number, lambda: number): Dense {
  const times = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): [number, number] => [
    (a * c - b * d) / 2,
    (a * d + b * c) / 2,
  ];
  const [cos, sin] = turn(theta);
  const [plus, minus] = [[1 + cos, sin] as const, [1 - cos, -sin] as const];
  return dense([
    [times(plus, [1, 0]), times(minus, turn(lambda - Math.PI / 2))],
    [times(minus, turn(phi + Math.PI / 2)), times(plus, turn(phi + lambda))],
  ]);
}

function hadamard(): Dense {
  const pauli = (letters: string) => densePauli(letters);
  return combine(pauli("Z"), [Math.SQRT1_2, 0], combine(pauli("X"), [Math.SQRT1_2, 0], zeros(2)));
}

/** (1 ± i)/2 + (1 ∓ i)/2 X */
function rootOfX(sign: 1 | -1): Dense {
  return combine(densePauli("X"), [0.5, -sign / 2], combine(identity(2), [0.5, sign / 2], zeros(2)));
}

function swap(): Dense {
  const half = [0.5, 0] as const;
  return ["II", "XX", "YY", "ZZ"].reduce((sum, each) => combine(densePauli(each), half, sum), zeros(4));
}

/** The gate on its targets, the first target the lowest bit of the index. */
function targetMatrix({ gate, angles }: GateOperation): Dense {
  const [a = 0, b = 0, c = 0] = angles.map((angle) => {
    invariant(typeof angle === "number", "dense gates take numbers");
    return angle;
  });
  switch (gate) {
    case "gphase":
      return dense([[turn(a)]]);
    case "id":
      return identity(2);
    case "x":
    case "y":
    case "z":
      return densePauli(gate.toUpperCase());
    case "h":
      return hadamard();
    case "s":
    case "sdg":
      return diagonal(gate === "s" ? Math.PI / 2 : -Math.PI / 2);
    case "t":
    case "tdg":
      return diagonal(gate === "t" ? Math.PI / 4 : -Math.PI / 4);
    case "sx":
    case "sxdg":
      return rootOfX(gate === "sx" ? 1 : -1);
    case "p":
      return diagonal(a);
    case "u":
      return universal(a, b, c);
    case "swap":
      return swap();
    default:
      return rotation(gate.slice(1).toUpperCase(), a);
  }
}

/** The gate on all qubits of the circuit, controls included. */
export function denseGate(operation: GateOperation, qubits: number): Dense {
  const { targets, controls } = operation;
  const small = targetMatrix(operation);
  const result = zeros(2 ** qubits);
  const local = (index: number): number =>
    targets.reduce((sum, qubit, place) => sum + (((index >> qubit) & 1) << place), 0);
  const outside = (index: number): number => targets.reduce((rest, qubit) => rest & ~(1 << qubit), index);
  for (let column = 0; column < result.size; column++)
    for (let row = 0; row < result.size; row++) {
      if (outside(row) !== outside(column)) continue;
      const place = row * result.size + column;
      const entry = local(row) * small.size + local(column);
      const active = controls.every((qubit) => ((column >> qubit) & 1) === 1);
      result.re[place] = active ? small.re[entry]! : Number(row === column);
      result.im[place] = active ? small.im[entry]! : 0;
    }
  return result;
}
