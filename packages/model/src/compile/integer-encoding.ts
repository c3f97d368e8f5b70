import { RowList, type VariableList, withParts } from "../edit.ts";
import { modelError } from "../errors.ts";
import { type ConstraintMeaning, type Model, variableKinds } from "../model.ts";
import { Polynomial } from "../polynomial.ts";
import { substitute, substitutedValues } from "../substitute.ts";
import type { ModelFeature } from "./features.ts";
import { freshIds } from "./fresh-ids.ts";
import { Replacement } from "./replacement.ts";
import type { RewriteStep } from "./rewrite.ts";
import { finiteWholeBounds } from "./whole-bounds.ts";

/** An integer variable with more than two values: lower … lower + width. */
export interface EncodedInteger {
  readonly column: number;
  readonly name: string;
  readonly unit: string;
  readonly lower: number;
  readonly width: number;
  /** Its first new column; as many as `factors` follow. */
  readonly first: number;
  /** value = lower + Σ factors[k]·bit[k] */
  readonly factors: Float64Array;
}

/** A way to write 0 … width (at least 2) as a weighted sum of new columns that are 0 or 1. */
export interface IntegerCode {
  /** Values of one variable, and bits of all, beyond which a model is refused. */
  readonly mostValues: number;
  readonly mostBits: number;
  readonly factors: (width: number) => Float64Array;
  /** Adds the columns, in the order of the factors. */
  readonly addColumns: (
    list: VariableList,
    integer: Omit<EncodedInteger, "first">,
    recourse: boolean,
  ) => void;
  /** Writes value − lower to the columns. */
  readonly write: (bits: Float64Array, amount: number, factors: Float64Array) => void;
  /** Rows that keep the columns in the code. */
  readonly addRows?: (rows: RowList, integer: EncodedInteger, fresh: (id: string) => string) => void;
}

/** Structures that need their integers as one variable. */
export const needWholeIntegers: readonly ModelFeature[] = [
  "implication",
  "precedence",
  "no-overlap",
  "cumulative",
];

const mostNotes = 20;
const integer = variableKinds.indexOf("integer");

/**
 * Every integer variable in the columns of a code; with two values one bit, with one a constant.
 * @throws QT_MODEL_UNBOUNDED, QT_MODEL_UNSUPPORTED_FEATURE when a variable has too many values
 */
export function encodeIntegers(source: Model, code: IntegerCode): RewriteStep {
  const isInteger = Array.from(source.variables.kind, (kind) => kind === integer);
  const replacement = new Replacement(source, isInteger);
  const encoded: EncodedInteger[] = [];
  const empty: number[] = [];
  let bits = 0;
  isInteger.forEach((goes, column) => {
    if (!goes) return;
    const { lower, upper } = finiteWholeBounds(source, column);
    if (upper < lower) empty.push(column);
    const each = addInteger(source, code, replacement.variables, { column, lower, width: upper - lower });
    bits = checkedTotal(bits + each.factors.length, code.mostBits, each.name);
    const columns = Array.from(each.factors, (_, bit) => each.first + bit);
    replacement.set(column, { constant: each.lower, columns, factors: each.factors });
    encoded.push(each);
  });
  const by = replacement.done();
  return {
    model: withCodeRows(substitute(source, by), source, code, encoded, empty),
    encode: (values) => {
      const target = replacement.keptValues(values);
      for (const each of encoded) writeInteger(target, each, values[each.column]!, code);
      return target;
    },
    decode: (values) => substitutedValues(by, values),
    notes: encodingNotes(encoded),
  };
}

function addInteger(
  source: Model,
  code: IntegerCode,
  list: VariableList,
  { column, lower, width }: Pick<EncodedInteger, "column" | "lower" | "width">,
): EncodedInteger {
  const { names, units, recourse } = source.variables;
  const head = { column, name: names[column]!, unit: units[column]!, lower, width };
  const first = list.names.length;
  if (width < 2) {
    const factors = new Float64Array(Math.max(0, width)).fill(1);
    const bitName = lower === 0 ? head.name : `${head.name}.1`;
    if (width === 1) list.add("binary", bitName, { recourse: recourse[column] === 1 });
    return { ...head, first, factors };
  }
  checkValues(head.name, width + 1, code.mostValues);
  const whole = { ...head, factors: code.factors(width) };
  code.addColumns(list, whole, recourse[column] === 1);
  return { ...whole, first };
}

function checkValues(name: string, values: number, most: number): void {
  if (values <= most) return;
  const message = `'${name}' has ${values} values; this encoding takes up to ${most}.`;
  throw modelError(
    "QT_MODEL_UNSUPPORTED_FEATURE",
    message,
    name,
    "Tighten its bounds, or count in a larger unit.",
  );
}

function checkedTotal(bits: number, most: number, name: string): number {
  if (bits <= most) return bits;
  const message = `With '${name}' the integers need more than ${most} bits.`;
  const fix = "Use the log encoding, tighten bounds, or count in a larger unit.";
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, name, fix);
}

function writeInteger(target: Float64Array, each: EncodedInteger, value: number, code: IntegerCode): void {
  const { first, factors, lower, width } = each;
  const amount = Math.min(Math.max(Math.round(value) - lower, 0), width);
  const bits = target.subarray(first, first + factors.length);
  if (width < 2) bits.fill(amount);
  else code.write(bits, amount, factors);
}

/** From the last column back, one is taken only when those before it do not reach the amount. */
export function writeFromLast(bits: Float64Array, amount: number, factors: Float64Array): void {
  let before = factors.reduce((sum, factor) => sum + factor, 0);
  let rest = amount;
  for (let bit = factors.length - 1; bit >= 0; bit--) {
    before -= factors[bit]!;
    if (rest <= before) continue;
    bits[bit] = 1;
    rest -= factors[bit]!;
  }
}

function withCodeRows(
  target: Model,
  source: Model,
  code: IntegerCode,
  encoded: readonly EncodedInteger[],
  empty: readonly number[],
): Model {
  if (!code.addRows && empty.length === 0) return target;
  const rows = new RowList();
  for (let row = 0; row < target.constraints.count; row++) rows.copy(target.constraints, row);
  const fresh = freshIds(target);
  for (const each of encoded) if (each.width > 1) code.addRows?.(rows, each, fresh);
  for (const column of empty) rows.add(noWholeValue(source, column, fresh), new Polynomial(), 1, 1);
  return withParts(target, { constraints: rows.done() });
}

/** Meaning of the row 0 = 1 that stands for a variable without any value. */
function noWholeValue(
  { variables }: Model,
  column: number,
  fresh: (id: string) => string,
): ConstraintMeaning {
  const name = variables.names[column]!;
  const bounds = `${variables.lower[column]} and ${variables.upper[column]}`;
  const sentence = `'${name}' is a whole number between ${bounds}: there is none.`;
  return { id: fresh(`bounds:${name}`), rule: "bounds", sentence, unit: "1" };
}

function encodingNotes(encoded: readonly EncodedInteger[]): readonly string[] {
  const bits = encoded.reduce((sum, { factors }) => sum + factors.length, 0);
  const each = encoded
    .slice(0, mostNotes)
    .map(
      ({ name, width, factors }) =>
        `'${name}': ${counted(width + 1, "value")} in ${counted(factors.length, "bit")}.`,
    );
  const rest = encoded.length - each.length;
  const total = `${counted(encoded.length, "integer")} in ${counted(bits, "bit")}.`;
  return rest > 0 ? [total, ...each, `And ${rest} more.`] : [total, ...each];
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
