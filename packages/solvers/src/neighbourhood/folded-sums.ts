import type { ConstraintRows, QuadraticEntries } from "@qtwin/model";

/** The function part of rows, as `ConstraintRows` holds it. */
export type Polynomials = Pick<ConstraintRows, "start" | "column" | "value" | "quadratic" | "higher">;

/** What cancels leaves no more than this times what was added up. */
const cancelled = 1e-13;

/** Sums in the free variables: fixed ones become numbers. Rows are written one after the other. */
export class FoldedSums {
  /** New column of each free old one, −1 for the fixed. */
  private readonly place: Int32Array;
  private readonly values: ArrayLike<number>;
  private readonly coefficient: Float64Array;
  private readonly magnitude: Float64Array;
  private readonly touched: number[] = [];
  private readonly pairs = new Map<number, number>();
  private readonly products = new Map<string, { factors: number[]; value: number }>();
  private readonly start: number[] = [0];
  private readonly column: number[] = [];
  private readonly value: number[] = [];
  private readonly pairStart: number[] = [0];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly pairValue: number[] = [];
  private readonly higherStart: number[] = [0];
  private readonly factorStart: number[] = [0];
  private readonly factor: number[] = [];
  private readonly higherValue: number[] = [];
  /** What the fixed variables contribute to the sum under construction. */
  constant = 0;

  constructor(place: Int32Array, count: number, values: ArrayLike<number>) {
    this.place = place;
    this.values = values;
    this.coefficient = new Float64Array(count);
    this.magnitude = new Float64Array(count);
  }

  linear(old: number, value: number): void {
    const column = this.place[old]!;
    if (column < 0) this.constant += value * this.values[old]!;
    else this.addLinear(column, value);
  }

  pair(left: number, right: number, value: number): void {
    const [i, j] = [this.place[left]!, this.place[right]!];
    if (i < 0) this.linear(right, value * this.values[left]!);
    else if (j < 0) this.addLinear(i, value * this.values[right]!);
    else this.addPair(i, j, value);
  }

  product(old: Int32Array, value: number): void {
    const factors: number[] = [];
    for (const each of old) {
      const column = this.place[each]!;
      if (column < 0) value *= this.values[each]!;
      else factors.push(column);
    }
    if (value === 0) return;
    if (factors.length === 0) this.constant += value;
    else if (factors.length === 1) this.addLinear(factors[0]!, value);
    else if (factors.length === 2) this.addPair(factors[0]!, factors[1]!, value);
    else this.addProduct(factors, value);
  }

  /** Adds a row of a model. */
  row({ start, column, value, quadratic, higher }: Polynomials, row: number): void {
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      this.linear(column[entry]!, value[entry]!);
    for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
      this.pair(quadratic.left[entry]!, quadratic.right[entry]!, quadratic.value[entry]!);
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++)
      this.product(
        higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!),
        higher.value[entry]!,
      );
  }

  /** Ends the sum. @returns its constant, or null when nothing but a constant is left: then it takes no row */
  end(keepEmpty = false): { constant: number } | null {
    const { constant } = this;
    this.constant = 0;
    const before = this.column.length + this.left.length + this.higherValue.length;
    this.writeLinear();
    this.writePairs();
    this.writeProducts();
    if (!keepEmpty && this.column.length + this.left.length + this.higherValue.length === before) return null;
    this.start.push(this.column.length);
    this.pairStart.push(this.left.length);
    this.higherStart.push(this.higherValue.length);
    return { constant };
  }

  done(): Polynomials {
    const quadratic: QuadraticEntries = {
      start: Int32Array.from(this.pairStart),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      value: Float64Array.from(this.pairValue),
    };
    const higher = {
      start: Int32Array.from(this.higherStart),
      factorStart: Int32Array.from(this.factorStart),
      factor: Int32Array.from(this.factor),
      value: Float64Array.from(this.higherValue),
    };
    const [start, column] = [Int32Array.from(this.start), Int32Array.from(this.column)];
    return { start, column, value: Float64Array.from(this.value), quadratic, higher };
  }

  private addLinear(column: number, value: number): void {
    if (value === 0) return;
    if (this.magnitude[column] === 0) this.touched.push(column);
    this.coefficient[column]! += value;
    this.magnitude[column]! += Math.abs(value);
  }

  private addPair(i: number, j: number, value: number): void {
    const key = i * this.coefficient.length + j;
    this.pairs.set(key, (this.pairs.get(key) ?? 0) + value);
  }

  private addProduct(factors: number[], value: number): void {
    const key = factors.join();
    const known = this.products.get(key);
    if (known) known.value += value;
    else this.products.set(key, { factors, value });
  }

  private writeLinear(): void {
    this.touched.sort((a, b) => a - b);
    for (const column of this.touched) {
      const value = this.coefficient[column]!;
      if (Math.abs(value) > cancelled * this.magnitude[column]!) {
        this.column.push(column);
        this.value.push(tidy(value));
      }
      this.coefficient[column] = 0;
      this.magnitude[column] = 0;
    }
    this.touched.length = 0;
  }

  private writePairs(): void {
    if (this.pairs.size === 0) return;
    const count = this.coefficient.length;
    for (const key of [...this.pairs.keys()].sort((a, b) => a - b)) {
      const value = this.pairs.get(key)!;
      if (value === 0) continue;
      this.left.push(Math.floor(key / count));
      this.right.push(key % count);
      this.pairValue.push(value);
    }
    this.pairs.clear();
  }

  private writeProducts(): void {
    for (const { factors, value } of this.products.values()) {
      if (value === 0) continue;
      this.factor.push(...factors);
      this.factorStart.push(this.factor.length);
      this.higherValue.push(value);
    }
    this.products.clear();
  }
}

/** Sums of decimals as decimals: rounding beyond 13 digits would keep a model from having a common step. */
export const tidy = (value: number): number =>
  Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(13));
