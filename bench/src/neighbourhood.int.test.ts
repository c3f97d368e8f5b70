import { rmSync } from "node:fs";
import { closeSolverWorkers } from "@qtwin/solvers";
import { afterAll, expect, test } from "vitest";
import { benchNeighbourhood } from "./neighbourhood.ts";
import { pair, parts, sameStart, tinyData, triangle } from "./portfolio/testing/tiny-data.ts";

const dataDir = tinyData({
  jsp: { la01: [sameStart, { best: 7 }] },
  mmkp: { I01: [parts, { best: 17 }] },
  qap: { nug02: ["2\n0 1\n1 0\n0 3\n3 0\n", { best: 6 }] },
  "maxcut-rudy": { "g05_3.0": [triangle, { best: 6 }] },
  "qubo-gka": { gka1a: [pair, { best: null }] },
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await closeSolverWorkers();
});

test("each sub-solver gets the same neighbourhoods; quantum runs stand in the ledger", async () => {
  const lines: string[] = [];
  const options = { dataDir, seed: 1, neighbourhoods: 6, qubits: 4, timeS: 5 };
  const { rows, evidence } = await benchNeighbourhood({ ...options, onProgress: (line) => lines.push(line) });
  const cut = rows.filter(({ family }) => family === "maxcut");
  expect(cut.map(({ subSolver }) => subSolver)).toEqual(["exact-qubo", "annealing", "qaoa"]);
  for (const row of cut)
    expect(row).toMatchObject({ instance: "g05_3.0", startObjective: 0, solved: 6, refused: 0 });
  // The whole triangle is one neighbourhood: enumeration cannot miss its largest cut.
  expect(cut[0]).toMatchObject({ objective: 6, gapPct: 0 });
  expect(rows.find(({ family }) => family === "qubo")).toMatchObject({ gapPct: null });
  // From the least value of a choice to a better one.
  expect(rows.find(({ family }) => family === "mmkp")!.startObjective).toBeLessThan(17);
  expect(evidence.length).toBeGreaterThan(0);
  expect(lines).toHaveLength(rows.length);
}, 60_000);
