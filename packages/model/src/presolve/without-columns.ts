import type { Model, VariableColumns } from "../model.ts";
import { type Substitution, substitute, substitutedValues } from "../substitute.ts";

/** A model without some of its columns, and the way to and fro. */
export interface Smaller {
  readonly model: Model;
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
}

/**
 * The model with the given columns replaced by numbers; none of them may stand in a choice or a structure.
 * @param fixed value of each column that goes, NaN for those that stay
 */
export function withoutColumns(model: Model, fixed: Float64Array): Smaller {
  const { count } = model.variables;
  const kept = Int32Array.from(fixed.keys()).filter((column) => Number.isNaN(fixed[column]));
  const encode = (values: Float64Array): Float64Array => Float64Array.from(kept, (column) => values[column]!);
  if (kept.length === count) return { model, encode, decode: (values) => values.slice() };
  const start = new Int32Array(count + 1);
  for (let column = 0; column < count; column++)
    start[column + 1] = start[column]! + (Number.isNaN(fixed[column]) ? 1 : 0);
  const by: Substitution = {
    variables: someVariables(model.variables, kept, start),
    constant: fixed.map((value) => (Number.isNaN(value) ? 0 : value)),
    start,
    column: Int32Array.from(kept.keys()),
    factor: new Float64Array(kept.length).fill(1),
  };
  return { model: substitute(model, by), encode, decode: (values) => substitutedValues(by, values) };
}

/** @param position new column of each old one that is kept; choices stay whole */
export function someVariables(
  variables: VariableColumns,
  kept: Int32Array,
  position: Int32Array,
  choices = variables.choices,
): VariableColumns {
  const { names, units, kind, lower, upper, recourse } = variables;
  return Object.freeze({
    count: kept.length,
    names: Object.freeze(Array.from(kept, (column) => names[column]!)),
    kind: Uint8Array.from(kept, (column) => kind[column]!),
    lower: Float64Array.from(kept, (column) => lower[column]!),
    upper: Float64Array.from(kept, (column) => upper[column]!),
    units: Object.freeze(Array.from(kept, (column) => units[column]!)),
    choices: Object.freeze(
      choices.map((choice) => Object.freeze({ ...choice, first: position[choice.first]! })),
    ),
    recourse: Uint8Array.from(kept, (column) => recourse[column]!),
  });
}
