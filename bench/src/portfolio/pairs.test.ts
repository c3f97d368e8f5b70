import { expect, test } from "vitest";
import { pairsOf } from "./pairs.ts";
import type { SolveRow } from "./rows.ts";
import { exampleRow } from "./testing/example-row.ts";

const row = (instance: string, gapPct: number | null, changes: Partial<SolveRow> = {}): SolveRow =>
  exampleRow({
    instance,
    gapPct,
    objective: gapPct === null ? null : 100 + gapPct,
    at10S: gapPct === null ? null : { objective: 101 + gapPct, gapPct: gapPct + 1 },
    ...changes,
  });

test("who fails on the hardest instance has no better mean by that", () => {
  const own = [row("easy", 1), row("hard", 20)];
  const theirs = [row("easy", 2), row("hard", null)];
  expect(pairsOf(own, theirs)).toEqual([
    {
      set: "la",
      at10S: { count: 1, meanPct: 3, ownMeanPct: 2 },
      atEnd: { count: 1, meanPct: 2, ownMeanPct: 1 },
      ownBetter: 1,
      theirsBetter: 0,
      ownFailed: 0,
      theirsFailed: 1,
    },
  ]);
  expect(pairsOf(theirs, own)).toMatchObject([{ theirsBetter: 1, ownFailed: 1, theirsFailed: 0 }]);
});

test("what was late is compared at the end only, and without a best value it is still better or worse", () => {
  const late = row("late", 3, { at10S: null });
  const unknown = { best: null, gapPct: null, at10S: null };
  const own = [late, row("open", 5, unknown), row("tie", 4, unknown)];
  const theirs = [row("late", 3), row("open", 6, unknown), row("tie", 4, unknown)];
  expect(pairsOf(own, theirs)).toMatchObject([
    { at10S: { count: 0, meanPct: null }, atEnd: { count: 1 }, ownBetter: 1, theirsBetter: 0 },
  ]);
});

test("sets stand apart, and what only one has tried does not count", () => {
  const own = [row("one", 1), row("two", 1, { set: "swv" }), row("three", 1)];
  const pairs = pairsOf(own, [row("two", 2, { set: "swv" }), row("one", 2)]);
  expect(pairs.map(({ set, atEnd }) => [set, atEnd.count])).toEqual([
    ["la", 1],
    ["swv", 1],
  ]);
});
