import { expect, test } from "vitest";
import { judgedGoals } from "./goals.ts";
import type { SolveRow } from "./rows.ts";
import { exampleRow } from "./testing/example-row.ts";

const met = (rows: readonly Partial<SolveRow>[], family: "jsp" | "mmkp" | "qap" = "jsp", set = "la") =>
  judgedGoals(family, set, rows.map(exampleRow), rows.length).map((goal) => goal.met);
const reached = (at10: number, atEnd: number): Partial<SolveRow> => ({
  best: 1000,
  objective: atEnd,
  at10S: { objective: at10, gapPct: null },
});

test("a goal is judged by the mean at its time", () => {
  // 0.3 % after 10 s, 0.1 % after 60 s.
  expect(met([reached(1003, 1001)])).toEqual([true, true]);
  expect(met([reached(1004, 1001)])).toEqual([false, true]);
  expect(met([reached(1003, 1003), reached(1003, 1000)])).toEqual([true, false]);
});

test("a shorter or another time does not judge", () => {
  const short = { ...reached(1000, 1000), timeS: 10 };
  expect(met([short])).toEqual([true, null]);
  expect(met([{ ...short, timeS: 30 }])).toEqual([true, null]);
  expect(met([{ ...short, timeS: 5, at10S: null }])).toEqual([null, null]);
});

test("who leaves an instance unsolved misses the goal", () => {
  const unsolved = { best: 1000, objective: null, gapPct: null, at10S: null };
  expect(met([reached(1000, 1000), unsolved])).toEqual([false, false]);
  expect(met([reached(1000, 1000), { ...unsolved, best: null }])).toEqual([true, true]);
  expect(met([{ ...unsolved, best: null }])).toEqual([null, null]);
});

test("a goal to the published bound is judged by that", () => {
  const part = { sense: "maximize", best: 995, publishedBound: 1000, objective: 995 } as const;
  const at10S = { objective: 995, gapPct: 0 };
  expect(met([{ ...part, at10S }], "mmkp", "I")).toEqual([true, false]);
  expect(met([{ ...part, at10S: { objective: 994, gapPct: 0 } }], "mmkp", "I")).toEqual([false, false]);
});

test("sets without goals have nothing to meet", () => {
  expect(met([reached(1000, 1000)], "jsp", "swv")).toEqual([]);
});

test("a file that nobody can read spoils no goal", () => {
  const unreadable = { model: "", best: 1000, objective: null, gapPct: null, at10S: null };
  expect(met([reached(1000, 1000), unreadable])).toEqual([true, true]);
  expect(met([unreadable])).toEqual([null, null]);
});

test("a goal says whether all that was chosen has been run", () => {
  const complete = (chosen: number) =>
    judgedGoals("jsp", "la", [exampleRow(), exampleRow({ model: "" })], chosen).map((goal) => goal.complete);
  expect(complete(2)).toEqual([true, true]);
  expect(complete(3)).toEqual([false, false]);
});
