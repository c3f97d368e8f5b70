import { expect, test } from "vitest";
import { familyPairOf, pairsOf } from "./pairs.ts";
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

test("the whole family is compared at both times, over all its sets", () => {
  const open = { best: null, gapPct: null, at10S: { objective: 106, gapPct: null } };
  const own = [row("one", 1), row("two", 2, { set: "swv" }), row("open", 6, open), row("hard", 9)];
  const theirs = [
    row("one", 2, { at10S: { objective: 101, gapPct: 1 } }),
    row("two", 3, { set: "swv", at10S: { objective: 102, gapPct: 2 } }),
    row("open", 6, open),
    row("hard", null),
  ];
  const sorts = { count: 2, withoutBest: 1, ownFailed: 0, theirsFailed: 1 };
  const { at10S, atEnd } = familyPairOf(own, theirs);
  expect(atEnd).toEqual({
    ...sorts,
    ...{ meanPct: 2.5, ownMeanPct: 1.5, verdict: "lower", ownBetter: 2, equal: 1, theirsBetter: 0 },
  });
  expect(at10S).toEqual({
    ...sorts,
    ...{ meanPct: 1.5, ownMeanPct: 2.5, verdict: "higher", ownBetter: 0, equal: 1, theirsBetter: 2 },
  });
});

test("means that differ by rounding only are equal, and of nothing there is no verdict", () => {
  const verdict = (own: number, theirs: number | null) =>
    familyPairOf([row("one", own)], [row("one", theirs)]).atEnd.verdict;
  expect(verdict(0.3, 0.1 + 0.2)).toBe("equal");
  expect(verdict(0.3, null)).toBeNull();
});
