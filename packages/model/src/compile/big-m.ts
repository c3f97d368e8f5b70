import type { VariableList } from "../edit.ts";
import { modelError } from "../errors.ts";
import type { ConstraintMeaning } from "../model.ts";
import type { Polynomial } from "../polynomial.ts";
import type { Lowering } from "./lowering.ts";

/** A variable of 0 and 1, or its opposite, that is true when it has the value `is`. */
export interface Literal {
  readonly column: number;
  readonly is: 0 | 1;
}

export type Side = "at-least" | "at-most";

/**
 * Adds `sum ≥ bound` (or ≤), which must hold when all literals are true: for each that is not, the least M that the
 * variables' bounds allow is taken off. Adds nothing when the bounds already say it.
 * @param sum linear; it is used up
 * @returns whether there is a row
 * @throws QT_MODEL_UNBOUNDED with the variable that has no bound
 */
export function addWhen(
  into: Lowering,
  meaning: ConstraintMeaning,
  [sum, side, bound]: readonly [Polynomial, Side, number],
  literals: readonly Literal[],
): boolean {
  const sign = side === "at-least" ? 1 : -1;
  const bigM = sign * bound - leastValue(into.variables, sum, sign);
  if (bigM <= 0) return false;
  const when = distinct(literals);
  if (bigM === Infinity && when.length > 0) throw unbounded(into.variables, sum, sign, meaning);
  for (const { column, is } of when) {
    if (is === 1) sum.constant += sign * bigM;
    sum.linear(column, sign * (is === 1 ? -bigM : bigM));
  }
  into.rows.add(meaning, sum, sign > 0 ? bound : -Infinity, sign > 0 ? Infinity : bound);
  return true;
}

/** Least value of sign · sum inside the bounds. */
function leastValue(variables: VariableList, { column, value, constant }: Polynomial, sign: number): number {
  let least = sign * constant;
  for (let entry = 0; entry < column.length; entry++)
    least += leastTerm(variables, column.data[entry]!, sign * value.data[entry]!);
  return least;
}

function leastTerm({ lower, upper }: VariableList, column: number, value: number): number {
  const bound = (value > 0 ? lower : upper).data[column]!;
  return value === 0 ? 0 : value * bound;
}

function unbounded(
  variables: VariableList,
  { column, value }: Polynomial,
  sign: number,
  { id }: ConstraintMeaning,
): Error {
  const entry = Array.from(column.trimmed()).findIndex(
    (each, at) => leastTerm(variables, each, sign * value.data[at]!) === -Infinity,
  );
  const name = variables.names[column.data[entry]!]!;
  const message = `'${id}' becomes rows only when '${name}' is bounded on both sides.`;
  return modelError("QT_MODEL_UNBOUNDED", message, name);
}

/** Each literal once: twice the M of one would be a weaker row. */
const distinct = (literals: readonly Literal[]): readonly Literal[] =>
  literals.filter(
    ({ column, is }, at) => literals.findIndex((other) => other.column === column && other.is === is) === at,
  );
