import type { FamilyId } from "./families.ts";
import { equalMeansPct, gapPct, meanOf } from "./gaps.ts";
import { isUnreadable, type SolveRow } from "./rows.ts";
import { type Goal, goalsOf } from "./sets.ts";

export interface JudgedGoal extends Goal {
  /** Over the instances that were run and have a value to compare with; null: nothing to judge by at that time. */
  readonly met: boolean | null;
  /** Whether all instances that were chosen from the set have been run; else `met` may still change. */
  readonly complete: boolean;
}

/**
 * The goals of a set, judged by the rows of one solver. An instance without a solution misses them, one whose file nobody
 * can read does not count.
 * @param chosen how many instances of the set were to be run
 */
export function judgedGoals(
  family: FamilyId,
  set: string,
  rows: readonly SolveRow[],
  chosen: number,
): readonly JudgedGoal[] {
  const readable = rows.filter((row) => !isUnreadable(row));
  const complete = rows.length >= chosen;
  return goalsOf(family, set).map((goal) => ({ ...goal, met: isMet(goal, readable), complete }));
}

function isMet({ atS, pct, to }: Goal, rows: readonly SolveRow[]): boolean | null {
  const comparable = rows.flatMap((row) => {
    const reference = to === "bound" ? row.publishedBound : row.best;
    const isMeasured = row.timeS === atS || (atS === 10 && row.timeS > atS);
    return reference === null || !isMeasured ? [] : [{ row, reference }];
  });
  const gaps = comparable.flatMap(({ row, reference }) => {
    const reached = atS === 10 ? (row.at10S?.objective ?? null) : row.objective;
    return reached === null ? [] : [gapPct(row.sense, reached, reference)];
  });
  if (comparable.length === 0) return null;
  return gaps.length === comparable.length && meanOf(gaps)! <= pct + equalMeansPct;
}
