import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conflictRows } from "./conflict-rows.ts";

/** Every set of literals, as the bits of a number. */
const sets = (count: number): number[] => Array.from({ length: 2 ** count }, (_, bits) => bits);
const has = (set: number, literal: number): boolean => (set & (1 << literal)) !== 0;

const rowArbitrary = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 7 }),
  limit: fc.integer({ min: 0, max: 20 }),
});

test("the rows allow exactly the sets that are light enough; null only where no such rows exist", () => {
  let found = 0;
  fc.assert(
    fc.property(rowArbitrary, ({ weights, limit }) => {
      const isLight = (set: number): boolean =>
        weights.reduce((sum, weight, at) => sum + (has(set, at) ? weight : 0), 0) <= limit;
      const hasConflict = (set: number): boolean =>
        weights.some((weight, a) =>
          weights.some((other, b) => a < b && has(set, a) && has(set, b) && weight + other > limit),
        );
      const rows = conflictRows(Float64Array.from(weights), limit);
      const isPossible = sets(weights.length).every((set) => isLight(set) !== hasConflict(set));
      expect(rows !== null).toBe(isPossible);
      if (!rows) return;
      found++;
      const isAllowed = (set: number): boolean =>
        rows.every((row) => row.filter((literal) => has(set, literal)).length <= 1);
      for (const set of sets(weights.length)) expect(isAllowed(set)).toBe(isLight(set));
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(50);
});

test("n of them only with y: a pair for each", () => {
  expect(conflictRows(Float64Array.of(1, 1, 1, 3), 3)).toEqual([
    [2, 3],
    [1, 3],
    [0, 3],
  ]);
});
