/** Whole numbers in a typed array that doubles when full. */
export class IntColumn {
  length = 0;
  data: Int32Array;

  constructor(capacity = 8) {
    this.data = new Int32Array(Math.max(1, capacity));
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(this.length + 1);
    this.data[this.length++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    this.reserve(this.length + values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  /** A copy of exactly the used part. */
  trimmed(): Int32Array {
    return this.data.slice(0, this.length);
  }

  /** Exactly the used part, without a copy where the room was reserved; the column is empty afterwards. */
  taken(): Int32Array {
    const { data, length } = this;
    this.data = new Int32Array(1);
    this.length = 0;
    return length === data.length ? data : data.slice(0, length);
  }

  /** Room for so many more, to be filled in by the caller. */
  extended(count: number): Int32Array {
    const from = this.length;
    this.reserve(from + count);
    this.length += count;
    return this.data.subarray(from, this.length);
  }

  /** Room for so many in all. */
  reserve(wanted: number): void {
    if (wanted <= this.data.length) return;
    const grown = new Int32Array(Math.max(wanted, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }
}

/**
 * Numbers in a typed array that doubles when full. Written out beside `IntColumn`, since one class for both kinds of array
 * pushes one and a half to two times slower.
 */
export class FloatColumn {
  length = 0;
  data: Float64Array;

  constructor(capacity = 8) {
    this.data = new Float64Array(Math.max(1, capacity));
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(this.length + 1);
    this.data[this.length++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    this.reserve(this.length + values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  /** A copy of exactly the used part. */
  trimmed(): Float64Array {
    return this.data.slice(0, this.length);
  }

  /** Exactly the used part, without a copy where the room was reserved; the column is empty afterwards. */
  taken(): Float64Array {
    const { data, length } = this;
    this.data = new Float64Array(1);
    this.length = 0;
    return length === data.length ? data : data.slice(0, length);
  }

  /** Room for so many more, to be filled in by the caller. */
  extended(count: number): Float64Array {
    const from = this.length;
    this.reserve(from + count);
    this.length += count;
    return this.data.subarray(from, this.length);
  }

  /** Room for so many in all. */
  reserve(wanted: number): void {
    if (wanted <= this.data.length) return;
    const grown = new Float64Array(Math.max(wanted, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }
}
