import { FloatColumn, IntColumn } from "../growing.ts";
import type { DraftSum } from "./draft.ts";

/** Coefficients as an MPS file states them, column by column, until they are given to their rows. */
export class MpsEntries {
  private readonly row = new IntColumn(1024);
  private readonly variable = new IntColumn(1024);
  private readonly value = new FloatColumn(1024);

  add(row: number, variable: number, value: number): void {
    this.row.push(row);
    this.variable.push(variable);
    this.value.push(value);
  }

  /** Adds each entry to the sum of its row; sorted by row first, for jumping between a million lists is slow. */
  giveTo(sums: readonly DraftSum[]): void {
    const { row, variable, value } = this;
    const next = new Int32Array(sums.length + 1);
    for (let entry = 0; entry < row.length; entry++) next[row.data[entry]! + 1]!++;
    for (let index = 0; index < sums.length; index++) next[index + 1]! += next[index]!;
    const order = new Int32Array(row.length);
    for (let entry = 0; entry < row.length; entry++) order[next[row.data[entry]!]!++] = entry;
    for (const entry of order) sums[row.data[entry]!]!.terms.push(variable.data[entry]!, value.data[entry]!);
  }
}
