import fc from "fast-check";
import { expect, test } from "vitest";
import { checkPairs, conflicts, type Left, possible } from "./compatible.ts";
import type { MovedSum } from "./moves.ts";

/** Up to four groups of up to three moves, the first of which changes nothing and is always allowed. */
const problems = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).chain((sizes) =>
  fc.record({
    left: fc.constant<Left>(sizes.map((size) => Array.from({ length: size }, (_, move) => move))),
    sums: fc.array(
      fc
        .record({
          add: fc.tuple(
            ...sizes.map((size) =>
              fc
                .array(fc.integer({ min: -3, max: 3 }), { minLength: size - 1, maxLength: size - 1 })
                .map((rest) => Float64Array.from([0, ...rest])),
            ),
          ),
          lower: fc.integer({ min: -4, max: 0 }),
          upper: fc.integer({ min: 0, max: 4 }),
        })
        .map((sum): MovedSum => ({ ...sum, id: "sum", base: 0 })),
      { maxLength: 4 },
    ),
  }),
);

function combinations(left: Left): readonly (readonly number[])[] {
  return left.reduce<readonly (readonly number[])[]>(
    (before, moves) => before.flatMap((each) => moves.map((move) => [...each, move])),
    [[]],
  );
}

const isFeasible = (sums: readonly MovedSum[], moves: readonly number[]): boolean =>
  sums.every(({ base, add, lower, upper }) => {
    const value = moves.reduce((sum, move, group) => sum + add[group]![move]!, base);
    return value >= lower && value <= upper;
  });

test("only moves and pairs that no combination allows are left out", () => {
  fc.assert(
    fc.property(problems, ({ sums, left }) => {
      const kept = possible(sums, left);
      const pairs = conflicts(sums, kept);
      for (const moves of combinations(left)) {
        if (!isFeasible(sums, moves)) continue;
        for (const [group, move] of moves.entries()) expect(kept[group]).toContain(move);
        for (const [group, move, other, otherMove] of pairs)
          expect(moves[group] === move && moves[other] === otherMove).toBe(false);
      }
    }),
  );
});

test("what is called feasible is, and what is called broken is not", () => {
  fc.assert(
    fc.property(problems, ({ sums, left }) => {
      const kept = possible(sums, left);
      const checked = checkPairs(sums, kept, conflicts(sums, kept));
      const all = combinations(kept);
      expect(checked.combinations).toBe(all.length);
      expect(checked.feasible).toBe(all.filter((moves) => isFeasible(sums, moves)).length);
      for (const moves of checked.broken) expect(isFeasible(sums, moves)).toBe(false);
    }),
  );
});
