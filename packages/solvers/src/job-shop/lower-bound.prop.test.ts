import { createRandom } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createJobShop, type JobShop, operationsByMachine } from "./job-shop.ts";
import { BoundSearch } from "./lower-bound.ts";
import { Propagation } from "./propagation.ts";
import { isShavedAway } from "./shaving.ts";
import { arbitraryShop, exhaustiveMakespan } from "./testing/arbitrary-shop.ts";

const finish = <T>(steps: Generator<void, T>): T => {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

const searchOf = (shop: JobShop): BoundSearch => new BoundSearch(shop, operationsByMachine(shop));

test("no schedule is shorter than the bound, in whatever slices, and nearly always the bound is met", () => {
  let met = 0;
  fc.assert(
    fc.property(arbitraryShop(3, 3), fc.integer({ min: 1, max: 500 }), fc.nat(9), (shop, slice, above) => {
      const best = exhaustiveMakespan(shop);
      const search = searchOf(shop);
      let ceiling = best + above;
      for (let last = 0; !search.isDone; last = search.bound) {
        search.advance(slice, ceiling);
        if (ceiling > best) ceiling--;
        expect(search.bound).toBeGreaterThanOrEqual(last);
      }
      expect(search.bound).toBeLessThanOrEqual(best);
      if (search.bound === best) met++;
    }),
    { numRuns: 300 },
  );
  expect(met).toBeGreaterThan(285);
});

test("neither edge-finding nor shaving refutes a makespan that can be", () => {
  fc.assert(
    fc.property(arbitraryShop(4, 3), fc.nat(9), (shop, above) => {
      const best = exhaustiveMakespan(shop);
      const propagation = new Propagation(shop, operationsByMachine(shop));
      for (const makespan of [best, best + above]) {
        expect(finish(propagation.refute(makespan))).toBe(false);
        expect(finish(isShavedAway(propagation, makespan))).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test("shaving refutes most makespans that edge-finding leaves open", () => {
  const random = createRandom(5);
  let byShaving = 0;
  for (let round = 0; round < 10; round++) {
    const jobs = Array.from({ length: 6 }, () => {
      const keys = Array.from({ length: 6 }, () => random.next());
      const machines = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
      return machines.map((machine) => ({ machine, duration: 1 + random.integer(99) }));
    });
    const shop = createJobShop(jobs);
    const propagation = new Propagation(shop, operationsByMachine(shop));
    let makespan = searchOf(shop).bound;
    while (finish(propagation.refute(makespan))) makespan++;
    if (finish(isShavedAway(propagation, makespan))) byShaving++;
  }
  expect(byShaving).toBeGreaterThanOrEqual(3);
});

test("a machine of very many operations is not looked at, and its load is the bound", () => {
  const jobs = Array.from({ length: 5000 }, (_, at) => [{ machine: 0, duration: 2, release: at % 3 }]);
  const search = searchOf(createJobShop(jobs));
  expect(search.bound).toBe(10_000);
  for (let slice = 0; slice < 10; slice++) search.advance(100_000, 10_001);
  expect(search.isDone).toBe(true);
});
