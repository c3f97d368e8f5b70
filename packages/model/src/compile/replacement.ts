import { VariableList } from "../edit.ts";
import { FloatColumn, IntColumn } from "../growing.ts";
import type { Model } from "../model.ts";
import type { Substitution } from "../substitute.ts";

/** constant + Σ factors[k]·y[columns[k]] over new columns, ascending. */
export interface Affine {
  readonly constant: number;
  readonly columns: ArrayLike<number>;
  readonly factors: ArrayLike<number>;
}

/**
 * New variables for some of a model's: those that stay come first, in their order and with their names, after them
 * whatever is added to `variables`. Choices stay or go as a whole.
 */
export class Replacement {
  readonly variables = new VariableList();
  private readonly source: Model;
  /** New column of each old variable; −1: it is replaced. */
  private readonly stays: Int32Array;
  private readonly sums = new Map<number, Affine>();

  /** @param isReplaced one flag a variable of the source */
  constructor(source: Model, isReplaced: ArrayLike<number | boolean>) {
    this.source = source;
    this.stays = Int32Array.from(isReplaced, (goes, column) =>
      goes ? -1 : this.variables.copy(source.variables, column),
    );
    for (const choice of source.variables.choices) {
      const first = this.stays[choice.first]!;
      if (first >= 0) this.variables.choices.push(Object.freeze({ ...choice, first }));
    }
  }

  /** Says what a replaced variable is. */
  set(column: number, sum: Affine): void {
    this.sums.set(column, sum);
  }

  done(): Substitution {
    const { count } = this.source.variables;
    const constant = new Float64Array(count);
    const start = new Int32Array(count + 1);
    const column = new IntColumn(count);
    const factor = new FloatColumn(count);
    for (let old = 0; old < count; old++) {
      const sum = this.sums.get(old) ?? { constant: 0, columns: [this.stays[old]!], factors: [1] };
      constant[old] = sum.constant;
      column.pushAll(sum.columns);
      factor.pushAll(sum.factors);
      start[old + 1] = column.length;
    }
    return {
      variables: this.variables.done(),
      constant,
      start,
      column: column.trimmed(),
      factor: factor.trimmed(),
    };
  }

  /** Values of the new variables where old ones stay, 0 for the others. */
  keptValues(values: ArrayLike<number>): Float64Array {
    const encoded = new Float64Array(this.variables.names.length);
    this.stays.forEach((column, old) => {
      if (column >= 0) encoded[column] = values[old]!;
    });
    return encoded;
  }
}
