import { type Qubo, quboOf } from "../compile/qubo.ts";
import { FloatColumn, IntColumn } from "../growing.ts";
import type { Model } from "../model.ts";
import { type RoofDuality, roofDuality } from "./roof-duality.ts";
import { type Smaller, withoutColumns } from "./without-columns.ts";

export interface PersistencyOptions {
  /** Fix the weak ones too, default true: at least one minimiser stays. False: every minimiser stays. */
  readonly weak?: boolean;
}

/** A QUBO without its persistent variables. */
export interface FixedQubo {
  readonly qubo: Qubo;
  /** Value of each variable of the source that is fixed, −1: it is still there. */
  readonly fixed: Int8Array;
  readonly roof: RoofDuality;
  readonly encode: (values: Float64Array) => Float64Array;
  /** Minimisers decode to minimisers, and every point to one of the same energy. */
  readonly decode: (values: Float64Array) => Float64Array;
}

/**
 * Fixes what roof duality knows of a QUBO.
 * @throws QT_MODEL_INEXACT as `roofDuality` does
 */
export function fixPersistent(qubo: Qubo, { weak = true }: PersistencyOptions = {}): FixedQubo {
  const roof = roofDuality(qubo);
  const fixed = fixedValues(roof, weak);
  const kept = Int32Array.from(fixed.keys()).filter((variable) => fixed[variable] === -1);
  return {
    qubo: withoutFixed(qubo, fixed, kept),
    fixed,
    roof,
    encode: (values) => Float64Array.from(kept, (variable) => values[variable]!),
    decode: (values) => {
      const decoded = Float64Array.from(fixed);
      kept.forEach((variable, at) => {
        decoded[variable] = values[at]!;
      });
      return decoded;
    },
  };
}

/**
 * Fixes what roof duality knows of a model that is a QUBO already.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE when it is none, QT_MODEL_INEXACT as `roofDuality` does
 */
export function fixPersistentInModel(
  model: Model,
  { weak = true }: PersistencyOptions = {},
): Smaller & { readonly roof: RoofDuality } {
  const roof = roofDuality(quboOf(model));
  const fixed = Float64Array.from(fixedValues(roof, weak), (value) => (value === -1 ? Number.NaN : value));
  return { ...withoutColumns(model, fixed), roof };
}

function fixedValues({ strong, weak }: RoofDuality, withWeak: boolean): Int8Array {
  return withWeak ? strong.map((value, at) => (value === -1 ? weak[at]! : value)) : strong;
}

function withoutFixed(qubo: Qubo, fixed: Int8Array, kept: Int32Array): Qubo {
  const position = new Int32Array(qubo.count).fill(-1);
  kept.forEach((variable, at) => {
    position[variable] = at;
  });
  const biases = remainingBiases(qubo, fixed);
  const start = new Int32Array(kept.length + 1);
  const column = new IntColumn();
  const value = new FloatColumn();
  kept.forEach((variable, at) => {
    for (let entry = qubo.start[variable]!; entry < qubo.start[variable + 1]!; entry++) {
      if (position[qubo.column[entry]!] === -1) continue;
      column.push(position[qubo.column[entry]!]!);
      value.push(qubo.value[entry]!);
    }
    start[at + 1] = column.length;
  });
  return {
    count: kept.length,
    offset: biases.offset,
    linear: Float64Array.from(kept, (variable) => biases.linear[variable]!),
    start,
    column: column.trimmed(),
    value: value.trimmed(),
  };
}

/** Products with a fixed factor 1 become linear, or constant. */
function remainingBiases({ count, offset, linear, start, column, value }: Qubo, fixed: Int8Array) {
  const left = linear.slice();
  let sum = offset;
  for (let variable = 0; variable < count; variable++)
    for (let entry = start[variable]!; entry < start[variable + 1]!; entry++) {
      const other = column[entry]!;
      if (fixed[variable] === 1) left[other]! += value[entry]!;
      else if (fixed[other] === 1) left[variable]! += value[entry]!;
    }
  for (let variable = 0; variable < count; variable++) if (fixed[variable] === 1) sum += left[variable]!;
  return { offset: sum, linear: left };
}
