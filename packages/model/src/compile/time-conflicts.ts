import { modelError } from "../errors.ts";
import type { Pairs } from "../merge-terms.ts";
import type { TimeColumns } from "./time-columns.ts";

/**
 * When `first` starts at a time, `second` may not start from `before` earlier to `behind` later: at none when before +
 * behind is negative, at all earlier ones when `before` is Infinity. `first` has the lower columns.
 */
export interface Conflict {
  readonly first: TimeColumns;
  readonly second: TimeColumns;
  readonly before: number;
  readonly behind: number;
}

/** More entries do not fit in one typed array. */
const mostPairs = 2 ** 30;

/**
 * How many pairs of columns the conflicts forbid.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE for more pairs than memory can hold
 */
export function countForbidden(conflicts: readonly Conflict[], id: string): number {
  let count = 0;
  for (const conflict of conflicts) {
    const { earliest, latest } = conflict.first;
    for (let time = earliest; time <= latest; time++) count += Math.max(0, runAt(conflict, time));
  }
  if (count <= mostPairs) return count;
  throw modelError(
    "QT_MODEL_UNSUPPORTED_FEATURE",
    `'${id}' forbids ${count} pairs of start times.`,
    id,
    "Tighten the windows, or count in a larger unit.",
  );
}

/** The first time of `second` that is forbidden when `first` starts at `time`. */
const leastAt = ({ second, before }: Conflict, time: number): number =>
  Math.max(time - before, second.earliest);

/** How many times of `second` are forbidden then; not positive for none. */
const runAt = (conflict: Conflict, time: number): number =>
  Math.min(time + conflict.behind, conflict.second.latest) - leastAt(conflict, time) + 1;

/** Writes the pairs by left, then right, when conflicts come by the columns of `first`, then of `second`. */
export function fillForbidden(conflicts: readonly Conflict[], { left, right, value }: Pairs): void {
  value.fill(1);
  let entry = 0;
  for (let from = 0; from < conflicts.length; ) {
    const { first } = conflicts[from]!;
    let to = from;
    while (conflicts[to]?.first === first) to++;
    for (let time = first.earliest; time <= first.latest; time++) {
      const row = entry;
      for (let at = from; at < to; at++) {
        const conflict = conflicts[at]!;
        const length = runAt(conflict, time);
        const column = conflict.second.first - conflict.second.earliest + leastAt(conflict, time);
        for (let each = 0; each < length; each++) right[entry++] = column + each;
      }
      left.fill(first.first + time - first.earliest, row, entry);
    }
    from = to;
  }
}
