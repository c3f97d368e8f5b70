import { modelError } from "../errors.ts";
import { FloatColumn, IntColumn } from "../growing.ts";
import type { Model } from "../model.ts";
import { scaleExactly } from "./exact-scaling.ts";
import { isDiscreteColumn } from "./row-facts.ts";
import { unbounded, wholeBounds } from "./whole-bounds.ts";

/**
 * A linear row over whole variables, in whole numbers without common divisor and without fixed variables:
 * lower ≤ Σ values·x ≤ upper, where Σ values·x lies between `least` and `most` whatever the variables are.
 */
export interface TightRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** −Infinity when the activity cannot be below. */
  readonly lower: number;
  /** Infinity when the activity cannot be above. */
  readonly upper: number;
  readonly least: number;
  readonly most: number;
  /** Whole numbers per unit of the row, about. */
  readonly scale: number;
}

/**
 * @throws QT_MODEL_UNSUPPORTED_FEATURE when a variable is continuous and the row can be broken
 * @throws QT_MODEL_INEXACT when the whole numbers are too large for doubles
 */
export function tightRow(model: Model, row: number): TightRow {
  const { start, column, value, lower, upper, meaning } = model.constraints;
  const { id } = meaning[row]!;
  const [from, to] = [start[row]!, start[row + 1]!];
  const all = { columns: column.subarray(from, to), lower: lower[row]!, upper: upper[row]! };
  if (all.lower === -Infinity && all.upper === Infinity) return { ...nothing, ...all };
  requireDiscrete(model, all.columns, id);
  const scaled = scaleExactly(value.subarray(from, to), all.lower, all.upper, id);
  const { columns, values, fixed } = withoutFixed(model, all.columns, scaled.values);
  const whole = scaleExactly(values, scaled.lower - fixed, scaled.upper - fixed, id);
  const range = activityRange(model, columns, whole.values, id);
  return {
    columns,
    values: whole.values,
    lower: whole.lower <= range.least ? -Infinity : whole.lower,
    upper: whole.upper >= range.most ? Infinity : whole.upper,
    ...range,
    scale: scaled.scale * whole.scale,
  };
}

const nothing = { values: new Float64Array(0), least: -Infinity, most: Infinity, scale: 1 };

function requireDiscrete(model: Model, columns: Int32Array, id: string): void {
  const column = columns.find((each) => !isDiscreteColumn(model, each));
  if (column === undefined) return;
  const message = `'${id}' holds the continuous variable '${model.variables.names[column]}'.`;
  const fix = "Make it an integer, or allow the rewrite 'discretise' and give it a step.";
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, id, fix);
}

function withoutFixed(
  model: Model,
  columns: Int32Array,
  values: Float64Array,
): Pick<TightRow, "columns" | "values"> & { readonly fixed: number } {
  const kept = new IntColumn(columns.length);
  const factors = new FloatColumn(columns.length);
  let fixed = 0;
  columns.forEach((column, entry) => {
    const { lower, upper } = wholeBounds(model, column);
    if (lower >= upper) fixed += values[entry]! * lower;
    else {
      kept.push(column);
      factors.push(values[entry]!);
    }
  });
  return { columns: kept.trimmed(), values: factors.trimmed(), fixed };
}

function activityRange(
  model: Model,
  columns: Int32Array,
  values: Float64Array,
  id: string,
): Pick<TightRow, "least" | "most"> {
  let [least, most] = [0, 0];
  columns.forEach((column, entry) => {
    const { lower, upper } = wholeBounds(model, column);
    const value = values[entry]!;
    least += value * (value > 0 ? lower : upper);
    most += value * (value > 0 ? upper : lower);
  });
  for (const end of [least, most])
    if (Number.isFinite(end) && !Number.isSafeInteger(end))
      throw modelError("QT_MODEL_INEXACT", `The activity of '${id}' reaches ${end}: more than 53 bits.`, id);
  return { least, most };
}

/** The variable that makes one end of the activity infinite. @throws QT_MODEL_UNBOUNDED */
export function requireFinite(
  model: Model,
  { columns, values, least, most }: TightRow,
  end: "least" | "most",
): void {
  if (Number.isFinite(end === "least" ? least : most)) return;
  const guilty = columns.find((column, entry) => {
    const { lower, upper } = wholeBounds(model, column);
    return !Number.isFinite(values[entry]! > 0 === (end === "least") ? lower : upper);
  });
  throw unbounded(model, guilty!);
}
