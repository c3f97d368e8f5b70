import type { ConstraintRows, Model, Structure } from "@qtwin/model";

/** 0-1 columns of which exactly one, or at most one, is 1. */
export interface Group {
  readonly columns: Int32Array;
  readonly exact: boolean;
}

/** One group a choice: exactly one of its options is taken. */
export const choiceGroups = ({ variables }: Model): Group[] =>
  variables.choices.map(({ first, options }) => ({ columns: range(first, options.length), exact: true }));

const range = (first: number, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, at) => first + at);

/** What a hard structure says of that kind; null: something else. */
export function structureGroup(structure: Structure): Group | null {
  if (structure.meaning.pricePerUnit !== undefined) return null;
  if (structure.kind === "exactly-one") return { columns: structure.columns, exact: true };
  if (structure.kind === "at-most" && structure.limit === 1)
    return { columns: structure.columns, exact: false };
  return null;
}

/**
 * What a hard row over 0-1 columns says of that kind: one coefficient for all, of any sign and scale, and limits between
 * which only the sum 1, or the sums 0 and 1, lie; null: something else.
 */
export function rowGroup(rows: ConstraintRows, row: number): Group | null {
  const { start, column, value, lower, upper, quadratic, higher, meaning } = rows;
  if (meaning[row]!.pricePerUnit !== undefined) return null;
  if (quadratic.start[row] !== quadratic.start[row + 1] || higher.start[row] !== higher.start[row + 1])
    return null;
  const [from, to] = [start[row]!, start[row + 1]!];
  const factor = value[from];
  if (factor === undefined || from === to || factor === 0) return null;
  for (let entry = from; entry < to; entry++) if (value[entry] !== factor) return null;
  const ends = [lower[row]! / factor, upper[row]! / factor] as const;
  const [least, most] = factor > 0 ? ends : [ends[1], ends[0]];
  if (!(most >= 1 && most < 2 && least <= 1)) return null;
  return { columns: column.slice(from, to), exact: least > 0 };
}
