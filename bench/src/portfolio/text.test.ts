import { expect, test } from "vitest";
import type { PortfolioBench } from "../portfolio.ts";
import { markdownOf } from "./markdown.ts";
import { pairsOf } from "./pairs.ts";
import type { SolveRow } from "./rows.ts";
import { summaryOf } from "./summary.ts";
import { exampleRow } from "./testing/example-row.ts";
import { linesOf, notesOf, pairRows, summaryHead, summaryRows } from "./text.ts";

const none = {
  objective: null,
  gapPct: null,
  gapToPublishedBoundPct: null,
  at10S: null,
  gapToBoundPct: null,
};
const solved = (instance: string, gapPct: number): SolveRow =>
  exampleRow({ instance, gapPct, best: 1000, objective: 1000 + 10 * gapPct, at10S: null });

function bench(own: readonly SolveRow[], name: string, theirs: readonly SolveRow[]): PortfolioBench {
  const peer = { name, rows: theirs, summary: summaryOf("jsp", theirs), pairs: pairsOf(own, theirs) };
  const { time, threads, seed } = { time: 60, threads: 1, seed: 1 };
  const rest = { rows: own, summary: summaryOf("jsp", own), peers: [peer], stability: null };
  return { family: "jsp", time, threads, seed, warmed: true, ...rest };
}

const own = [solved("la01", 0), solved("la02", 0.1)];
const theirs = [solved("la01", 0), exampleRow({ instance: "la02", ...none })];

test("a summary says over how many a mean is, who failed and which goals are met", () => {
  const result = bench(own, "cp-sat", theirs);
  const cell = (row: number, column: string) =>
    summaryRows(result)[row]![summaryHead(result).indexOf(column)];
  expect([cell(0, "failed"), cell(1, "failed")]).toEqual(["0", "1"]);
  expect([cell(0, "mean at 60 s"), cell(1, "mean at 60 s")]).toEqual(["0.050 %", "0.000 % of 1"]);
  expect(cell(0, "goals")).toBe("0.30 % at 10 s: missed; 0.10 % at 60 s: met");
  expect(cell(1, "goals")).toMatch(/at 60 s: missed$/);
});

test("two solvers stand beside each other on what both have solved", () => {
  const result = bench(own, "cp-sat", theirs);
  const cells = ["la", "cp-sat", "0", "–", "–", "1", "0.000 %", "0.000 %", "0", "0", "0", "1"];
  expect(pairRows(result)).toEqual([cells]);
  expect(markdownOf(result)).toContain(`| ${cells.join(" | ")} |`);
  expect(linesOf(result, (rows) => rows.map((row) => row.join(" "))).join("\n")).toContain(cells.join(" "));
});

test("what is ours in how samplers are run is said, where one is", () => {
  const said = (name: string) => notesOf(bench(own, name, theirs)).join("\n");
  expect(said("dwave-tabu")).toMatch(/double in length.*schedule is ours/);
  expect(said("cp-sat")).not.toMatch(/schedule/);
});
