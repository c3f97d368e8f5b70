import { createModel } from "../builder.ts";
import { withParts } from "../edit.ts";
import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { objectiveOf } from "../objective.ts";
import { Polynomial } from "../polynomial.ts";
import { quboTarget } from "./compile.ts";
import { featuresOf, featureWords } from "./features.ts";

/**
 * min offset + Σ linear[i]·x[i] + Σ value[e]·x[i]·x[column[e]] over x in {0, 1}: row i of the strict upper triangle
 * holds entries start[i] … start[i+1]−1 by ascending column > i.
 */
export interface Qubo {
  readonly count: number;
  readonly offset: number;
  readonly linear: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/**
 * Binary variables and an objective to be minimised without products of three, as a QUBO; its arrays are the model's
 * where they can be, so nobody may write to them.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE for a model with more than that
 */
export function quboOf(model: Model): Qubo {
  const surplus = [...featuresOf(model)].filter((feature) => !quboTarget.accepts.has(feature));
  if (surplus.length > 0) {
    const words = surplus.map((feature) => featureWords[feature]).join(", ");
    throw modelError(
      "QT_MODEL_UNSUPPORTED_FEATURE",
      `'${model.name}' is no QUBO: it has ${words}.`,
      model.name,
      "Compile it to the QUBO target first.",
    );
  }
  const { linear, constant, quadratic } = model.objective;
  const { count } = model.variables;
  const start = rowStarts(quadratic.left, count);
  return { count, offset: constant, linear, start, column: quadratic.right, value: quadratic.value };
}

/** Where the entries of each row start when rows ascend. */
function rowStarts(rows: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) start[row + 1] = endOfRow(rows, row, start[row]!);
  return start;
}

function endOfRow(rows: Int32Array, row: number, at: number): number {
  while (at < rows.length && rows[at] === row) at++;
  return at;
}

/** @param bits one 0 or 1 a variable */
export function quboEnergy(
  { count, offset, linear, start, column, value }: Qubo,
  bits: ArrayLike<number>,
): number {
  let energy = offset;
  for (let row = 0; row < count; row++) {
    if (bits[row] !== 1) continue;
    energy += linear[row]!;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      if (bits[column[entry]!] === 1) energy += value[entry]!;
  }
  return energy;
}

/** The model with this QUBO as its objective. */
export function quboModel(
  qubo: Qubo,
  { name = "qubo", names }: { readonly name?: string; readonly names?: readonly string[] } = {},
): Model {
  const { count, offset, linear, start, column, value } = qubo;
  const head = createModel({ name, sense: "minimize" });
  for (let row = 0; row < count; row++) head.binary(names?.[row] ?? `x[${row}]`);
  const sum = new Polynomial();
  sum.constant = offset;
  for (let row = 0; row < count; row++) if (linear[row] !== 0) sum.linear(row, linear[row]!);
  sum.pairs({ left: rowsOf(start), right: column, value });
  const meaning = { id: "energy", rule: "energy", sentence: "Energy of the QUBO.", unit: "1" };
  return withParts(head.build(), { objective: objectiveOf(count, [{ meaning, sum }]) });
}

/** The row of each entry. */
export function rowsOf(start: Int32Array): Int32Array {
  const rows = new Int32Array(start.at(-1) ?? 0);
  for (let row = 0; row + 1 < start.length; row++) rows.fill(row, start[row], start[row + 1]);
  return rows;
}
