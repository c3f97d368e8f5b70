/** The distinct costs in ascending order, and how many assignments lie under each. */
export interface Levels {
  readonly values: Float64Array;
  /** One more than values: the last is the number of all assignments. */
  readonly below: Float64Array;
}

type Run = readonly [value: number, count: number];

function* countedRuns(table: Float64Array, least: number, range: number): Generator<Run> {
  const counts = new Uint32Array(range + 1);
  for (const value of table) counts[value - least]! += 1;
  for (let place = 0; place <= range; place++) if (counts[place]! > 0) yield [least + place, counts[place]!];
}

function* sortedRuns(table: Float64Array): Generator<Run> {
  const sorted = table.toSorted();
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (sorted[to] === sorted[from]) to += 1;
    yield [sorted[from]!, to - from];
  }
}

/** @param table whole numbers; counted where they lie close together, which is many times faster than sorting */
export function levelsOf(table: Float64Array): Levels {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of table) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const range = greatest - least;
  const runs = range <= 4 * table.length ? countedRuns(table, least, range) : sortedRuns(table);
  const [values, below]: [number[], number[]] = [[], [0]];
  for (const [value, count] of runs) {
    values.push(value);
    below.push(below.at(-1)! + count);
  }
  return { values: Float64Array.from(values), below: Float64Array.from(below) };
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
