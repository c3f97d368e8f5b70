import type { Random } from "@qtwin/core";
import { Heap } from "../search/heap.ts";
import { type JobShop, sinksOf } from "./job-shop.ts";
import { MachineQueue } from "./machine-queue.ts";

/** What a dispatching rule weighs. */
export interface DispatchRule {
  /** 0: never lets a machine wait for an operation (non-delay); 1: any active schedule. */
  readonly patience: number;
  /** Spread of the random factor on the work left in a job; 0: none. */
  readonly noise: number;
}

/** What comes first: never wait, most work left, no chance. */
export const simpleRule: DispatchRule = { patience: 0, noise: 0 };

/**
 * A list of all operations as a dispatching rule takes them: of those that could start on a machine before its first one
 * could be done, the one with most work left in its job (Giffler and Thompson 1960). Always the machine whose choice is due
 * first: nothing that is not yet scheduled elsewhere could still come in time for it.
 */
export function dispatch(shop: JobShop, { patience, noise }: DispatchRule, random: Random): Int32Array {
  const { operationCount: none, machine, duration, jobBefore, jobAfter, release } = shop;
  const urgency = workLeft(shop);
  if (noise > 0) for (let at = 0; at < none; at++) urgency[at]! *= 1 + noise * random.next();
  const ready = new Float64Array(none);
  const state = new Uint8Array(none);
  const queues = Array.from(
    { length: shop.machineCount },
    () => new MachineQueue(duration, urgency, ready, state),
  );
  const limits = new Float64Array(shop.machineCount).fill(Infinity);
  const due = new Heap();
  const order = new Int32Array(none);
  let count = 0;
  const renew = (on: number): void => {
    limits[on] = queues[on]!.limit(patience);
    if (limits[on]! < Infinity) due.push(on, limits[on]!);
  };
  /** What needs no machine is done at once. */
  const arrive = (first: number, moment: number): void => {
    let time = moment;
    for (let operation = first; operation !== none; operation = jobAfter[operation]!) {
      time = Math.max(time, release[operation]!);
      const on = machine[operation]!;
      if (on >= 0) {
        ready[operation] = time;
        queues[on]!.add(operation);
        renew(on);
        return;
      }
      order[count++] = operation;
      time += duration[operation]!;
    }
  };
  for (let operation = 0; operation < none; operation++)
    if (jobBefore[operation] === none) arrive(operation, 0);
  while (due.size > 0) {
    const limit = due.topKey;
    const on = due.pop();
    if (limit !== limits[on]) continue;
    const { operation, end } = queues[on]!.take(limit);
    order[count++] = operation;
    renew(on);
    arrive(jobAfter[operation]!, end);
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
