import { activityBounds } from "../compile/row-facts.ts";
import type { PolynomialColumns } from "../polynomial.ts";
import type { Workspace } from "./workspace.ts";

const largestExact = 2 ** 53;

/**
 * Least and largest value of rows over the present bounds: one record, written anew for each row. Infinite terms are
 * counted apart, so that the rest of a row without one of its terms is known even where the row itself is unbounded.
 */
export class Activity {
  least = 0;
  leastInfinite = 0;
  most = 0;
  mostInfinite = 0;
  /** How far rounding may have moved the sums; 0 when the row is exact. */
  error = 0;
  exact = false;
  /** Columns of the linear part that are not fixed, and the entry of the last of them. */
  free = 0;
  lastFree = -1;
  private readonly work: Workspace;
  private readonly productsOnly: PolynomialColumns;
  private size = 0;

  constructor(work: Workspace) {
    this.work = work;
    this.productsOnly = { ...work.rows, start: new Int32Array(work.rowCount + 1) };
  }

  measure(row: number): this {
    this.least = this.most = this.size = 0;
    this.leastInfinite = this.mostInfinite = this.free = 0;
    const { rows, lower, upper } = this.work;
    const { start, column, value } = rows;
    const from = start[row]!;
    const to = start[row + 1]!;
    for (let entry = from; entry < to; entry++) {
      const factor = value[entry]!;
      const low = factor * lower[column[entry]!]!;
      const high = factor * upper[column[entry]!]!;
      if (low !== high) {
        this.free++;
        this.lastFree = entry;
      }
      if (factor > 0) this.add(low, high);
      else this.add(high, low);
    }
    if (this.work.products[row]) {
      const range = activityBounds(this.work.model, this.productsOnly, row);
      this.add(range.lower, range.upper);
    }
    this.exact = this.work.whole[row] === 1 && this.size <= largestExact;
    this.error = this.exact ? 0 : (to - from + 2) * 2 * Number.EPSILON * this.size;
    return this;
  }

  /** No value of the row is below this. */
  get surelyLeast(): number {
    return this.leastInfinite > 0 ? -Infinity : this.least - this.error;
  }

  /** No value of the row is above this. */
  get surelyMost(): number {
    return this.mostInfinite > 0 ? Infinity : this.most + this.error;
  }

  /** Least value of the row without one term, given that term's least value. */
  leastWithout(term: number): number {
    if (this.leastInfinite === 0) return this.least - term - this.error;
    return this.leastInfinite === 1 && term === -Infinity ? this.least - this.error : -Infinity;
  }

  mostWithout(term: number): number {
    if (this.mostInfinite === 0) return this.most - term + this.error;
    return this.mostInfinite === 1 && term === Infinity ? this.most + this.error : Infinity;
  }

  private add(low: number, high: number): void {
    if (low === -Infinity) this.leastInfinite++;
    else this.least += low;
    if (high === Infinity) this.mostInfinite++;
    else this.most += high;
    const down = Math.abs(low);
    const up = Math.abs(high);
    const larger = Math.max(down, up);
    this.size += larger < Infinity ? larger : Math.min(down, up) < Infinity ? Math.min(down, up) : 0;
  }
}
