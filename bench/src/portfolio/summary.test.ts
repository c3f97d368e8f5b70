import { expect, test } from "vitest";
import type { SolveRow } from "./rows.ts";
import { summaryOf } from "./summary.ts";

const row = (changes: Partial<SolveRow>): SolveRow => ({
  kind: "solve",
  family: "jsp",
  instance: "la01",
  model: "abc",
  by: "qtwin",
  timeS: 60,
  threads: 1,
  seed: 1,
  gapLimit: 0,
  set: "la",
  sense: "minimize",
  best: 100,
  publishedBound: 100,
  references: {},
  status: "feasible",
  solver: "highs",
  objective: 110,
  gapPct: 10,
  gapToPublishedBoundPct: 10,
  at10S: { objective: 120, gapPct: 20 },
  bound: 99,
  boundMethod: "highs",
  gapToBoundPct: 10,
  proven: false,
  seconds: 1,
  flags: [],
  note: "",
  ...changes,
});

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
  expect(la).toMatchObject({ set: "la", count: 4, solved: 3, compared: 3, atBest: 2, better: 1, proven: 1 });
  expect(la!.atEnd).toEqual({ meanPct: 3, worstPct: 10 });
  expect(la!.at10S.worstPct).toBe(30);
  expect(la!.goal).toEqual({ at10SPct: 0.3, at60SPct: 0.1 });
  expect(swv).toMatchObject({ set: "swv", count: 1, goal: null });
});

test("without a best value an instance counts for the bound only", () => {
  const [only] = summaryOf("qubo", [row({ best: null, gapPct: null, at10S: null }), row({})]);
  expect(only).toMatchObject({ count: 2, solved: 2, compared: 1, atEnd: { meanPct: 10 } });
  expect(only!.toBound.meanPct).toBe(10);
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
