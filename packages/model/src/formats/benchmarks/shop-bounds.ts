import {
  impossibleSetup,
  jobCount,
  leastDurations,
  machinesOf,
  operationCount,
  optionsOf,
  type Shop,
  setupBetween,
} from "./shop.ts";

export interface ShopBounds {
  /** Makespan of some schedule: a best one is no longer. */
  readonly horizon: number;
  /** No schedule is shorter. */
  readonly shortest: number;
  /** Least time from the start of the shop to the start of each operation. */
  readonly head: Float64Array;
  /** Least time from the start of each operation to the end of the shop. */
  readonly tail: Float64Array;
}

export function shopBounds(shop: Shop): ShopBounds {
  const least = leastDurations(shop);
  const head = new Float64Array(least.length);
  const tail = new Float64Array(least.length);
  let longestJob = 0;
  for (let job = 0; job < jobCount(shop); job++) {
    const [from, to] = [shop.jobStart[job]!, shop.jobStart[job + 1]!];
    for (let at = from + 1; at < to; at++) head[at] = head[at - 1]! + least[at - 1]!;
    for (let at = to - 1; at >= from; at--) tail[at] = least[at]! + (at + 1 < to ? tail[at + 1]! : 0);
    longestJob = Math.max(longestJob, tail[from]!);
  }
  const found = listSchedule(shop, tail);
  const horizon = found < impossibleSetup ? found : oneAfterAnother(shop);
  return { horizon, shortest: Math.max(longestJob, largestLoad(shop)), head, tail };
}

/** Work that only one machine can do, on the machine with most of it. */
function largestLoad(shop: Shop): number {
  const load = new Map(machinesOf(shop).map((machine) => [machine, 0]));
  for (let operation = 0; operation < operationCount(shop); operation++) {
    const [option, ...others] = optionsOf(shop, operation);
    if (option === undefined || others.length > 0) continue;
    const machine = shop.machine[option]!;
    load.set(machine, load.get(machine)! + shop.duration[option]!);
  }
  return Math.max(...load.values());
}

/** Every operation alone, with its longest duration and its longest setup: some such schedule exists unless none does. */
function oneAfterAnother(shop: Shop): number {
  let sum = 0;
  const count = operationCount(shop);
  for (let operation = 0; operation < count; operation++) {
    sum += Math.max(...optionsOf(shop, operation).map((option) => shop.duration[option]!));
    let longest = 0;
    for (const option of optionsOf(shop, operation))
      for (let before = 0; before < count; before++) {
        const time = setupBetween(shop, shop.machine[option]!, before, operation);
        if (time < impossibleSetup) longest = Math.max(longest, time);
      }
    sum += longest;
  }
  return sum;
}

/**
 * Makespan of a schedule made by one rule: always the operation that can start first, on the machine that ends it first;
 * among equals the one with most work behind it.
 */
function listSchedule(shop: Shop, tail: Float64Array): number {
  const next = shop.jobStart.slice(0, -1);
  const jobReady = new Float64Array(next.length);
  const machineReady = new Map(machinesOf(shop).map((machine) => [machine, { ready: 0, last: -1 }]));
  const waiting = new Set(next.keys());
  const bestOption = (
    job: number,
  ): { readonly start: number; readonly end: number; readonly option: number } => {
    let best = { start: Infinity, end: Infinity, option: -1 };
    const operation = next[job]!;
    for (let option = shop.optionStart[operation]!; option < shop.optionStart[operation + 1]!; option++) {
      const machine = shop.machine[option]!;
      const { ready, last } = machineReady.get(machine)!;
      const gap = last < 0 ? 0 : setupBetween(shop, machine, last, operation);
      const start = Math.max(jobReady[job]!, ready + gap);
      const end = start + shop.duration[option]!;
      if (end < best.end) best = { start, end, option };
    }
    return best;
  };
  while (waiting.size > 0) {
    let chosen = -1;
    let best = { start: Infinity, end: Infinity, option: -1 };
    for (const job of waiting) {
      const candidate = bestOption(job);
      const isFirst = candidate.start < best.start;
      const isLonger = candidate.start === best.start && tail[next[job]!]! > tail[next[chosen]!]!;
      if (isFirst || isLonger) [chosen, best] = [job, candidate];
    }
    machineReady.set(shop.machine[best.option]!, { ready: best.end, last: next[chosen]! });
    jobReady[chosen] = best.end;
    next[chosen]!++;
    if (next[chosen] === shop.jobStart[chosen + 1]) waiting.delete(chosen);
  }
  return Math.max(...jobReady);
}
