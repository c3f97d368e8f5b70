import type { Xorshift } from "../search/xorshift.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Writes a critical path, its first operation first, into `path`; of several a random one.
 * @param path room for all operations
 * @returns the number of its operations
 */
export function findCriticalPath(schedule: Schedule, path: Int32Array, random: Xorshift): number {
  const { end, machineBefore, makespan, shop } = schedule;
  const { jobBefore, duration, release, delivery, sinks, operationCount: none } = shop;
  let operation = none;
  let count = 0;
  for (let each = 0; each < sinks.length; each++) {
    const sink = sinks[each]!;
    if (end[sink]! + delivery[sink]! === makespan && random.below(++count) === 0) operation = sink;
  }
  let write = path.length;
  while (operation !== none) {
    path[--write] = operation;
    const head = end[operation]! - duration[operation]!;
    const inJob = jobBefore[operation]!;
    const onMachine = machineBefore[operation]!;
    const byJob = inJob !== none && end[inJob] === head;
    const byMachine = onMachine !== none && end[onMachine] === head;
    if (head === release[operation] && head > 0) operation = none;
    else if (byMachine && (!byJob || random.below(2) === 0)) operation = onMachine;
    else operation = byJob ? inJob : none;
  }
  path.copyWithin(0, write);
  return path.length - write;
}
