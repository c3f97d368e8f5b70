import type { Cumulative } from "@qtwin/model";
import type { Freedom } from "./kept-orders.ts";

/** What of a cumulative the activities that are decided anew can meet, when they stay near where they are. */
export interface NearActivities {
  /** Positions in the structure. */
  readonly activities: readonly number[];
  /** Between these moments the free ones start and end. */
  readonly from: number;
  readonly to: number;
}

/** Smaller ones are taken whole. */
const mostWhole = 60;

/**
 * Each pair of activities that may meet costs variables: in a large cumulative the free ones stay between the first start
 * and the last end of them all, give or take the longest, and what lies outside is left out. Null: it stays whole.
 */
export function nearActivities(
  { start, duration, present }: Cumulative,
  { values, free }: Freedom,
): NearActivities | null {
  const all = Array.from(start.keys());
  if (all.length <= mostWhole) return null;
  const isFree = (activity: number): boolean =>
    free[start[activity]!] === 1 || (present[activity]! >= 0 && free[present[activity]!] === 1);
  const [open, settled] = [all.filter(isFree), all.filter((activity) => !isFree(activity))];
  if (settled.length === 0) return null;
  const begin = (activity: number): number => values[start[activity]!]!;
  const end = (activity: number): number => begin(activity) + duration[activity]!;
  const longest = open.reduce((most, activity) => Math.max(most, duration[activity]!), 0);
  const from = open.reduce((least, activity) => Math.min(least, begin(activity)), Infinity) - longest;
  const to = open.reduce((most, activity) => Math.max(most, end(activity)), -Infinity) + longest;
  const near = settled.filter((activity) => begin(activity) < to && end(activity) > from);
  return { activities: [...open, ...near].sort((a, b) => a - b), from, to };
}
