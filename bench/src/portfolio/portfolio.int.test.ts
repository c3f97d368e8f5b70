import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { closeSolverWorkers } from "@qtwin/solvers";
import { afterAll, expect, test } from "vitest";
import { benchPortfolio, linesOf, markdownOf, type PortfolioBenchOptions } from "../portfolio.ts";
import { sameStart, tinyData, twoJobs } from "./testing/tiny-data.ts";

const dataDir = tinyData({
  jsp: {
    ft02: [twoJobs, { best: 5, lower_bound: 5, optimal: true }],
    la02: [sameStart, { best: 8, lower_bound: 4, reference_10min: { other: { ub: 8, lb: 4 } } }],
  },
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await closeSolverWorkers();
});

const options: PortfolioBenchOptions = {
  family: "jsp",
  dataDir,
  solver: "highs",
  timeS: 5,
  threads: 1,
  seed: 1,
  gapLimit: 0,
  pythonDir: join(dataDir, "python"),
  onProgress: () => undefined,
};

test("instances are solved, checked and compared; a second run takes what is there", async () => {
  const lines: string[] = [];
  const outFile = join(dataDir, "out.jsonl");
  const run = () => benchPortfolio({ ...options, outFile, onProgress: (line) => lines.push(line) });
  const first = await run();
  expect(first).toMatchObject({
    family: "jsp",
    time: 5,
    threads: 1,
    warmed: true,
    instances: { run: 2, of: 2 },
    peers: [],
    stability: null,
  });
  expect(first.rows).toMatchObject([
    { instance: "ft02", objective: 5, gapPct: 0, bound: 5, proven: true, flags: [], solver: "highs" },
    { instance: "la02", objective: 7, gapPct: -12.5, proven: true, flags: ["better than the best known 8"] },
  ]);
  expect(first.summary).toMatchObject([
    { set: "ft", atBest: 1, better: 0, proven: 1 },
    { set: "la", atBest: 1, better: 1, references: [{ name: "other", meanPct: 0, ownMeanPct: -12.5 }] },
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(
    /^2\/2 la02, highs: 7 \(-12\.50 %\), bound 7, proven, .* better than the best known 8$/,
  );
  const written = readFileSync(outFile, "utf8");
  expect(await run()).toEqual(first);
  expect(lines).toHaveLength(2);
  expect(readFileSync(outFile, "utf8")).toBe(written);
});

test("a kept row counts for the same model only, and is compared with what is published now", async () => {
  const run = (dir: string) =>
    benchPortfolio({
      ...options,
      dataDir: dir,
      filter: { only: /ft/ },
      outFile: join(dataDir, "kept.jsonl"),
    });
  const [better, other] = [
    tinyData({ jsp: { ft02: [twoJobs, { best: 4 }] } }),
    tinyData({ jsp: { ft02: [sameStart, { best: 4 }] } }),
  ];
  const [before] = (await run(dataDir)).rows;
  expect(before).toMatchObject({ objective: 5, gapPct: 0 });
  const [again] = (await run(better)).rows;
  expect(again).toMatchObject({ seconds: before!.seconds, objective: 5, gapPct: 25, best: 4 });
  const [changed] = (await run(other)).rows;
  expect(changed).toMatchObject({ objective: 7, gapPct: 75 });
  for (const dir of [better, other]) rmSync(dir, { recursive: true, force: true });
});

test("names and sets choose; what fits nothing says what there is", async () => {
  const only = await benchPortfolio({ ...options, filter: { only: /^la/ } });
  expect(only.rows.map(({ instance }) => instance)).toEqual(["la02"]);
  await expect(benchPortfolio({ ...options, filter: { sets: ["swv"] } })).rejects.toThrow(
    /there are the sets ft, la/,
  );
  await expect(benchPortfolio({ ...options, filter: { sets: ["ft", "lal"] } })).rejects.toThrow(
    /no set 'lal' of jsp; there are the sets ft, la/,
  );
  await expect(benchPortfolio({ ...options, solver: "hihgs" })).rejects.toThrow(
    /no solver 'hihgs'; there is .*highs/,
  );
  await expect(benchPortfolio({ ...options, dataDir: join(dataDir, "jsp") })).rejects.toThrow(
    /best-known\.json/,
  );
  await expect(benchPortfolio({ ...options, peers: ["gurobi"] })).rejects.toThrow(/there is cp-sat/);
  expect(existsSync(options.pythonDir)).toBe(false);
});

test("a file that is cut off is a row that says so, and the others are solved", async () => {
  const damaged = tinyData({ jsp: { ft01: ["2 2\n0 3 1", { best: 5 }], ft02: [twoJobs, { best: 5 }] } });
  const outFile = join(damaged, "out.jsonl");
  const run = () => benchPortfolio({ ...options, dataDir: damaged, stability: true, outFile });
  const { rows, stability, summary, instances } = await run();
  expect((await run()).rows).toEqual(rows);
  expect(readFileSync(outFile, "utf8").match(/"ft01"/g)).toHaveLength(1);
  rmSync(damaged, { recursive: true, force: true });
  expect(instances).toEqual({ run: 2, of: 2 });
  expect(summary).toMatchObject([{ set: "ft", count: 1, unreadable: 1, failed: 0, goals: [{ atS: 10 }] }]);
  expect(rows).toMatchObject([{ instance: "ft01", status: "failed", objective: null }, { objective: 5 }]);
  expect(rows[0]!.note).not.toBe("");
  expect(stability).toMatchObject([{ instance: "ft02" }]);
});

test("what was aborted is no row", async () => {
  const stop = new AbortController();
  const result = await benchPortfolio({
    ...options,
    filter: {},
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(result.rows.map(({ instance }) => instance)).toEqual(["ft02"]);
  expect(result.instances).toEqual({ run: 1, of: 2 });
});

test("a plan that is repaired says what moved", async () => {
  const { stability, ...rest } = await benchPortfolio({
    ...options,
    filter: { only: /ft/ },
    stability: true,
  });
  expect(stability).toMatchObject([{ instance: "ft02", objectiveBefore: 5, repairS: 1 }]);
  const [{ changes, movedShare }] = stability as [(typeof stability & object)[number]];
  expect(changes).toHaveLength(3);
  for (const { objective, durationBefore, durationAfter } of changes) {
    expect(durationAfter).toBe(durationBefore + 1);
    expect(objective).toBe(6);
  }
  expect(movedShare).toBeLessThanOrEqual(1);
  const texts = [linesOf({ ...rest, stability }, (rows) => rows.map((row) => row.join(" "))).join("\n")];
  texts.push(markdownOf({ ...rest, stability }));
  for (const text of texts)
    for (const word of ["gap:", "bound:", "proven:", "Moved:", "ft02"]) expect(text).toContain(word);
});
