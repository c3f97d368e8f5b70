import { findEdges, type Windows } from "./edge-finding.ts";
import type { JobShop } from "./job-shop.ts";
import { operationsByMachine } from "./population.ts";

/** Operations times passes over a window of time; then the bound so far is the answer. */
const mostPasses = 40;

/**
 * A makespan below which there is no schedule: the least one that edge-finding on every machine, and the orders of the jobs,
 * do not refute. At least the bound of each machine alone with preemption (Jackson).
 */
export function lowerBound(shop: JobShop): number {
  const machines = operationsByMachine(shop.machine.subarray(0, shop.operationCount), shop.machineCount);
  let low = trivialBound(shop, machines);
  let step = 1;
  while (isRefuted(shop, machines, low)) {
    low += step;
    step *= 2;
  }
  // Refuted: low − step/2 (or nothing); not refuted: low.
  let refuted = step === 1 ? low - 1 : low - step / 2;
  while (low - refuted > 1) {
    const middle = refuted + Math.floor((low - refuted) / 2);
    if (isRefuted(shop, machines, middle)) refuted = middle;
    else low = middle;
  }
  return low;
}

/** The longest job, and the load of each machine between its least head and its least tail. */
function trivialBound(shop: JobShop, machines: readonly Int32Array[]): number {
  const { head, tail } = pathsOfJobs(shop);
  let bound = 0;
  for (let operation = 0; operation < shop.operationCount; operation++)
    bound = Math.max(bound, head[operation]! + tail[operation]!);
  for (const operations of machines) {
    if (operations.length === 0) continue;
    let [load, least, last] = [0, Infinity, Infinity];
    for (const operation of operations) {
      load += shop.duration[operation]!;
      least = Math.min(least, head[operation]!);
      last = Math.min(last, tail[operation]! - shop.duration[operation]!);
    }
    bound = Math.max(bound, least + load + last);
  }
  return bound;
}

/** Longest paths within the jobs: to the start of each operation, and from its start to the end. */
function pathsOfJobs(shop: JobShop): { head: Int32Array; tail: Int32Array } {
  const { operationCount: none, duration, release, delivery, jobBefore, jobAfter } = shop;
  const head = new Int32Array(none + 1);
  const tail = new Int32Array(none + 1);
  for (let at = 0; at < none; at++) {
    const before = jobBefore[at]!;
    head[at] = Math.max(release[at]!, before === none ? 0 : head[before]! + duration[before]!);
  }
  for (let at = none - 1; at >= 0; at--)
    tail[at] = duration[at]! + Math.max(delivery[at]!, tail[jobAfter[at]!]!);
  return { head, tail };
}

/** Whether no schedule with this makespan can be; false also where that is not seen. */
function isRefuted(shop: JobShop, machines: readonly Int32Array[], makespan: number): boolean {
  const { head, tail } = pathsOfJobs(shop);
  const windows: Windows = { start: head, end: tail.map((time, at) => makespan - time + shop.duration[at]!) };
  for (let pass = 0; pass < mostPasses; pass++) {
    let changed = false;
    for (const operations of machines) {
      const found = findEdges(operations, shop.duration, windows);
      if (found === "impossible") return true;
      changed ||= found === "tighter";
    }
    if (!changed) return false;
    if (!propagateJobs(shop, windows)) return true;
  }
  return false;
}

/** Windows of neighbours in a job follow from each other; false: one has no room. */
function propagateJobs(shop: JobShop, { start, end }: Windows): boolean {
  const { operationCount: none, duration, jobBefore, jobAfter } = shop;
  for (let at = 0; at < none; at++) {
    const before = jobBefore[at]!;
    if (before !== none) start[at] = Math.max(start[at]!, start[before]! + duration[before]!);
  }
  for (let at = none - 1; at >= 0; at--) {
    const after = jobAfter[at]!;
    if (after !== none) end[at] = Math.min(end[at]!, end[after]! - duration[after]!);
    if (start[at]! + duration[at]! > end[at]!) return false;
  }
  return true;
}
