import { modelError } from "../errors.ts";
import type { Pairs } from "../merge-terms.ts";
import type { TimeColumns } from "./time-columns.ts";

/** Times of `second` that are forbidden when `first` starts at a time: from … to, none when from > to. */
export type ConflictingTimes = (time: number) => readonly [from: number, to: number];

/** `first` has the lower columns. */
export interface Conflict {
  readonly first: TimeColumns;
  readonly second: TimeColumns;
  readonly times: ConflictingTimes;
}

/** More entries do not fit in one typed array. */
const mostPairs = 2 ** 30;

/**
 * The pairs of columns that conflicts forbid, by left, then right, when conflicts come by the columns of `first`, then
 * of `second`. No object a pair: two passes, the first counts.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE for more pairs than memory can hold
 */
export function forbiddenPairs(conflicts: readonly Conflict[], id: string): Pairs {
  let count = 0;
  eachRun(conflicts, (_, __, length) => {
    count += length;
  });
  if (count > mostPairs) {
    const message = `'${id}' forbids ${count} pairs of start times.`;
    throw modelError(
      "QT_MODEL_UNSUPPORTED_FEATURE",
      message,
      id,
      "Tighten the windows, or count in a larger unit.",
    );
  }
  const pairs = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    value: new Float64Array(count).fill(1),
  };
  let entry = 0;
  eachRun(conflicts, (left, right, length) => {
    pairs.left.fill(left, entry, entry + length);
    for (let at = 0; at < length; at++) pairs.right[entry++] = right + at;
  });
  return pairs;
}

/** Runs of neighbouring columns `right` … that are forbidden beside `left`. */
function eachRun(
  conflicts: readonly Conflict[],
  visit: (left: number, right: number, length: number) => void,
): void {
  for (let from = 0; from < conflicts.length; ) {
    const { first } = conflicts[from]!;
    let to = from;
    while (conflicts[to]?.first === first) to++;
    for (let time = first.earliest; time <= first.latest; time++)
      for (let at = from; at < to; at++) {
        const { second, times } = conflicts[at]!;
        const [low, high] = times(time);
        const least = Math.max(low, second.earliest);
        const length = Math.min(high, second.latest) - least + 1;
        if (length > 0)
          visit(first.first + time - first.earliest, second.first + least - second.earliest, length);
      }
    from = to;
  }
}
