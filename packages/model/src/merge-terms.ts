/** Terms c·x in any order and repeated, in columns of which the first `count` entries are used. */
export interface LooseTerms {
  readonly count: number;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** Terms c·x·y in any order and repeated, left ≤ right. */
export interface LoosePairs {
  readonly count: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

/** The columns of loose terms; those may be views of the input. */
export type Terms = Omit<LooseTerms, "count">;
export type Pairs = Omit<LoosePairs, "count">;

/**
 * Whether a sum of numbers, with this sum of their magnitudes, is 0 but for rounding: 0.1 + 0.2 − 0.3 is. Whole sums
 * have none.
 */
export const cancels = (sum: number, magnitude: number): boolean =>
  sum === 0 || (Math.abs(sum) <= magnitude * 2 ** -51 && !Number.isInteger(sum));

/** Below this, setting up buckets costs more than comparing. */
const fewTerms = 32;

/** By column, each once, without those that cancel. Linear time for long sums; equal terms add up in their order. */
export function mergedTerms(terms: LooseTerms): Terms {
  const { count, column, value } = terms;
  if (isAscending(column, count)) return withoutZeros(terms);
  const { least, most } = rangeOf(column, count);
  if (count < fewTerms || most - least > 16 * count) return sumUp(sorted(terms));
  return spread(column, value, 0, count, least, most - least + 1);
}

/** By left, then right, each pair once, without those that cancel. Linear time for long sums. */
export function mergedPairs(pairs: LoosePairs): Pairs {
  const { count, left, right } = pairs;
  if (arePairsAscending(pairs)) return pairsWithoutZeros(pairs);
  const lefts = rangeOf(left, count);
  if (count < fewTerms || lefts.most - lefts.least > 16 * count) return sumUpPairs(sortedPairs(pairs));
  const rights = rangeOf(right, count);
  if (rights.most - rights.least > 16 * count) return sumUpPairs(sortedPairs(pairs));
  return sumUpScattered(pairs, lefts, rights);
}

function isAscending(column: Int32Array, count: number): boolean {
  for (let at = 1; at < count; at++) if (column[at - 1]! >= column[at]!) return false;
  return true;
}

function arePairsAscending({ left, right, count }: LoosePairs): boolean {
  for (let at = 1; at < count; at++) {
    const step = left[at]! - left[at - 1]!;
    if (step < 0 || (step === 0 && right[at - 1]! >= right[at]!)) return false;
  }
  return true;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function rangeOf(column: Int32Array, count: number): Range {
  let [least, most] = [column[0]!, column[0]!];
  for (let at = 1; at < count; at++) {
    const each = column[at]!;
    if (each < least) least = each;
    else if (each > most) most = each;
  }
  return { least, most };
}

function withoutZeros({ count, column, value }: LooseTerms): Terms {
  const used = { column: column.subarray(0, count), value: value.subarray(0, count) };
  let kept = 0;
  for (let at = 0; at < count; at++) if (value[at] !== 0) kept++;
  if (kept === count) return used;
  const merged = { column: new Int32Array(kept), value: new Float64Array(kept) };
  let entry = 0;
  for (let at = 0; at < count; at++) {
    if (value[at] === 0) continue;
    merged.column[entry] = column[at]!;
    merged.value[entry++] = value[at]!;
  }
  return merged;
}

function pairsWithoutZeros({ count, left, right, value }: LoosePairs): Pairs {
  let zeros = 0;
  for (let at = 0; at < count; at++) if (value[at] === 0) zeros++;
  if (zeros === 0)
    return {
      left: left.subarray(0, count),
      right: right.subarray(0, count),
      value: value.subarray(0, count),
    };
  const kept = count - zeros;
  const merged = { left: new Int32Array(kept), right: new Int32Array(kept), value: new Float64Array(kept) };
  let entry = 0;
  for (let at = 0; at < count; at++) {
    if (value[at] === 0) continue;
    merged.left[entry] = left[at]!;
    merged.right[entry] = right[at]!;
    merged.value[entry++] = value[at]!;
  }
  return merged;
}

const orderBy = (count: number, compare: (a: number, b: number) => number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => compare(a, b) || a - b);

function sorted({ count, column, value }: LooseTerms): LooseTerms {
  const order = orderBy(count, (a, b) => column[a]! - column[b]!);
  return {
    count,
    column: Int32Array.from(order, (at) => column[at]!),
    value: Float64Array.from(order, (at) => value[at]!),
  };
}

function sortedPairs({ count, left, right, value }: LoosePairs): LoosePairs {
  const order = orderBy(count, (a, b) => left[a]! - left[b]! || right[a]! - right[b]!);
  return {
    count,
    left: Int32Array.from(order, (at) => left[at]!),
    right: Int32Array.from(order, (at) => right[at]!),
    value: Float64Array.from(order, (at) => value[at]!),
  };
}

function sumUp({ count, column, value }: LooseTerms): Terms {
  let kept = 0;
  for (let at = 0; at < count; ) {
    const variable = column[at]!;
    let [sum, magnitude] = [0, 0];
    for (; at < count && column[at] === variable; at++) {
      sum += value[at]!;
      magnitude += Math.abs(value[at]!);
    }
    if (cancels(sum, magnitude)) continue;
    column[kept] = variable;
    value[kept++] = sum;
  }
  return { column: column.subarray(0, kept), value: value.subarray(0, kept) };
}

function sumUpPairs({ count, left, right, value }: LoosePairs): Pairs {
  let kept = 0;
  for (let at = 0; at < count; ) {
    const a = left[at]!;
    const b = right[at]!;
    let sum = value[at++]!;
    if (at < count && right[at] === b && left[at] === a) {
      let magnitude = Math.abs(sum);
      for (; at < count && left[at] === a && right[at] === b; at++) {
        sum += value[at]!;
        magnitude += Math.abs(value[at]!);
      }
      if (cancels(sum, magnitude)) continue;
    }
    if (sum === 0) continue;
    left[kept] = a;
    right[kept] = b;
    value[kept++] = sum;
  }
  return { left: left.subarray(0, kept), right: right.subarray(0, kept), value: value.subarray(0, kept) };
}

/** Adds entries from … to − 1 up in one dense row of `width` columns. */
function spread(
  column: Int32Array,
  value: Float64Array,
  from: number,
  to: number,
  least: number,
  width: number,
): Terms {
  const row = new Float64Array(width);
  const magnitude = new Float64Array(width);
  for (let at = from; at < to; at++) {
    row[column[at]! - least]! += value[at]!;
    magnitude[column[at]! - least]! += Math.abs(value[at]!);
  }
  for (let at = 0; at < width; at++) if (cancels(row[at]!, magnitude[at]!)) row[at] = 0;
  let kept = 0;
  for (let at = 0; at < width; at++) if (row[at] !== 0) kept++;
  const merged = { column: new Int32Array(kept), value: new Float64Array(kept) };
  kept = 0;
  for (let at = 0; at < width; at++) {
    if (row[at] === 0) continue;
    merged.column[kept] = at + least;
    merged.value[kept++] = row[at]!;
  }
  return merged;
}

/** Where the entries of each column start, columns counted from `least`; one more place than there are columns. */
function startsOf(column: Int32Array, count: number, { least, most }: Range): Int32Array {
  const start = new Int32Array(most - least + 2);
  for (let at = 0; at < count; at++) start[column[at]! - least + 1]!++;
  for (let place = 0; place <= most - least; place++) start[place + 1]! += start[place]!;
  return start;
}

/** Sorts by right, then by left, keeping the order of equals: two passes of scattering. The first's memory takes the sums. */
function sumUpScattered({ count, left, right, value }: LoosePairs, lefts: Range, rights: Range): Pairs {
  const byRight = startsOf(right, count, rights);
  const byLeft = startsOf(left, count, lefts);
  const once = { left: new Int32Array(count), value: new Float64Array(count) };
  const next = byRight.slice();
  for (let at = 0; at < count; at++) {
    const place = next[right[at]! - rights.least]!++;
    once.left[place] = left[at]!;
    once.value[place] = value[at]!;
  }
  const twice = { count, left: once.left, right: new Int32Array(count), value: new Float64Array(count) };
  const nextOf = byLeft.slice();
  for (let column = 0; column <= rights.most - rights.least; column++)
    for (let at = byRight[column]!; at < byRight[column + 1]!; at++) {
      const place = nextOf[once.left[at]! - lefts.least]!++;
      twice.right[place] = column + rights.least;
      twice.value[place] = once.value[at]!;
    }
  for (let row = 0; row <= lefts.most - lefts.least; row++)
    twice.left.fill(row + lefts.least, byLeft[row], byLeft[row + 1]);
  return sumUpPairs(twice);
}
