import type { Random } from "@qtwin/core";
import { type JobShop, sinksOf } from "./job-shop.ts";

/** What a dispatching rule weighs. */
export interface DispatchRule {
  /** 0: never lets a machine wait for an operation (non-delay); 1: any active schedule. */
  readonly patience: number;
  /** Spread of the random factor on the work left in a job; 0: none. */
  readonly noise: number;
}

/**
 * A list of all operations as a dispatching rule takes them: of those that could start before the first of them could be
 * done, the one with most work left in its job (Giffler and Thompson 1960).
 */
export function dispatch(shop: JobShop, { patience, noise }: DispatchRule, random: Random): Int32Array {
  const { operationCount: none, machine, duration, jobBefore, jobAfter, release } = shop;
  const left = workLeft(shop);
  const next = Int32Array.from(Array(none).keys()).filter((operation) => jobBefore[operation] === none);
  const jobReady = new Float64Array(next.length);
  const machineReady = new Float64Array(shop.machineCount);
  const start = new Float64Array(next.length);
  const order = new Int32Array(none);
  for (let at = 0; at < none; at++) {
    let firstStart = Infinity;
    let firstEnd = Infinity;
    for (let job = 0; job < next.length; job++) {
      const operation = next[job]!;
      if (operation === none) continue;
      const on = machine[operation]!;
      const ready = Math.max(jobReady[job]!, release[operation]!);
      start[job] = on < 0 ? ready : Math.max(ready, machineReady[on]!);
      firstStart = Math.min(firstStart, start[job]!);
      firstEnd = Math.min(firstEnd, start[job]! + duration[operation]!);
    }
    const limit = firstStart + patience * (firstEnd - firstStart);
    let chosen = -1;
    let most = -1;
    for (let job = 0; job < next.length; job++) {
      const operation = next[job]!;
      if (operation === none || (start[job]! >= limit && start[job]! > firstStart)) continue;
      const work = noise === 0 ? left[operation]! : left[operation]! * (1 + noise * random.next());
      if (work <= most) continue;
      most = work;
      chosen = job;
    }
    const operation = next[chosen]!;
    order[at] = operation;
    const done = start[chosen]! + duration[operation]!;
    jobReady[chosen] = done;
    if (machine[operation]! >= 0) machineReady[machine[operation]!] = done;
    next[chosen] = jobAfter[operation]!;
  }
  return order;
}

/** Work from the start of each operation to the end of its job. */
function workLeft({ operationCount: none, duration, delivery, jobAfter }: JobShop): Float64Array {
  const left = new Float64Array(none + 1);
  for (let operation = none - 1; operation >= 0; operation--)
    left[operation] = duration[operation]! + Math.max(left[jobAfter[operation]!]!, delivery[operation]!);
  return left;
}

/** The same shop with time running backwards: reversed lists of operations of one are lists of the other. */
export function reversed(shop: JobShop): JobShop {
  const none = shop.operationCount;
  const mirrored = (column: Int32Array): Int32Array =>
    Int32Array.from(column, (_, at) => column[at === none ? none : none - 1 - at]!);
  const numbers = (column: Int32Array): Int32Array =>
    mirrored(column).map((operation) => (operation === none ? none : none - 1 - operation));
  const jobAfter = numbers(shop.jobBefore);
  const delivery = mirrored(shop.release);
  return {
    operationCount: none,
    machineCount: shop.machineCount,
    machine: mirrored(shop.machine),
    duration: mirrored(shop.duration),
    jobBefore: numbers(shop.jobAfter),
    jobAfter,
    release: mirrored(shop.delivery),
    delivery,
    sinks: sinksOf(none, jobAfter, delivery),
  };
}
