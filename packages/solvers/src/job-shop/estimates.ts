import type { Schedule } from "./schedule.ts";

/**
 * Longest path through the operations path[at … to] of one machine, if the first of them came right after the last; what
 * lies outside counts as before. Of two neighbours it is exact. Any number above `limit` stands for all of them.
 * @param room for as many operations as `path` has
 *
 * Sources: Taillard 1994; Balas, Vazacopoulos 1998.
 */
export function estimateForward(
  schedule: Schedule,
  path: Int32Array,
  at: number,
  to: number,
  room: Int32Array,
  limit: number,
): number {
  const { end, tail, machineBefore, machineAfter, shop } = schedule;
  const { jobBefore, jobAfter, duration, release, delivery } = shop;
  const operation = path[at]!;
  let ready = end[machineBefore[operation]!]!;
  for (let each = at + 1; each <= to; each++) {
    const other = path[each]!;
    ready = Math.max(ready, end[jobBefore[other]!]!, release[other]!);
    room[each] = ready;
    ready = (ready + duration[other]!) | 0;
  }
  ready = Math.max(ready, end[jobBefore[operation]!]!, release[operation]!);
  let rest = Math.max(tail[machineAfter[path[to]!]!]!, tail[jobAfter[operation]!]!, delivery[operation]!);
  rest = (rest + duration[operation]!) | 0;
  let longest = (ready + rest) | 0;
  for (let each = to; each > at; each--) {
    if (longest > limit) return longest;
    const other = path[each]!;
    rest = (Math.max(rest, tail[jobAfter[other]!]!, delivery[other]!) + duration[other]!) | 0;
    longest = Math.max(longest, (room[each]! + rest) | 0);
  }
  return longest;
}

/** The mirror image of `estimateForward`: the last of path[to … at] comes right before the first. */
export function estimateBackward(
  schedule: Schedule,
  path: Int32Array,
  at: number,
  to: number,
  room: Int32Array,
  limit: number,
): number {
  const { end, tail, machineBefore, machineAfter, shop } = schedule;
  const { jobBefore, jobAfter, duration, release, delivery } = shop;
  const operation = path[at]!;
  let rest = tail[machineAfter[operation]!]!;
  for (let each = at - 1; each >= to; each--) {
    const other = path[each]!;
    rest = (Math.max(rest, tail[jobAfter[other]!]!, delivery[other]!) + duration[other]!) | 0;
    room[each] = rest;
  }
  rest = (Math.max(rest, tail[jobAfter[operation]!]!, delivery[operation]!) + duration[operation]!) | 0;
  let ready = Math.max(end[machineBefore[path[to]!]!]!, end[jobBefore[operation]!]!, release[operation]!);
  let longest = (ready + rest) | 0;
  ready = (ready + duration[operation]!) | 0;
  for (let each = to; each < at; each++) {
    if (longest > limit) return longest;
    const other = path[each]!;
    ready = Math.max(ready, end[jobBefore[other]!]!, release[other]!);
    longest = Math.max(longest, (ready + room[each]!) | 0);
    ready = (ready + duration[other]!) | 0;
  }
  return longest;
}
