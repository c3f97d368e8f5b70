import * as fc from "fast-check";
import { createJobShop, type JobShop } from "../job-shop.ts";

/** Small shops with all there can be: jobs that come back to a machine, waits, releases, deliveries, durations of 0. */
export const arbitraryShop = (mostJobs: number, mostOperations: number): fc.Arbitrary<JobShop> =>
  fc
    .array(
      fc.array(
        fc.record({
          machine: fc.integer({ min: -1, max: 2 }),
          duration: fc.integer({ min: 0, max: 9 }),
          release: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20 })),
          delivery: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20 })),
        }),
        { minLength: 1, maxLength: mostOperations },
      ),
      { minLength: 1, maxLength: mostJobs },
    )
    .map(createJobShop);

/** A random list of all operations that keeps the order of every job. */
export function arbitraryOrder(shop: JobShop, pick: (count: number) => number): Int32Array {
  const none = shop.operationCount;
  const ready = Array.from(Array(none).keys()).filter((operation) => shop.jobBefore[operation] === none);
  return Int32Array.from({ length: none }, () => {
    const at = pick(ready.length);
    const operation = ready[at]!;
    const after = shop.jobAfter[operation]!;
    if (after === none) ready.splice(at, 1);
    else ready[at] = after;
    return operation;
  });
}

/** Least makespan over all orders of all operations. */
export function exhaustiveMakespan(shop: JobShop): number {
  const none = shop.operationCount;
  const next = Array.from(Array(none).keys()).filter((operation) => shop.jobBefore[operation] === none);
  const jobReady = next.map(() => 0);
  const machineReady = Array.from({ length: shop.machineCount }, () => 0);
  let best = Infinity;
  const dispatch = (left: number, makespan: number): void => {
    if (makespan >= best) return;
    if (left === 0) best = makespan;
    next.forEach((operation, job) => {
      if (operation === none) return;
      const on = shop.machine[operation]!;
      const [before, free] = [jobReady[job]!, on < 0 ? 0 : machineReady[on]!];
      const end = Math.max(before, free, shop.release[operation]!) + shop.duration[operation]!;
      jobReady[job] = end;
      if (on >= 0) machineReady[on] = end;
      next[job] = shop.jobAfter[operation]!;
      dispatch(left - 1, Math.max(makespan, end + shop.delivery[operation]!));
      next[job] = operation;
      jobReady[job] = before;
      if (on >= 0) machineReady[on] = free;
    });
  };
  dispatch(none, 0);
  return best;
}
