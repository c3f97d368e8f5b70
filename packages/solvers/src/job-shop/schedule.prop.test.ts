import { createRandom } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import { findCriticalPath } from "./critical-path.ts";
import { dispatch, reversed, simpleRule } from "./dispatch.ts";
import { estimateBackward, estimateForward } from "./estimates.ts";
import { ForbiddenOrders } from "./forbidden-orders.ts";
import { createJobShop, type JobShop, operationsByMachine } from "./job-shop.ts";
import { between, distance, memberOf } from "./population.ts";
import { Schedule } from "./schedule.ts";
import { TabuSearch } from "./tabu-search.ts";
import { arbitraryOrder, arbitraryShop } from "./testing/arbitrary-shop.ts";

const cases = fc.tuple(arbitraryShop(5, 5), fc.integer());

function loaded(shop: JobShop, order: Int32Array): Schedule {
  const schedule = new Schedule(shop);
  schedule.load(order);
  return schedule;
}

/** Longest paths by definition: repeated until nothing changes; null: there is a cycle. */
function longestPaths({ shop, machineBefore }: Schedule): number[] | null {
  const none = shop.operationCount;
  const end = Array.from({ length: none + 1 }, () => 0);
  for (let round = 0; round <= none + 1; round++) {
    let changed = false;
    for (let at = 0; at < none; at++) {
      const head = Math.max(shop.release[at]!, end[shop.jobBefore[at]!]!, end[machineBefore[at]!]!);
      const next = head + shop.duration[at]!;
      changed ||= next !== end[at];
      end[at] = next;
    }
    if (!changed) return end;
  }
  return null;
}

function expectFresh(schedule: Schedule): void {
  const fresh = loaded(schedule.shop, schedule.order);
  const none = schedule.shop.operationCount;
  expect(Array.from(schedule.end)).toEqual(longestPaths(schedule));
  expect(schedule.end).toEqual(fresh.end);
  expect(schedule.tail).toEqual(fresh.tail);
  expect(schedule.makespan).toBe(fresh.makespan);
  expect(schedule.machineBefore.subarray(0, none)).toEqual(fresh.machineBefore.subarray(0, none));
  expect(schedule.machineAfter.subarray(0, none)).toEqual(fresh.machineAfter.subarray(0, none));
  schedule.order.forEach((operation, at) => {
    expect(schedule.place[operation]).toBe(at);
  });
}

/** Operations of the machine of `from`, it first, in order. */
function chainFrom({ shop, machineAfter }: Schedule, from: number): number[] {
  const chain = [from];
  while (shop.machine[from]! >= 0 && machineAfter[chain.at(-1)!] !== shop.operationCount)
    chain.push(machineAfter[chain.at(-1)!]!);
  return chain;
}

const reaches = ({ shop, machineAfter }: Schedule, from: number, to: number): boolean => {
  const open = [from];
  const seen = new Set(open);
  for (const operation of open)
    for (const next of [shop.jobAfter[operation]!, machineAfter[operation]!])
      if (next !== shop.operationCount && !seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
  return seen.has(to);
};

test("after any moves heads, tails and order are those of a fresh computation, and exactly cycles are refused", () => {
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const random = createRandom(seed);
      const schedule = loaded(
        shop,
        arbitraryOrder(shop, (count) => random.integer(count)),
      );
      // Soon after as many moves as 32 bits can count.
      if (seed % 2 === 0) Object.assign(schedule, { stamp: 2 ** 31 - 5 });
      for (let move = 0; move < 20; move++) {
        const chain = chainFrom(schedule, random.integer(shop.operationCount));
        if (chain.length < 2) continue;
        const first = chain[0]!;
        const last = chain[1 + random.integer(chain.length - 1)]!;
        const none = shop.operationCount;
        if (random.integer(2) === 0) {
          const follower = shop.jobAfter[first]!;
          const isCycle = follower !== none && reaches(schedule, follower, last);
          expect(schedule.moveAfter(first, last)).toBe(!isCycle);
          if (!isCycle) expect(schedule.machineAfter[last]).toBe(first);
        } else {
          const leader = shop.jobBefore[last]!;
          const isCycle = leader !== none && reaches(schedule, first, leader);
          expect(schedule.moveBefore(last, first)).toBe(!isCycle);
          if (!isCycle) expect(schedule.machineAfter[last]).toBe(first);
        }
        expectFresh(schedule);
      }
    }),
    { numRuns: 60 },
  );
});

test("a critical path is as long as the makespan", () => {
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const random = createRandom(seed);
      const schedule = loaded(
        shop,
        arbitraryOrder(shop, (count) => random.integer(count)),
      );
      const path = new Int32Array(shop.operationCount);
      const length = findCriticalPath(schedule, path, new Xorshift(seed));
      const work = path.subarray(0, length).reduce((sum, operation) => sum + shop.duration[operation]!, 0);
      const last = path[length - 1]!;
      expect(schedule.end[last]! + shop.delivery[last]!).toBe(schedule.makespan);
      expect(shop.release[path[0]!]! + work).toBe(schedule.end[last]);
    }),
  );
});

test("the estimate of an exchange of neighbours is the longest path through them", () => {
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const random = createRandom(seed);
      const schedule = loaded(
        shop,
        arbitraryOrder(shop, (count) => random.integer(count)),
      );
      const [first, second] = chainFrom(schedule, random.integer(shop.operationCount));
      if (second === undefined) return;
      const pair = Int32Array.of(first!, second);
      const room = new Int32Array(2);
      const forward = estimateForward(schedule, pair, 0, 1, room, Infinity);
      const backward = estimateBackward(schedule, pair, 1, 0, room, Infinity);
      if (!schedule.moveAfter(first!, second)) return;
      const through = [first!, second].map(
        (each) => schedule.end[each]! - shop.duration[each]! + schedule.tail[each]!,
      );
      expect(forward).toBe(Math.max(...through));
      expect(backward).toBe(forward);
      expect(forward).toBeLessThanOrEqual(schedule.makespan);
    }),
  );
});

test("tabu search keeps a true schedule, and its best is what it says", () => {
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const random = createRandom(seed);
      const search = new TabuSearch(shop, seed);
      const start = arbitraryOrder(shop, (count) => random.integer(count));
      search.start(start);
      search.run(50, 0);
      expectFresh(search.schedule);
      expect(loaded(shop, search.bestOrder).makespan).toBe(search.bestMakespan);
      expect(search.bestMakespan).toBeLessThanOrEqual(loaded(shop, start).makespan);
    }),
    { numRuns: 60 },
  );
});

test("between two schedules every order that both have stays", () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ([shop, seed], share) => {
      const random = createRandom(seed);
      const some = () =>
        memberOf(
          loaded(
            shop,
            arbitraryOrder(shop, (count) => random.integer(count)),
          ),
        );
      const [first, second] = [some(), some()];
      const machines = operationsByMachine(shop);
      const order = between(first, second, share);
      const child = loaded(shop, order);
      expectFresh(child);
      const rank = new Int32Array(order.length);
      order.forEach((operation, at) => {
        rank[operation] = at;
      });
      const member = { order, rank, makespan: child.makespan };
      const apart = distance(machines, first, second);
      const isTurned = (a: number, b: number): boolean =>
        first.rank[a]! < first.rank[b]! && second.rank[a]! > second.rank[b]!;
      const turned = machines.flatMap((list) =>
        Array.from(list).flatMap((a) => Array.from(list).filter((b) => isTurned(a, b))),
      );
      expect(apart).toBe(turned.length);
      expect(distance(machines, first, member) + distance(machines, member, second)).toBe(apart);
      expect(loaded(shop, first.order).makespan).toBe(first.makespan);
    }),
  );
});

test("dispatching makes lists that keep all jobs, forwards and backwards", () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ([shop, seed], patience) => {
      const backward = reversed(shop);
      const order = dispatch(shop, { patience, noise: 1 }, createRandom(seed));
      const mirrored = dispatch(backward, { patience, noise: 0 }, createRandom(seed));
      const back = mirrored.map((operation) => shop.operationCount - 1 - operation).reverse();
      for (const list of [order, back]) {
        expect(new Set(list).size).toBe(shop.operationCount);
        for (const operation of list)
          if (shop.jobAfter[operation] !== shop.operationCount)
            expect(list.indexOf(operation)).toBeLessThan(list.indexOf(shop.jobAfter[operation]!));
      }
      expect(loaded(backward, mirrored).makespan).toBe(loaded(shop, back).makespan);
    }),
  );
});

/** Ends of machine-neighbours and of what a job has done, for each operation that a machine takes after a pause. */
function pauses(
  schedule: Schedule,
): { free: number; start: number; later: { ready: number; duration: number }[] }[] {
  const { shop, end, machineBefore } = schedule;
  return Array.from(schedule.order)
    .filter((operation) => shop.machine[operation]! >= 0)
    .map((operation) => ({
      free: end[machineBefore[operation]!]!,
      start: end[operation]! - shop.duration[operation]!,
      later: chainFrom(schedule, operation).map((each) => ({
        ready: Math.max(shop.release[each]!, end[shop.jobBefore[each]!]!),
        duration: shop.duration[each]!,
      })),
    }))
    .filter(({ free, start }) => start > free);
}

test("without patience no machine waits while something could be done, with it nothing fits into a pause", () => {
  let waits = 0;
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const hasty = loaded(shop, dispatch(shop, { patience: 0, noise: 1 }, createRandom(seed)));
      for (const { start, later } of pauses(hasty))
        for (const { ready } of later) expect(ready).toBeGreaterThanOrEqual(start);
      const patient = loaded(shop, dispatch(shop, { patience: 1, noise: 1 }, createRandom(seed)));
      for (const { free, start, later } of pauses(patient))
        for (const { ready, duration } of later) {
          expect(Math.max(ready, free) + duration).toBeGreaterThanOrEqual(start);
          if (ready < start) waits++;
        }
    }),
  );
  expect(waits).toBeGreaterThan(0);
});

test("of those that could start the one with most work left is taken", () => {
  const shop = createJobShop([
    [{ machine: 0, duration: 2 }],
    [
      { machine: 0, duration: 1 },
      { machine: 1, duration: 9 },
    ],
    [{ machine: 0, duration: 5 }],
  ]);
  expect(Array.from(dispatch(shop, simpleRule, createRandom(1)))).toEqual([1, 3, 2, 0]);
});

test("what is forbidden stays so until then, whatever else is; of very many pairs some share an entry", () => {
  fc.assert(
    fc.property(cases, ([shop, seed]) => {
      const random = createRandom(seed);
      const forbidden = new ForbiddenOrders(shop);
      const expected = new Map<string, number>();
      const lists = operationsByMachine(shop).filter(({ length }) => length > 0);
      for (let until = 1; until < 30 && lists.length > 0; until++) {
        const list = lists[random.integer(lists.length)]!;
        const [first, second] = [list[random.integer(list.length)]!, list[random.integer(list.length)]!];
        forbidden.forbid(first, second, until);
        expected.set(`${first} ${second}`, until);
      }
      for (const list of lists)
        for (const first of list)
          for (const second of list)
            expect(forbidden.until(first, second)).toBe(expected.get(`${first} ${second}`) ?? 0);
    }),
  );
  const wide = new ForbiddenOrders(createJobShop(Array(20_000).fill([{ machine: 0, duration: 1 }])));
  expect(wide.size).toBeLessThanOrEqual(2 ** 22);
  wide.forbid(19_999, 19_998, 7);
  expect(wide.until(19_999, 19_998)).toBe(7);
});
