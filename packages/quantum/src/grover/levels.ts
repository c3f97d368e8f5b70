/** The distinct costs in ascending order, and how many assignments lie under each. */
export interface Levels {
  readonly values: Float64Array;
  /** One more than values: the last is the number of all assignments. */
  readonly below: Float64Array;
}

export function levelsOf(table: Float64Array): Levels {
  const sorted = table.toSorted();
  let count = 0;
  for (let place = 0; place < sorted.length; place++) if (sorted[place] !== sorted[place - 1]) count += 1;
  const [values, below] = [new Float64Array(count), new Float64Array(count + 1)];
  let level = 0;
  for (let place = 0; place < sorted.length; place++) {
    if (sorted[place] === sorted[place - 1]) continue;
    values[level] = sorted[place]!;
    below[level++] = place;
  }
  below[count] = sorted.length;
  return { values, below };
}

/** How many assignments cost less than the threshold. */
export function countBelow({ values, below }: Levels, threshold: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return below[low]!;
}
