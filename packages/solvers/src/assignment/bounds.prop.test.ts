import { createRandom } from "@qtwin/core";
import { assignmentCost } from "@qtwin/kernel";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BranchAndBound } from "./branch-and-bound.ts";
import { GilmoreLawler } from "./gilmore-lawler.ts";
import { LinearAssignment } from "./linear-assignment.ts";
import { arbitraryCosts, permutations } from "./testing/assignment-models.ts";

/** Tenths: sums of a few hundred products differ by less than this. */
const tolerance = 1e-9;

test("a linear assignment is the least over all permutations, and its prices prove it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1_000_000), (size, seed) => {
      const random = createRandom(seed);
      const cost = Float64Array.from({ length: size * size }, () => random.integer(20) - 5);
      const assignment = new LinearAssignment(8);
      const least = Math.min(
        ...permutations(size).map((order) =>
          order.reduce((sum, column, row) => sum + cost[row * size + column]!, 0),
        ),
      );
      expect(assignment.solve(size, cost)).toBe(least);
      for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++)
          expect(
            cost[row * size + column]! - assignment.rowPrice[row]! - assignment.columnPrice[column]!,
          ).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("the Gilmore–Lawler bound is never above any completion, whatever is fixed", () => {
  const seen = { tight: 0, below: 0 };
  fc.assert(
    fc.property(arbitraryCosts(6), fc.nat(6), fc.nat(10_000), (cost, fixedCount, seed) => {
      const { size } = cost;
      const all = permutations(size);
      const chosen = all[seed % all.length]!;
      const place = Int32Array.from(chosen, (each, i) => (i < fixedCount ? each : -1));
      const completions = all.filter((order) => place.every((each, i) => each === -1 || each === order[i]));
      const least = Math.min(...completions.map((order) => assignmentCost(cost, order)));
      const bound = new GilmoreLawler(cost).bound(place);
      expect(bound).toBeLessThanOrEqual(least + tolerance);
      if (fixedCount >= size) expect(bound).toBeCloseTo(least, 9);
      seen[bound > least - tolerance ? "tight" : "below"]++;
    }),
    { numRuns: 300 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
});

test("branch and bound ends at the least cost, and its bound is below it at every node", () => {
  fc.assert(
    fc.property(arbitraryCosts(6), fc.boolean(), (cost, knowsSome) => {
      const orders = permutations(cost.size);
      const least = Math.min(...orders.map((order) => assignmentCost(cost, order)));
      const search = new BranchAndBound(cost);
      const known = assignmentCost(cost, orders[0]!);
      if (knowsSome) search.upper = known;
      search.start();
      let bound = -Infinity;
      for (let nodes = 0; !search.isDone; nodes++) {
        expect(nodes).toBeLessThan(10_000);
        expect(search.bound).toBeLessThanOrEqual(least + tolerance);
        expect(search.bound).toBeGreaterThanOrEqual(bound);
        bound = search.bound;
        search.step(1);
      }
      expect(search.upper).toBeCloseTo(least, 9);
      if (search.found) expect(assignmentCost(cost, search.found)).toBe(search.upper);
      else expect(knowsSome && known).toBe(search.upper);
    }),
    { numRuns: 200 },
  );
});
