export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

/** a + factor · b, as a new vector. */
export function along(a: Float64Array, factor: number, b: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(a, (value, i) => value + factor * b[i]!);
}

export function length(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

export function largestEntry(a: Float64Array): number {
  return a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
