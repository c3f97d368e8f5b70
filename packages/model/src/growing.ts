/** Parallel columns of (index, value) pairs in typed arrays that double when full. */
export class SparseColumns {
  index = new Int32Array(8);
  value = new Float64Array(8);
  length = 0;

  push(index: number, value: number): void {
    if (this.length === this.index.length) this.grow();
    this.index[this.length] = index;
    this.value[this.length++] = value;
  }

  /** Copies of exactly the used part. */
  trimmed(): { column: Int32Array; value: Float64Array } {
    return { column: this.index.slice(0, this.length), value: this.value.slice(0, this.length) };
  }

  private grow(): void {
    const index = new Int32Array(this.index.length * 2);
    const value = new Float64Array(this.value.length * 2);
    index.set(this.index);
    value.set(this.value);
    this.index = index;
    this.value = value;
  }
}
