/** How a gate is undone: it is its own inverse, its angles change sign, another gate, or (u) angles change places too. */
type Inverse = "self" | "negated" | "s" | "sdg" | "t" | "tdg" | "sx" | "sxdg" | "u";

export interface GateShape {
  readonly angles: number;
  readonly targets: number;
  readonly inverse: Inverse;
}

/**
 * The gates of the IR; each may have any number of controls, so that cx is x with one control.
 *
 * Phases: gphase(a) = e^(ia); p(a) = diag(1, e^(ia)); rx, ry, rz, rxx, ryy, rzz(a) = exp(-i a/2 P), determinant 1;
 * sx is the root of X with (1 + i)/2 on its diagonal; u(θ, φ, λ) is U of OpenQASM 3:
 * e^(iθ/2) · [[cos θ/2, -e^(iλ) sin θ/2], [e^(iφ) sin θ/2, e^(i(φ+λ)) cos θ/2]].
 * Source: OpenQASM 3 specification, "Built-in gates" and "Standard library".
 */
export const gates = {
  gphase: { angles: 1, targets: 0, inverse: "negated" },
  id: { angles: 0, targets: 1, inverse: "self" },
  x: { angles: 0, targets: 1, inverse: "self" },
  y: { angles: 0, targets: 1, inverse: "self" },
  z: { angles: 0, targets: 1, inverse: "self" },
  h: { angles: 0, targets: 1, inverse: "self" },
  s: { angles: 0, targets: 1, inverse: "sdg" },
  sdg: { angles: 0, targets: 1, inverse: "s" },
  t: { angles: 0, targets: 1, inverse: "tdg" },
  tdg: { angles: 0, targets: 1, inverse: "t" },
  sx: { angles: 0, targets: 1, inverse: "sxdg" },
  sxdg: { angles: 0, targets: 1, inverse: "sx" },
  p: { angles: 1, targets: 1, inverse: "negated" },
  rx: { angles: 1, targets: 1, inverse: "negated" },
  ry: { angles: 1, targets: 1, inverse: "negated" },
  rz: { angles: 1, targets: 1, inverse: "negated" },
  u: { angles: 3, targets: 1, inverse: "u" },
  swap: { angles: 0, targets: 2, inverse: "self" },
  rxx: { angles: 1, targets: 2, inverse: "negated" },
  ryy: { angles: 1, targets: 2, inverse: "negated" },
  rzz: { angles: 1, targets: 2, inverse: "negated" },
} as const satisfies Readonly<Record<string, GateShape>>;
export type GateName = keyof typeof gates;

/** Own names of gates with controls, as in `stdgates.inc`. `cu`, which has an angle more, is in `standard-gates.ts`. */
export const controlledNames = {
  cx: { gate: "x", controls: 1 },
  cy: { gate: "y", controls: 1 },
  cz: { gate: "z", controls: 1 },
  ch: { gate: "h", controls: 1 },
  cp: { gate: "p", controls: 1 },
  crx: { gate: "rx", controls: 1 },
  cry: { gate: "ry", controls: 1 },
  crz: { gate: "rz", controls: 1 },
  ccx: { gate: "x", controls: 2 },
  cswap: { gate: "swap", controls: 1 },
} as const satisfies Readonly<Record<string, { gate: GateName; controls: number }>>;
export type ControlledName = keyof typeof controlledNames;

const named: ReadonlyMap<string, ControlledName> = new Map(
  (Object.keys(controlledNames) as ControlledName[]).map((name) => {
    const { gate, controls } = controlledNames[name];
    return [`${gate}/${controls}`, name];
  }),
);

/** `cx` for x with one control; undefined where the standard library has no name. */
export function controlledName(gate: GateName, controls: number): ControlledName | undefined {
  return named.get(`${gate}/${controls}`);
}
