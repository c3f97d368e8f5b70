import { expect, test } from "vitest";
import type { PortfolioBench } from "../portfolio.ts";
import { markdownOf } from "./markdown.ts";
import { familyPairOf, pairsOf } from "./pairs.ts";
import type { SolveRow } from "./rows.ts";
import { summaryOf } from "./summary.ts";
import { exampleRow } from "./testing/example-row.ts";
import { familyRows, linesOf, notesOf, pairRows, progressOf, summaryHead, summaryRows } from "./text.ts";

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
  const compared = { pairs: pairsOf(own, theirs), wholeFamily: familyPairOf(own, theirs) };
  const peer = { name, rows: theirs, summary: summaryOf("jsp", theirs), ...compared };
  const { time, threads, seed } = { time: 60, threads: 1, seed: 1 };
  const instances = { run: own.length, of: own.length };
  const rest = { instances, rows: own, summary: summaryOf("jsp", own), peers: [peer], stability: null };
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

const plain = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(" "));

test("the whole family has a line for each time, with a verdict", () => {
  const result = bench(own, "cp-sat", [solved("la01", 0), solved("la02", 0.2)]);
  const cells = ["cp-sat", "60 s", "2", "0.100 %", "0.050 %", "lower", "0", "1", "1", "0", "0", "0"];
  expect(familyRows(result)).toEqual([
    ["cp-sat", "10 s", "0", "–", "–", "–", "0", "0", "0", "0", "0", "0"],
    cells,
  ]);
  expect(markdownOf(result)).toContain(`| ${cells.join(" | ")} |`);
  expect(linesOf(result, plain).join("\n")).toContain(cells.join(" "));
});

test("what was interrupted does not look whole", () => {
  const whole = bench(own, "cp-sat", theirs);
  expect(notesOf(whole)[0]).toBe("All 2 instances were run.");
  const cut = {
    ...whole,
    instances: { run: 1, of: 20 },
    summary: summaryOf("jsp", own, new Map([["la", 20]])),
  };
  for (const text of [markdownOf(cut), linesOf(cut, plain).join("\n")]) {
    expect(text).toContain("Interrupted: 1 of 20 instances were run by everybody.");
    expect(text).toContain("2 of 20");
    expect(text).toContain("0.10 % at 60 s: met so far (set incomplete)");
  }
});

test("a damaged file is shown as unreadable", () => {
  const damaged = exampleRow({
    ...none,
    instance: "la03",
    model: "",
    status: "failed",
    note: "Line 2 ends.",
  });
  const result = bench([...own, damaged], "cp-sat", theirs);
  const text = linesOf(result, plain).join("\n");
  expect(text).toMatch(/la03 .*unreadable: Line 2 ends\./);
  expect(text).toContain("la qtwin 2, 1 unreadable 2 0");
  expect(notesOf(result).join("\n")).toContain("unreadable: the file is damaged");
  expect(progressOf("3/3", damaged)).toBe("3/3 la03, qtwin: unreadable: Line 2 ends.");
});

test("who of us runs on one thread is named", () => {
  const said = (result: PortfolioBench) => notesOf(result).join("\n");
  const beside = bench(own, "highs", theirs);
  expect(said({ ...beside, family: "mkp" })).toContain(
    "highs: one of our solvers by itself, which runs on one",
  );
  expect(said(bench(own, "cp-sat", theirs))).not.toContain("by itself");
  const alone = own.map((row) => ({ ...row, by: "job-shop" }));
  expect(said(bench(alone, "cp-sat", theirs))).toContain("job-shop: one of our solvers by itself");
});
