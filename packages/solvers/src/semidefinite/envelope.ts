import type { SpinMatrix } from "./spin-matrix.ts";

/** Half the distance from 1 to the next number. */
const unitRoundoff = 2 ** -53;

/**
 * Proves that C + diagonal has no negative eigenvalue, by a Cholesky factor. Rows are ordered so that neighbours are near each
 * other, and only what lies between the first entry of a row and its diagonal is kept (George, Liu, "Computer solution of
 * large sparse positive definite systems", 1981). All memory is taken once.
 */
export class Envelope {
  /** Multiplications of one factor at most, and numbers that it keeps. */
  readonly cost: number;
  readonly length: number;
  private readonly matrix: SpinMatrix;
  /** Row of the factor → row of C, and back. */
  private readonly order: Int32Array;
  private readonly place: Int32Array;
  /** First column kept of each row, and where column 0 of a row would stand. */
  private readonly first: Int32Array;
  private readonly base: Float64Array;
  private factor: Float64Array | null = null;

  constructor(matrix: SpinMatrix) {
    const { size, start, column } = matrix;
    this.matrix = matrix;
    this.order = nearOrder(matrix);
    this.place = new Int32Array(size);
    this.order.forEach((row, at) => {
      this.place[row] = at;
    });
    this.first = new Int32Array(size);
    this.base = new Float64Array(size);
    let [cost, length] = [0, 0];
    for (let at = 0; at < size; at++) {
      const row = this.order[at]!;
      let first = at;
      for (let entry = start[row]!; entry < start[row + 1]!; entry++)
        first = Math.min(first, this.place[column[entry]!]!);
      const width = at - first + 1;
      this.first[at] = first;
      this.base[at] = length - first;
      length += width;
      cost += (width * width) / 2;
    }
    this.cost = cost;
    this.length = length;
  }

  /**
   * Eigenvalues below this cannot be told from 0: a factor that comes to its end belongs to a matrix at most so far away
   * (Rump, "Verification of positive definiteness", 2006; four times that, for the rounding of the matrix itself).
   */
  doubt(diagonal: Float64Array): number {
    const trace = diagonal.reduce((sum, each) => sum + Math.abs(each), 0);
    return 4 * (this.matrix.size + 2) * unitRoundoff * trace;
  }

  /**
   * @param stop asked between rows; when it says so, the answer is false
   * @returns true: proven, rounding included; false: not so, or not to be seen
   */
  provesPositive(diagonal: Float64Array, stop: () => boolean): boolean {
    const { size } = this.matrix;
    this.fill(diagonal, this.doubt(diagonal));
    for (let at = 0; at < size; at++) if ((at % 16 === 0 && stop()) || !this.factorRow(at)) return false;
    return true;
  }

  private fill(diagonal: Float64Array, doubt: number): void {
    const { start, column, value, size } = this.matrix;
    this.factor ??= new Float64Array(this.length);
    this.factor.fill(0);
    for (let at = 0; at < size; at++) {
      const row = this.order[at]!;
      const base = this.base[at]!;
      this.factor[base + at] = diagonal[row]! - doubt;
      for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
        const other = this.place[column[entry]!]!;
        if (other < at) this.factor[base + other]! += value[entry]!;
      }
    }
  }

  /** @returns false where the pivot is not positive */
  private factorRow(at: number): boolean {
    const { first, base } = this;
    const factor = this.factor!;
    const [from, own] = [first[at]!, base[at]!];
    for (let other = from; other < at; other++) {
      const start = Math.max(from, first[other]!);
      const theirs = base[other]!;
      const sum = factor[own + other]! - dot(factor, own + start, theirs + start, other - start);
      factor[own + other] = sum / factor[theirs + other]!;
    }
    const pivot = factor[own + at]! - dot(factor, own + from, own + from, at - from);
    if (!(pivot > 0)) return false;
    factor[own + at] = Math.sqrt(pivot);
    return true;
  }
}

/** Four sums at once, since each must wait for its last addition. */
function dot(factor: Float64Array, left: number, right: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < length; at += 4) {
    a += factor[left + at]! * factor[right + at]!;
    b += factor[left + at + 1]! * factor[right + at + 1]!;
    c += factor[left + at + 2]! * factor[right + at + 2]!;
    d += factor[left + at + 3]! * factor[right + at + 3]!;
  }
  for (; at < length; at++) a += factor[left + at]! * factor[right + at]!;
  return a + b + (c + d);
}

/**
 * Breadth first from a row at the edge, few neighbours first; the last spin, which may touch all, stays last.
 * Source: Cuthill, McKee, "Reducing the bandwidth of sparse symmetric matrices", 1969.
 */
function nearOrder(matrix: SpinMatrix): Int32Array {
  const last = matrix.size - 1;
  const walk = new Walk(matrix);
  const isPlaced = new Uint8Array(matrix.size);
  const order = new Int32Array(matrix.size);
  let filled = 0;
  for (let row = 0; row < last; row++) {
    if (isPlaced[row]) continue;
    const edge = walk.from(walk.from(row).at(-1)!).at(-1)!;
    for (const each of walk.from(edge)) {
      isPlaced[each] = 1;
      order[filled++] = each;
    }
  }
  order[last] = last;
  return order;
}

/** Walks breadth first, again and again. */
class Walk {
  private readonly matrix: SpinMatrix;
  private readonly order: Int32Array;
  /** The walk that last came to each row. */
  private readonly seen: Int32Array;
  private walks = 0;

  constructor(matrix: SpinMatrix) {
    this.matrix = matrix;
    this.order = new Int32Array(matrix.size);
    this.seen = new Int32Array(matrix.size);
  }

  /** All rows that are connected, nearest first, without the last spin; good until the next walk. */
  from(row: number): Int32Array {
    const { order, seen } = this;
    const { start, column, size } = this.matrix;
    const degree = (each: number): number => start[each + 1]! - start[each]!;
    const walk = ++this.walks;
    order[0] = row;
    seen[row] = walk;
    let end = 1;
    for (let at = 0; at < end; at++) {
      const each = order[at]!;
      const begin = end;
      for (let entry = start[each]!; entry < start[each + 1]!; entry++) {
        const other = column[entry]!;
        if (other === size - 1 || seen[other] === walk) continue;
        seen[other] = walk;
        order[end++] = other;
      }
      order.subarray(begin, end).sort((left, right) => degree(left) - degree(right) || left - right);
    }
    return order.subarray(0, end);
  }
}
