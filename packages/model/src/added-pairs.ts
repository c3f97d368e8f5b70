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

/** Two lists, which is the usual case, need no sorting: the lesser of both heads comes next. */
function zipped({ pairs: a, weight: p }: WeightedPairs, { pairs: b, weight: q }: WeightedPairs): Pairs {
  const [ends, others] = [a.value.length, b.value.length];
  const sum = newPairs(ends + others);
  let [i, j, kept] = [0, 0, 0];
  while (i < ends || j < others) {
    const order = i === ends ? 1 : j === others ? -1 : a.left[i]! - b.left[j]! || a.right[i]! - b.right[j]!;
    sum.left[kept] = order <= 0 ? a.left[i]! : b.left[j]!;
    sum.right[kept] = order <= 0 ? a.right[i]! : b.right[j]!;
    if (order < 0) sum.value[kept++] = p * a.value[i++]!;
    else if (order > 0) sum.value[kept++] = q * b.value[j++]!;
    else {
      const [x, y] = [p * a.value[i++]!, q * b.value[j++]!];
      if (!cancels(x + y, Math.abs(x) + Math.abs(y))) sum.value[kept++] = x + y;
    }
  }
  return kept === sum.value.length ? sum : shortened(sum, kept);
}

const shortened = ({ left, right, value }: Pairs, count: number): Pairs => ({
  left: left.slice(0, count),
  right: right.slice(0, count),
  value: value.slice(0, count),
});
