import type { Schedule } from "./schedule.ts";

/** A schedule as the places of its operations in time. */
export interface Member {
  readonly makespan: number;
  /** All operations in order of `moment`. */
  readonly order: Int32Array;
  /** Place of each operation in `order`. */
  readonly rank: Int32Array;
}

/** Operations in the middle of the time in which they can start without a longer makespan: that keeps all orders. */
export function memberOf(schedule: Schedule): Member {
  const { order, end, tail, place, makespan, shop } = schedule;
  const moment = Float64Array.from(
    order,
    (_, operation) => end[operation]! - shop.duration[operation]! - tail[operation]!,
  );
  const sorted = order.slice().sort((a, b) => moment[a]! - moment[b]! || place[a]! - place[b]!);
  const rank = new Int32Array(order.length);
  sorted.forEach((operation, at) => {
    rank[operation] = at;
  });
  return { makespan, order: sorted, rank };
}

/**
 * A list of operations between two schedules: every order of two operations that both have in common is kept, so that jobs
 * are, and no cycle can be. `share` is the weight of the second one.
 */
export function between(first: Member, second: Member, share: number): Int32Array {
  const key = Float64Array.from(first.rank, (rank, at) => (1 - share) * rank + share * second.rank[at]!);
  return first.order.slice().sort((a, b) => key[a]! - key[b]! || first.rank[a]! - first.rank[b]!);
}

/** Number of pairs of operations on one machine that the two schedules have in different order. */
export function distance(machines: readonly Int32Array[], first: Member, second: Member): number {
  let count = 0;
  for (const operations of machines) {
    const order = operations.slice().sort((a, b) => first.rank[a]! - first.rank[b]!);
    count += fallingPairs(order.map((operation) => second.rank[operation]!));
  }
  return count;
}

/** Number of pairs of different numbers of which the greater one comes first: counted while they are merged into order. */
function fallingPairs(numbers: Int32Array<ArrayBuffer>): number {
  const { length } = numbers;
  let [from, to] = [numbers, new Int32Array(length)];
  let count = 0;
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(length, start + width);
      const end = Math.min(length, start + 2 * width);
      let [left, right] = [start, middle];
      for (let write = start; write < end; write++) {
        if (right === end || (left < middle && from[left]! <= from[right]!)) to[write] = from[left++]!;
        else {
          count += middle - left;
          to[write] = from[right++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  return count;
}
