import type { Model, VariableColumns } from "../model.ts";
import { variableKinds } from "../model.ts";
import type { ModelFeature } from "./features.ts";

/** What kind of row it is, as a rewrite to penalties sees it. */
export type RowPattern =
  | {
      readonly feature: Extract<
        ModelFeature,
        | "linear-equality"
        | "linear-inequality"
        | "quadratic-constraints"
        | "polynomial-constraints"
        | "forbidden-pairs"
      >;
    }
  /** At most one of the literals is 1: literal e is x when negated[e] is 0, else 1 − x. */
  | { readonly feature: "at-most-one-row"; readonly columns: Int32Array; readonly negated: Uint8Array }
  /** left · right = product. */
  | {
      readonly feature: "product-row";
      readonly left: number;
      readonly right: number;
      readonly product: number;
    };

const binary = variableKinds.indexOf("binary");
const choice = variableKinds.indexOf("choice");

const isZeroOne = (model: Model, column: number): boolean => {
  const kind = model.variables.kind[column];
  return kind === binary || kind === choice;
};

export function rowPattern(model: Model, row: number): RowPattern {
  const { higher, quadratic, lower, upper } = model.constraints;
  if (higher.start[row]! < higher.start[row + 1]!) return { feature: "polynomial-constraints" };
  if (quadratic.start[row]! < quadratic.start[row + 1]!) return quadraticPattern(model, row);
  if (lower[row] === upper[row]) return { feature: "linear-equality" };
  return atMostOne(model, row) ?? { feature: "linear-inequality" };
}

const zeroOneOnly = new WeakMap<VariableColumns, boolean>();

/** Whether all variables of a model are 0-1: asked for every row, answered once. */
function hasZeroOneOnly(variables: VariableColumns): boolean {
  const known = zeroOneOnly.get(variables);
  if (known !== undefined) return known;
  const holds = variables.kind.every((each) => each === binary || each === choice);
  zeroOneOnly.set(variables, holds);
  return holds;
}

/** Rows of forbidden pairs may have millions of entries: plain loops. */
function areZeroOne({ variables }: Model, columns: Int32Array, from: number, to: number): boolean {
  if (hasZeroOneOnly(variables)) return true;
  const { kind } = variables;
  for (let entry = from; entry < to; entry++) {
    const each = kind[columns[entry]!];
    if (each !== binary && each !== choice) return false;
  }
  return true;
}

function arePositive(values: Float64Array, from: number, to: number): boolean {
  for (let entry = from; entry < to; entry++) if (!(values[entry]! > 0)) return false;
  return true;
}

function quadraticPattern(model: Model, row: number): RowPattern {
  const { start, column, value, quadratic, lower, upper } = model.constraints;
  const [from, to] = [quadratic.start[row]!, quadratic.start[row + 1]!];
  const linear = start[row + 1]! - start[row]!;
  const general = { feature: "quadratic-constraints" } as const;
  if (!areZeroOne(model, quadratic.left, from, to) || !areZeroOne(model, quadratic.right, from, to))
    return general;
  if (linear === 0) {
    const forbids = upper[row] === 0 && lower[row]! <= 0 && arePositive(quadratic.value, from, to);
    return forbids ? { feature: "forbidden-pairs" } : general;
  }
  const product = column[start[row]!]!;
  const isDefinition =
    linear === 1 && to - from === 1 && lower[row] === 0 && upper[row] === 0 && isZeroOne(model, product);
  if (!isDefinition || value[start[row]!] !== -quadratic.value[from]!) return general;
  return { feature: "product-row", left: quadratic.left[from]!, right: quadratic.right[from]!, product };
}

/** c·(Σ positive x − Σ negative x) ≤ u says "at most one literal" when u/c + number of negatives lies in [1, 2). */
function atMostOne(model: Model, row: number): RowPattern | null {
  const { start, column, value, lower, upper } = model.constraints;
  const [from, to] = [start[row]!, start[row + 1]!];
  if (to === from || (lower[row]! > -Infinity && upper[row]! < Infinity)) return null;
  const sign = upper[row]! < Infinity ? 1 : -1;
  const side = sign > 0 ? upper[row]! : -lower[row]!;
  const size = Math.abs(value[from]!);
  let negatives = 0;
  for (let entry = from; entry < to; entry++) {
    if (Math.abs(value[entry]!) !== size || !isZeroOne(model, column[entry]!)) return null;
    if (sign * value[entry]! < 0) negatives++;
  }
  const limit = Math.floor(side / size + 1e-9) + negatives;
  if (limit !== 1) return null;
  return {
    feature: "at-most-one-row",
    columns: column.slice(from, to),
    negated: Uint8Array.from(value.subarray(from, to), (each) => (sign * each < 0 ? 1 : 0)),
  };
}
