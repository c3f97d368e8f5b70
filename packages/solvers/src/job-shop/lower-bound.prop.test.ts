import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lowerBound } from "./lower-bound.ts";
import { arbitraryShop, exhaustiveMakespan } from "./testing/arbitrary-shop.ts";

test("no schedule is shorter than the bound, and often the bound is met", () => {
  let met = 0;
  fc.assert(
    fc.property(arbitraryShop(3, 3), (shop) => {
      const best = exhaustiveMakespan(shop);
      const bound = lowerBound(shop);
      expect(bound).toBeLessThanOrEqual(best);
      if (bound === best) met++;
    }),
    { numRuns: 300 },
  );
  expect(met).toBeGreaterThan(150);
});
