import type { NoOverlap, VariableColumns } from "@qtwin/model";

/** `before` ends, `lag` after its start, before `after` starts; `when`: only while this column is 1, −1: always. */
export interface Link {
  readonly before: number;
  readonly after: number;
  readonly lag: number;
  readonly when: number;
}

/** What is left of a no-overlap when the order of its settled activities stays. Activities are positions in it. */
export interface KeptOrders {
  /** Neighbouring activities whose order is open, with those around them where setups ask for it. */
  readonly open: readonly (readonly number[])[];
  readonly links: readonly Link[];
}

/** What is decided in a neighbourhood. */
export interface Freedom {
  readonly values: ArrayLike<number>;
  /** 1: the column is decided anew. */
  readonly free: Uint8Array;
  /** 1: the column was chosen; other free ones only follow. */
  readonly chosen: Uint8Array;
}

/**
 * The orders of an incumbent as precedences, except among neighbouring activities that were chosen: a partial order in
 * which what comes after the chosen ones can move with them. Activities that do not happen and were not chosen vanish.
 * What has one start only, as a downtime, is decided by nobody: chosen ones beside it may change sides.
 * Source: partial order schedules, Godard, Laborie and Nuijten (ICAPS 2005).
 */
export function keptOrders(
  structure: NoOverlap,
  { lower, upper }: Pick<VariableColumns, "lower" | "upper">,
  freedom: Freedom,
): KeptOrders {
  const order = consideredActivities(structure, freedom);
  const isDecided = (activity: number): boolean => isChosen(structure, freedom, activity);
  const hasOneStart = (activity: number): boolean =>
    lower[structure.start[activity]!] === upper[structure.start[activity]!];
  const open: (readonly number[])[] = [];
  const links: Link[] = [];
  let before = -1;
  for (let at = 0; at <= order.length; ) {
    const run = runFrom(order, at, isDecided, hasOneStart);
    at += run.length;
    const after = at < order.length ? order[at]! : -1;
    if (run.length === 0) linkNeighbours(structure, before, after, links);
    else {
      linkRun(structure, freedom, [before, ...run, after], links);
      const around = structure.setup ? [before, ...run, after].filter((each) => each >= 0) : run;
      if (around.length > 1) open.push(around);
    }
    before = after;
    at++;
  }
  return { open, links };
}

/** Neighbours from a place on that were chosen or have one start, empty when none of them was chosen. */
function runFrom(
  order: readonly number[],
  from: number,
  isDecided: (activity: number) => boolean,
  hasOneStart: (activity: number) => boolean,
): readonly number[] {
  let to = from;
  while (to < order.length && (isDecided(order[to]!) || hasOneStart(order[to]!))) to++;
  const run = order.slice(from, to);
  return run.some(isDecided) ? run : [];
}

/** Chosen activities are decided anew in when they start or in whether they happen. */
function isChosen({ start, present }: NoOverlap, { free, chosen }: Freedom, activity: number): boolean {
  const column = present[activity]!;
  return chosen[start[activity]!] === 1 || (column >= 0 && free[column] === 1);
}

/** By start, as the incumbent has it; an activity that may happen stands where it would start. */
function consideredActivities({ start, duration, present }: NoOverlap, { values, free }: Freedom): number[] {
  const list: number[] = [];
  for (let activity = 0; activity < start.length; activity++) {
    const column = present[activity]!;
    if (column < 0 || free[column] === 1 || values[column]! >= 0.5) list.push(activity);
  }
  return list.sort((a, b) => values[start[a]!]! - values[start[b]!]! || duration[a]! - duration[b]! || a - b);
}

function linkNeighbours(
  { duration, setup, start }: NoOverlap,
  before: number,
  after: number,
  links: Link[],
): void {
  if (before < 0 || after < 0) return;
  const lag = duration[before]! + (setup ? setup[before * start.length + after]! : 0);
  links.push({ before, after, lag, when: -1 });
}

/** The settled activities before and after a run stay there. */
function linkRun(
  { present, duration }: NoOverlap,
  { free }: Freedom,
  around: readonly number[],
  links: Link[],
): void {
  const [before, after] = [around[0]!, around.at(-1)!];
  for (const activity of around.slice(1, -1)) {
    const column = present[activity]!;
    const when = column >= 0 && free[column] === 1 ? column : -1;
    if (before >= 0) links.push({ before, after: activity, lag: duration[before]!, when });
    if (after >= 0) links.push({ before: activity, after, lag: duration[activity]!, when });
  }
  if (before >= 0 && after >= 0) links.push({ before, after, lag: duration[before]!, when: -1 });
}
