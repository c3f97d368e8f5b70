/**
 * Linear assignment problems of one size or less, one after the other: rows to columns at least cost, by shortest
 * augmenting paths in O(rows² · columns).
 * Source: Jonker & Volgenant 1987 (Computing 38).
 */
export class LinearAssignment {
  /** Price of each row and column: what is left of each cost is at least 0, and 0 where a row takes its column. */
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  /** The row that each column takes. */
  readonly rowOf: Int32Array;
  private readonly distance: Float64Array;
  private readonly before: Int32Array;
  private readonly isDone: Uint8Array;

  constructor(size: number) {
    this.rowPrice = new Float64Array(size);
    this.columnPrice = new Float64Array(size + 1);
    this.rowOf = new Int32Array(size + 1);
    this.distance = new Float64Array(size + 1);
    this.before = new Int32Array(size + 1);
    this.isDone = new Uint8Array(size + 1);
  }

  /** @param cost row by row, `size` columns each; @returns the least cost */
  solve(size: number, cost: Float64Array): number {
    this.rowPrice.fill(0);
    this.columnPrice.fill(0);
    this.rowOf.fill(-1);
    for (let row = 0; row < size; row++) this.augment(size, cost, row);
    let sum = 0;
    for (let column = 0; column < size; column++) sum += cost[this.rowOf[column]! * size + column]!;
    return sum;
  }

  /** Column `size` stands for the start of the path; one function, since all it does is one search. */
  private augment(size: number, cost: Float64Array, row: number): void {
    const { rowPrice, columnPrice, rowOf, distance, before, isDone } = this;
    distance.fill(Infinity);
    isDone.fill(0);
    rowOf[size] = row;
    let column = size;
    while (rowOf[column] !== -1) {
      isDone[column] = 1;
      const from = rowOf[column]!;
      let [shift, next] = [Infinity, -1];
      for (let to = 0; to < size; to++) {
        if (isDone[to]) continue;
        const reduced = cost[from * size + to]! - rowPrice[from]! - columnPrice[to]!;
        if (reduced < distance[to]!) {
          distance[to] = reduced;
          before[to] = column;
        }
        if (distance[to]! < shift) [shift, next] = [distance[to]!, to];
      }
      for (let to = 0; to <= size; to++) {
        if (isDone[to]) {
          rowPrice[rowOf[to]!]! += shift;
          columnPrice[to]! -= shift;
        } else distance[to]! -= shift;
      }
      column = next;
    }
    for (; column !== size; column = before[column]!) rowOf[column] = rowOf[before[column]!]!;
  }
}
