import { cancels, mergedPairs, type Pairs } from "./merge-terms.ts";

/** Merged pairs, each times `weight`. */
export interface WeightedPairs {
  readonly pairs: Pairs;
  readonly weight: number;
}

/** The sum of lists of merged pairs, merged, in arrays of its own; equal pairs add up in the order of the lists. */
export function addedPairs(lists: readonly WeightedPairs[]): Pairs {
  const [first, second] = lists;
  return first && second && lists.length === 2 ? zipped(first, second) : mergedPairs(joined(lists));
}

const newPairs = (count: number): Pairs => ({
  left: new Int32Array(count),
  right: new Int32Array(count),
  value: new Float64Array(count),
});

function joined(lists: readonly WeightedPairs[]): Pairs & { readonly count: number } {
  const count = lists.reduce((sum, { pairs }) => sum + pairs.value.length, 0);
  const all = newPairs(count);
  let from = 0;
  for (const { pairs, weight } of lists) {
    all.left.set(pairs.left, from);
    all.right.set(pairs.right, from);
    for (let entry = 0; entry < pairs.value.length; entry++)
      all.value[from + entry] = weight * pairs.value[entry]!;
    from += pairs.value.length;
  }
  return { count, ...all };
}

/** Two lists, which is the usual case, need no sorting: what comes before the other's head is copied in one go. */
function zipped(first: WeightedPairs, second: WeightedPairs): Pairs {
  const [a, b] = [first.pairs, second.pairs];
  const sum = newPairs(a.value.length + b.value.length);
  let [i, j, kept] = [0, 0, 0];
  while (i < a.value.length && j < b.value.length) {
    const order = a.left[i]! - b.left[j]! || a.right[i]! - b.right[j]!;
    if (order < 0) {
      const to = runEnd(a, i + 1, b.left[j]!, b.right[j]!);
      kept = copy(first, i, to, sum, kept);
      i = to;
    } else if (order > 0) {
      const to = runEnd(b, j + 1, a.left[i]!, a.right[i]!);
      kept = copy(second, j, to, sum, kept);
      j = to;
    } else kept = addTwo(first, i++, second, j++, sum, kept);
  }
  kept = copy(first, i, a.value.length, sum, kept);
  kept = copy(second, j, b.value.length, sum, kept);
  return kept === sum.value.length ? sum : shortened(sum, kept);
}

/** Where the entries from `at` on are no longer before this pair. */
function runEnd({ left, right }: Pairs, at: number, otherLeft: number, otherRight: number): number {
  while (at < left.length && left[at]! < otherLeft) at++;
  while (at < left.length && left[at] === otherLeft && right[at]! < otherRight) at++;
  return at;
}

/** Shorter runs are copied faster one by one. */
const longRun = 16;

/** @returns how many entries the sum has now */
function copy({ pairs, weight }: WeightedPairs, from: number, to: number, sum: Pairs, kept: number): number {
  if (to - from < longRun)
    for (let at = from; at < to; at++) {
      sum.left[kept + at - from] = pairs.left[at]!;
      sum.right[kept + at - from] = pairs.right[at]!;
    }
  else {
    sum.left.set(pairs.left.subarray(from, to), kept);
    sum.right.set(pairs.right.subarray(from, to), kept);
  }
  for (let at = from; at < to; at++) sum.value[kept + at - from] = weight * pairs.value[at]!;
  return kept + to - from;
}

function addTwo(
  first: WeightedPairs,
  i: number,
  second: WeightedPairs,
  j: number,
  sum: Pairs,
  kept: number,
): number {
  const [x, y] = [first.weight * first.pairs.value[i]!, second.weight * second.pairs.value[j]!];
  if (cancels(x + y, Math.abs(x) + Math.abs(y))) return kept;
  sum.left[kept] = first.pairs.left[i]!;
  sum.right[kept] = first.pairs.right[i]!;
  sum.value[kept] = x + y;
  return kept + 1;
}

const shortened = ({ left, right, value }: Pairs, count: number): Pairs => ({
  left: left.slice(0, count),
  right: right.slice(0, count),
  value: value.slice(0, count),
});
