import type { RowList } from "../edit.ts";
import { Polynomial } from "../polynomial.ts";

/**
 * Rows bit[k] ≤ bit[k−1] over neighbouring columns: the ones come first.
 * @param say id and sentence of the row for bit k, from 1
 */
export function addWallRows(
  rows: RowList,
  first: number,
  bits: number,
  say: (bit: number) => { readonly id: string; readonly sentence: string },
): void {
  for (let bit = 1; bit < bits; bit++) {
    const sum = new Polynomial();
    sum.linear(first + bit - 1, -1);
    sum.linear(first + bit, 1);
    rows.add({ ...say(bit), rule: "domain-wall", unit: "1" }, sum, -Infinity, 0);
  }
}
