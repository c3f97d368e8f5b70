import { expect, test } from "vitest";
import type { PublishedFacts } from "./published-facts.ts";
import { comparedAgain, type Outcome, objectiveAt10S, type SolveRow, solveRow } from "./rows.ts";

const key = {
  kind: "solve",
  family: "jsp",
  instance: "ft06",
  model: "abc",
  by: "qtwin",
  timeS: 60,
  threads: 1,
  seed: 1,
  gapLimit: 0,
} as const;

const found: Outcome = {
  sense: "minimize",
  status: "feasible",
  solver: "highs",
  objective: 66,
  objectiveAt10S: 77,
  bound: 50,
  boundMethod: "highs",
  proven: false,
  seconds: 60,
  note: "",
};

const instanceWith = (facts: Partial<PublishedFacts> = {}) =>
  ({
    family: "jsp",
    folder: "jsp",
    name: "ft06",
    set: "ft",
    path: "",
    facts: { file: "ft06", best: 55, lower_bound: 55, optimal: true, ...facts },
  }) as const;

const rowOf = (outcome: Partial<Outcome>, facts: Partial<PublishedFacts> = {}): SolveRow =>
  solveRow(key, instanceWith(facts), { ...found, ...outcome });

test("a row of an earlier run is compared with what is published now", () => {
  expect(comparedAgain(rowOf({}), instanceWith())).toEqual(rowOf({}));
  const now = { best: 60, lower_bound: 60, reference_10min: { other: { ub: 61, lb: null } } };
  for (const outcome of [{}, { objective: null, objectiveAt10S: null, note: "no solution in time" }])
    expect(comparedAgain(rowOf(outcome), instanceWith(now))).toEqual(rowOf(outcome, now));
});

test("a row has its gaps to the best value, to the bounds and at ten seconds", () => {
  const row = rowOf({});
  expect(row).toMatchObject({ gapPct: 20, gapToPublishedBoundPct: 20, at10S: { objective: 77, gapPct: 40 } });
  // 16 of 66.
  expect(row.gapToBoundPct).toBeCloseTo(24.2424, 4);
  expect(row.flags).toEqual([]);
});

test("a maximum has its bound above", () => {
  const row = rowOf({ sense: "maximize", objective: 90, bound: 99 }, { best: 100, lower_bound: 120 });
  expect(row).toMatchObject({
    gapPct: 10,
    gapToPublishedBoundPct: 25,
    gapToBoundPct: 10,
    flags: ["the best known 100 is better than the bound"],
  });
});

test("what is better than published is flagged, and more so when that was proven", () => {
  expect(rowOf({ objective: 54 }, { optimal: false, lower_bound: 50 }).flags).toEqual([
    "better than the best known 55",
  ]);
  expect(rowOf({ objective: 54 }).flags).toEqual([
    "better than 55, which is published as proven",
    "better than the published bound 55",
  ]);
});

test("without a best value only the bounds count", () => {
  const row = rowOf({}, { best: null });
  expect(row).toMatchObject({ gapPct: null, at10S: { objective: 77, gapPct: null } });
  expect(row.gapToBoundPct).not.toBeNull();
});

test("without a solution there are no gaps", () => {
  const row = rowOf({ objective: null, objectiveAt10S: null });
  expect(row).toMatchObject({ gapPct: null, at10S: null, gapToBoundPct: null, bound: 50 });
});

const at = (seconds: number, objective: number | null) => ({
  seconds,
  objective,
  bound: null,
  solver: "highs",
});

test("the state at ten seconds is the last that was reported by then", () => {
  const timeline = [at(1, null), at(3, 70), at(9.9, 60), at(10.1, 56)];
  const end = { objective: 55, seconds: 60 };
  expect(objectiveAt10S(60, timeline, end)).toBe(60);
  expect(objectiveAt10S(60, [at(1, null), at(11, 56)], end)).toBeNull();
});

test("a run that ended by then has its result, and one with less time says nothing", () => {
  expect(objectiveAt10S(60, [at(1, 60)], { objective: 55, seconds: 2 })).toBe(55);
  expect(objectiveAt10S(10, [at(1, 60)], { objective: 55, seconds: 10.2 })).toBe(55);
  expect(objectiveAt10S(2, [at(1, 60)], { objective: 55, seconds: 2 })).toBeNull();
});

test("what turned out to be no solution was none at ten seconds either", () => {
  expect(objectiveAt10S(60, [at(1, 60)], { objective: null, seconds: 60 })).toBeNull();
});

test("who stops at a gap has proven nothing but that gap", () => {
  const claimed = { status: "optimal", proven: true } as const;
  expect(rowOf({ ...claimed, objective: 66, bound: 63 }).proven).toBe(false);
  expect(rowOf({ ...claimed, objective: 66, bound: null, boundMethod: null }).proven).toBe(false);
  expect(rowOf({ ...claimed, objective: 66, bound: 66 - 3e-5 }).proven).toBe(true);
  // A whole number below the next one, however large.
  expect(rowOf({ ...claimed, objective: 5_000_000, bound: 4_999_999 }).proven).toBe(false);
  const kept = { ...rowOf({ objective: 66, bound: 63 }), proven: true };
  expect(comparedAgain(kept, instanceWith()).proven).toBe(false);
});
