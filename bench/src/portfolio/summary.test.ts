import { expect, test } from "vitest";
import { summaryOf } from "./summary.ts";
import { exampleRow } from "./testing/example-row.ts";

const row = exampleRow;

const none = {
  objective: null,
  gapPct: null,
  gapToPublishedBoundPct: null,
  at10S: null,
  gapToBoundPct: null,
};

test("sets keep their order; means are over what was found, and what was not is counted", () => {
  const [la, swv, ...rest] = summaryOf("jsp", [
    row({}),
    row({ set: "swv" }),
    row({ gapPct: 0, at10S: { objective: 130, gapPct: 30 }, proven: true }),
    row({ gapPct: -1 }),
    row(none),
  ]);
  expect(rest).toEqual([]);
  expect(la).toMatchObject({ set: "la", count: 4, solved: 3, failed: 1, atBest: 2, better: 1, proven: 1 });
  expect(la!.atEnd).toEqual({ count: 3, meanPct: 3, worstPct: 10 });
  expect(la!.at10S).toMatchObject({ count: 3, worstPct: 30 });
  expect(la!.goals.map(({ met }) => met)).toEqual([false, false]);
  expect(swv).toMatchObject({ set: "swv", count: 1, goals: [] });
});

test("without a best value an instance counts for the bound only", () => {
  const [only] = summaryOf("qubo", [row({ best: null, gapPct: null, at10S: null }), row({})]);
  expect(only).toMatchObject({ count: 2, solved: 2, atEnd: { count: 1, meanPct: 10 } });
  expect(only!.toBound.meanPct).toBe(10);
});

test("what had no solution after ten seconds is not in the figures at ten seconds, which say so", () => {
  const [only] = summaryOf("jsp", [row({}), row({ at10S: null })]);
  expect(only).toMatchObject({ at10S: { count: 1 }, atEnd: { count: 2 } });
});

test("others stand beside us on the instances that both have", () => {
  const [summary] = summaryOf("jsp", [
    row({ references: { other: 104 } }),
    row({ references: { other: 100, third: 300 }, gapPct: 2 }),
    row({ references: { other: 500 }, ...none }),
  ]);
  expect(summary!.references).toEqual([
    { name: "other", count: 2, meanPct: 2, worstPct: 4, ownMeanPct: 6 },
    { name: "third", count: 1, meanPct: 200, worstPct: 200, ownMeanPct: 2 },
  ]);
});

test("a file that nobody can read is counted by itself only", () => {
  const [only] = summaryOf("jsp", [row({ gapPct: 0 }), row({ ...none, model: "" })]);
  expect(only).toMatchObject({ chosen: 2, count: 1, unreadable: 1, solved: 1, failed: 0 });
});

test("a set knows how many of its instances were to be run", () => {
  const [la, swv] = summaryOf("jsp", [row({}), row({ set: "swv" })], new Map([["la", 3]]));
  expect(la).toMatchObject({ chosen: 3, count: 1, goals: [{ complete: false }, { complete: false }] });
  expect(swv).toMatchObject({ chosen: 1, count: 1 });
});
