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
  const plans = plansOf(source, code, isInteger);
  const replacement = new Replacement(source, isInteger);
  const encoded = plans.map((plan): EncodedInteger => {
    const first = addColumns(source, code, replacement.variables, plan);
    const columns = Array.from(plan.factors, (_, bit) => first + bit);
    replacement.set(plan.column, { constant: plan.lower, columns, factors: plan.factors });
    return { ...plan, first };
  });
  const by = replacement.done();
  return {
    model: withCodeRows(substitute(source, by), source, code, encoded),
    encode: (values) => {
      const target = replacement.keptValues(values);
      for (const each of encoded) writeInteger(target, each, values[each.column]!, code);
      return target;
    },
    decode: (values) => substitutedValues(by, values),
    notes: encodingNotes(encoded),
  };
}

type Plan = Omit<EncodedInteger, "first">;

/** Before any column is added: a model that is too large is refused at once. */
function plansOf(source: Model, code: IntegerCode, isInteger: readonly boolean[]): readonly Plan[] {
  let bits = 0;
  return isInteger.flatMap((goes, column) => {
    if (!goes) return [];
    const plan = planOf(source, code, column);
    bits += plan.factors.length;
    checkTotal(bits, code.mostBits, plan.name);
    return [plan];
  });
}

function planOf(source: Model, code: IntegerCode, column: number): Plan {
  const name = source.variables.names[column]!;
  const { lower, upper } = finiteWholeBounds(source, column);
  const width = upper - lower;
  checkValues(name, width + 1, code.mostValues);
  const factors = width < 2 ? new Float64Array(Math.max(0, width)).fill(1) : code.factors(width);
  return { column, name, unit: source.variables.units[column]!, lower, width, factors };
}

/** @returns the first of the columns */
function addColumns(source: Model, code: IntegerCode, list: VariableList, plan: Plan): number {
  const recourse = source.variables.recourse[plan.column] === 1;
  const first = list.names.length;
  if (plan.width >= 2) code.addColumns(list, plan, recourse);
  else if (plan.width === 1)
    list.add("binary", plan.lower === 0 ? plan.name : `${plan.name}.1`, { recourse });
  return first;
}

function checkValues(name: string, values: number, most: number): void {
  if (values <= most) return;
  const message = `'${name}' has ${values} values; this encoding takes up to ${most}.`;
  const fix = "Tighten its bounds, or count in a larger unit.";
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, name, fix);
}

function checkTotal(bits: number, most: number, name: string): void {
  if (bits <= most) return;
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
): Model {
  const empty = encoded.filter(({ width }) => width < 0);
  if (!code.addRows && empty.length === 0) return target;
  const rows = new RowList();
  for (let row = 0; row < target.constraints.count; row++) rows.copy(target.constraints, row);
  const fresh = freshIds(target);
  for (const each of encoded) if (each.width > 1) code.addRows?.(rows, each, fresh);
  for (const { column } of empty) rows.add(noWholeValue(source, column, fresh), new Polynomial(), 1, 1);
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
