import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type AssignmentCost, assignmentCost, exchangeDelta } from "./assignment-cost.ts";
import { openAssignment } from "./assignment-search.ts";

/** Sums of a few hundred products of halves are exact in f64; whole ones in i32 too. */
const costs = fc
  .record({
    size: fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13),
    seed: fc.nat(1_000_000),
    unit: fc.constantFrom(1, 0.5),
    symmetric: fc.constantFrom("flow", "distance", "both", "none"),
    sparse: fc.boolean(),
  })
  .map(({ size, seed, unit, symmetric, sparse }): AssignmentCost => {
    let state = seed + 1;
    const next = (): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return ((state >> 8) % 19) - 4;
    };
    const matrix = (name: string): Float64Array => {
      const values = new Float64Array(size * size);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const value = next() * unit;
          if (i === j || (sparse && next() > 2)) continue;
          values[i * size + j] = value;
          if (symmetric === name || symmetric === "both") values[j * size + i] = value;
        }
      return values;
    };
    return {
      size,
      flow: matrix("flow"),
      distance: matrix("distance"),
      linear: Float64Array.from({ length: size * size }, () => next() * unit),
    };
  });

const reversed = (size: number): Int32Array => Int32Array.from({ length: size }, (_, i) => size - 1 - i);
const asOrdered = (place: Int32Array): number[] => [...place].sort((a, b) => a - b);

test("after any exchanges the cost and all its changes are fresh ones, whole or not, symmetric or not", async () => {
  await fc.assert(
    fc.asyncProperty(
      costs,
      fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 12 }),
      async (cost, moves) => {
        const { size } = cost;
        const search = await openAssignment(cost);
        search.start(reversed(size), 1);
        for (const [first, second] of moves)
          if (first % size !== second % size) search.exchange(first % size, second % size);
        const place = search.placeNow();
        expect(search.bestCost).toBe(assignmentCost(cost, search.best()));
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++)
            if (i !== j) expect(search.delta(i, j)).toBe(exchangeDelta(cost, place, i, j));
      },
    ),
    { numRuns: 150 },
  );
});

test("the change of cost by formula is that of two evaluations", () => {
  fc.assert(
    fc.property(costs, fc.nat(12), fc.nat(12), (cost, first, second) => {
      const [i, j] = [first % cost.size, second % cost.size];
      const place = reversed(cost.size);
      const before = assignmentCost(cost, place);
      if (i === j) return;
      const delta = exchangeDelta(cost, place, i, j);
      [place[i], place[j]] = [place[j]!, place[i]!];
      expect(delta).toBe(assignmentCost(cost, place) - before);
    }),
  );
});

test("a run keeps a permutation and its best, and repeats with its seed", async () => {
  await fc.assert(
    fc.asyncProperty(costs, fc.nat(1000), async (cost, seed) => {
      const runs = [await openAssignment(cost), await openAssignment(cost)].map((search) => {
        search.start(reversed(cost.size), seed);
        const best = search.run(60);
        expect(best).toBe(assignmentCost(cost, search.best()));
        expect(best).toBeLessThanOrEqual(assignmentCost(cost, reversed(cost.size)));
        expect(asOrdered(search.placeNow())).toEqual(asOrdered(reversed(cost.size)));
        return [search.best(), search.placeNow()];
      });
      expect(runs[0]).toEqual(runs[1]);
    }),
    { numRuns: 60 },
  );
});

test("tabu search leaves local minima: it finds the least of all permutations of six", async () => {
  await fc.assert(
    fc.asyncProperty(costs, async (cost) => {
      if (cost.size > 5) return;
      const search = await openAssignment(cost);
      search.start(reversed(cost.size), 3);
      const least = Math.min(...permutations(cost.size).map((place) => assignmentCost(cost, place)));
      expect(search.run(400)).toBe(least);
    }),
    { numRuns: 60 },
  );
});

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((shorter) =>
    Array.from({ length: size }, (_, at) => shorter.toSpliced(at, 0, size - 1)),
  );
}

test("sizes around whole vectors, too large numbers for 32 bits", async () => {
  for (const size of [63, 64, 65]) {
    for (const factor of [1, 1e4]) {
      const at = (i: number, j: number): number => (i === j ? 0 : ((i * 7 + j * 13) % 11) * factor);
      const fill = (entry: typeof at): Float64Array =>
        Float64Array.from({ length: size * size }, (_, k) => entry(Math.floor(k / size), k % size));
      const cost = { size, flow: fill(at), distance: fill((i, j) => at(j, 3 * i)), linear: fill(at) };
      for (let i = 0; i < size; i++) cost.distance[i * size + i] = 0;
      const search = await openAssignment(cost);
      search.start(reversed(size), 5);
      expect(search.run(300)).toBe(assignmentCost(cost, search.best()));
      expect(search.delta(2, size - 1)).toBe(exchangeDelta(cost, search.placeNow(), 2, size - 1));
    }
  }
});

test("costs that are none are refused", async () => {
  const square = (): Float64Array => new Float64Array(4);
  const good = { size: 2, flow: square(), distance: square(), linear: square() };
  const code = { code: "QT_KERNEL_BAD_ARGUMENT" };
  await expect(openAssignment({ ...good, size: 3 })).rejects.toMatchObject(code);
  await expect(openAssignment({ ...good, size: 0 })).rejects.toMatchObject(code);
  await expect(openAssignment({ ...good, flow: Float64Array.of(1, 0, 0, 0) })).rejects.toMatchObject(code);
  await expect(openAssignment({ ...good, linear: Float64Array.of(NaN, 0, 0, 0) })).rejects.toMatchObject(
    code,
  );
});
