import { rmSync } from "node:fs";
import { closeSolverWorkers } from "@qtwin/solvers";
import { afterAll, expect, test } from "vitest";
import { benchNeighbourhood, linesOf, markdownOf } from "./neighbourhood.ts";
import { pair, parts, sameStart, tinyData, triangle } from "./portfolio/testing/tiny-data.ts";

const dataDir = tinyData({
  jsp: { la01: [sameStart, { best: 7 }] },
  // The second one has no room for anything.
  mmkp: { I01: [parts, { best: 17 }], I02: [parts.replace("\n6\n", "\n0\n"), { best: null }] },
  qap: { nug02: ["2\n0 1\n1 0\n0 3\n3 0\n", { best: 6 }] },
  "maxcut-rudy": { "g05_3.0": [triangle, { best: 6 }] },
  "qubo-gka": { gka1a: [pair, { best: null }] },
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await closeSolverWorkers();
});

const options = { dataDir, seed: 1, neighbourhoods: 6, qubits: 4, timeS: 5 };

test("each sub-solver gets the same neighbourhoods; quantum runs stand in the ledger", async () => {
  const lines: string[] = [];
  const bench = await benchNeighbourhood({ ...options, onProgress: (line) => lines.push(line) });
  const { rows, evidence, withoutStart, notBegun } = bench;
  const cut = rows.filter(({ family }) => family === "maxcut");
  expect(cut.map(({ subSolver }) => subSolver)).toEqual(["exact-qubo", "annealing", "qaoa"]);
  for (const row of cut)
    expect(row).toMatchObject({
      instance: "g05_3.0",
      startKind: "zeros",
      startObjective: 0,
      solved: 6,
      refused: 0,
      end: "done",
    });
  // The whole triangle is one neighbourhood: enumeration cannot miss its largest cut.
  expect(cut[0]).toMatchObject({ objective: 6, gapPct: 0 });
  expect(rows.find(({ family }) => family === "qubo")).toMatchObject({ gapPct: null });
  // From the least value of a choice to a better one.
  const chosen = rows.find(({ family }) => family === "mmkp")!;
  expect(chosen.startKind).toBe("opposite sense");
  expect(chosen.startObjective).toBeLessThan(17);
  expect(rows.find(({ family }) => family === "jsp")!.startKind).toBe("first found");
  expect(evidence.length).toBeGreaterThan(0);
  // An instance without a start is no row, but it is said and counted.
  expect([withoutStart, notBegun]).toEqual([["I02"], []]);
  expect(lines.filter((line) => line.startsWith("I02"))).toEqual([
    "I02: left out, no first solution was found",
  ]);
  expect(lines).toHaveLength(rows.length + 1);
  const printed = linesOf(bench, (cells) => cells.map((row) => row.join(" "))).join("\n");
  for (const text of [printed, markdownOf(bench)]) {
    expect(text).toContain("Left out, as no first solution was found (1): I02.");
    expect(text).toMatch(/opposite sense, .*bad on purpose/);
  }
  expect(markdownOf(bench)).toMatch(/^### 6 neighbourhoods of up to 4 qubits, seed 1\n\n\| family \|/);
  expect(markdownOf(bench)).toMatch(
    /\| maxcut \| g05_3\.0 \| exact-qubo \| 0 \| zeros \| 6 \| 0\.00 % \| 6 \|/,
  );
}, 60_000);

test("a stop ends it within an instance, which says so", async () => {
  const stop = new AbortController();
  // Heard at the first pause of the next instance.
  const onProgress = (line: string): void => {
    if (line.startsWith("nug02, qaoa")) setTimeout(() => stop.abort(), 0);
  };
  const bench = await benchNeighbourhood({ ...options, signal: stop.signal, onProgress });
  const stopped = bench.rows.filter(({ end }) => end === "stopped");
  expect(stopped.map(({ instance }) => instance)).toEqual(Array(3).fill("g05_3.0"));
  expect(bench.notBegun).toEqual(["gka1a"]);
  const text = markdownOf(bench);
  expect(text).toContain("Stopped before all 6 neighbourhoods: g05_3.0 by exact-qubo after 0, ");
  expect(text).toContain("Not begun when it was stopped: gka1a.");
}, 60_000);
