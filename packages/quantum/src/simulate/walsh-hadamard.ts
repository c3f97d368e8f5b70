/** values[m] ← Σ_b (-1)^|b & m| values[b], in place: 2^n values in n 2^n sums, without a factor. */
export function walshHadamard(values: Float64Array): void {
  for (let step = 1; step < values.length; step *= 2)
    for (let block = 0; block < values.length; block += 2 * step)
      for (let i = block; i < block + step; i++) {
        const a = values[i]!;
        const b = values[i + step]!;
        values[i] = a + b;
        values[i + step] = a - b;
      }
}
