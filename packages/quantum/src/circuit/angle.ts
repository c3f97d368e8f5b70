import { quantumError } from "../errors.ts";

export interface AngleTerm {
  readonly parameter: string;
  readonly coefficient: number;
}

/** constant + Σ coefficient · parameter, in radians; terms sorted by name, none zero, at least one. */
export interface SymbolicAngle {
  readonly constant: number;
  readonly terms: readonly AngleTerm[];
}

/**
 * An angle in radians: a number, or linear in parameters that are bound later. Linear is enough for every ansatz here
 * and keeps the chain rule of a gradient a single coefficient.
 */
export type Angle = number | SymbolicAngle;

const byName = (a: AngleTerm, b: AngleTerm): number => (a.parameter < b.parameter ? -1 : 1);

// Adding 0 turns -0 into 0, so that equal angles print alike.
const plain = (value: number): number => value + 0;

function normalized(constant: number, terms: ReadonlyMap<string, number>): Angle {
  const kept = [...terms]
    .filter(([, coefficient]) => coefficient !== 0)
    .map(([parameter, coefficient]) => ({ parameter, coefficient }));
  return kept.length === 0 ? plain(constant) : { constant: plain(constant), terms: kept.sort(byName) };
}

/** The angle that is `coefficient` times the parameter of this name. */
export function parameter(name: string, coefficient = 1): Angle {
  return normalized(0, new Map([[name, coefficient]]));
}

export function constantOf(angle: Angle): number {
  return typeof angle === "number" ? angle : angle.constant;
}

export function termsOf(angle: Angle): readonly AngleTerm[] {
  return typeof angle === "number" ? [] : angle.terms;
}

export function addAngles(a: Angle, b: Angle): Angle {
  const sums = new Map<string, number>();
  for (const { parameter, coefficient } of [...termsOf(a), ...termsOf(b)])
    sums.set(parameter, (sums.get(parameter) ?? 0) + coefficient);
  return normalized(constantOf(a) + constantOf(b), sums);
}

export function scaleAngle(angle: Angle, factor: number): Angle {
  if (typeof angle === "number") return plain(angle * factor);
  return normalized(
    angle.constant * factor,
    new Map(angle.terms.map(({ parameter, coefficient }) => [parameter, coefficient * factor])),
  );
}

export function isZeroAngle(angle: Angle): boolean {
  return angle === 0;
}

/** Puts values in the place of parameters; those without a value stay. */
export function bindAngle(angle: Angle, values: ReadonlyMap<string, number>): Angle {
  if (typeof angle === "number") return angle;
  let constant = angle.constant;
  const rest = new Map<string, number>();
  for (const { parameter, coefficient } of angle.terms) {
    const value = values.get(parameter);
    if (value === undefined) rest.set(parameter, coefficient);
    else constant += coefficient * value;
  }
  return normalized(constant, rest);
}

/** The same angle in its normal form. @throws QT_QUANTUM_BAD_ANGLE if a part is not finite */
export function checkedAngle(angle: Angle, where: string): Angle {
  const parts = [constantOf(angle), ...termsOf(angle).map((term) => term.coefficient)];
  if (!parts.every(Number.isFinite))
    throw quantumError("QT_QUANTUM_BAD_ANGLE", `The angle ${String(parts[0])} is not finite.`, where);
  return addAngles(angle, 0);
}

/** The value in radians. @throws QT_QUANTUM_UNBOUND_PARAMETER */
export function radiansOf(angle: Angle, where: string): number {
  if (typeof angle === "number") return angle;
  const names = angle.terms.map((term) => `'${term.parameter}'`).join(", ");
  throw quantumError("QT_QUANTUM_UNBOUND_PARAMETER", `The angle depends on ${names}.`, where);
}
