import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergedPairs, mergedTerms } from "./merge-terms.ts";

/** Short and long sums, narrow and wide ranges: each way of merging is taken. */
const shapes = fc.record({
  count: fc.integer({ min: 0, max: 300 }),
  width: fc.constantFrom(1, 3, 40, 400, 100_000),
  seed: fc.nat(),
});

/** Whole numbers, so that sums do not depend on their order. */
function entries({ count, width, seed }: { count: number; width: number; seed: number }) {
  let state = seed;
  const next = (range: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * range);
  };
  const list = Array.from({ length: count }, () => {
    const [a, b] = [next(width) + 7, next(width) + 7];
    return { left: Math.min(a, b), right: Math.max(a, b), value: next(5) - 2 };
  });
  return list;
}

test("terms add up by column, ascending, and those that cancel are gone", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const list = entries(shape);
      const expected = new Map<number, number>();
      for (const { left, value } of list) expected.set(left, (expected.get(left) ?? 0) + value);
      const { column, value } = mergedTerms({
        count: list.length,
        column: Int32Array.from([...list.map(({ left }) => left), 3]),
        value: Float64Array.from([...list.map((each) => each.value), 9]),
      });
      const wanted = [...expected].filter(([, sum]) => sum !== 0).sort(([a], [b]) => a - b);
      expect(Array.from(column, (each, at) => [each, value[at]])).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});

test("pairs add up by left and right, ascending, and those that cancel are gone", () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), (shape, inOrder) => {
      const list = entries(shape);
      if (inOrder) list.sort((a, b) => a.left - b.left || a.right - b.right);
      const expected = new Map<string, number>();
      for (const { left, right, value } of list) {
        const key = `${left}·${right}`;
        expected.set(key, (expected.get(key) ?? 0) + value);
      }
      const merged = mergedPairs({
        count: list.length,
        left: Int32Array.from(list, ({ left }) => left),
        right: Int32Array.from(list, ({ right }) => right),
        value: Float64Array.from(list, ({ value }) => value),
      });
      const wanted = [...expected]
        .filter(([, sum]) => sum !== 0)
        .map(([key, sum]) => [...key.split("·").map(Number), sum] as [number, number, number])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const got = Array.from(merged.left, (left, at) => [left, merged.right[at], merged.value[at]]);
      expect(got).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});
