import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { benchPortfolio } from "../portfolio.ts";
import type { Conditions } from "./solve-instance.ts";
import { sameStart, tinyData, twoJobs } from "./testing/tiny-data.ts";

const failing: { status: "failed" | "time-limit" } = { status: "time-limit" };
const asked: { readonly model: string; readonly timeS: number; readonly solver?: string | undefined }[] = [];

vi.mock(import("./solve-instance.ts"), async (original) => {
  const { failureOf, ...rest } = await original();
  const solveInstance = async (
    model: { name: string; sense: "minimize" | "maximize" },
    given: Conditions,
  ) => {
    asked.push({ model: model.name, timeS: given.timeS, solver: given.solver });
    return { outcome: { ...failureOf(model, "not solved here", 0), status: failing.status }, solution: null };
  };
  return { ...rest, failureOf, solveInstance };
});

const dataDir = tinyData({ jsp: { ft02: [twoJobs, { best: 5 }], la02: [sameStart, { best: 7 }] } });
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("the first instance is solved for a moment before it is measured, and nothing where all rows are kept", async () => {
  const conditions = { timeS: 60, threads: 2, seed: 1, gapLimit: 0, solver: "highs" };
  const outFile = join(dataDir, "rows.jsonl");
  const folders = { family: "jsp", dataDir, pythonDir: join(dataDir, "python"), outFile } as const;
  const run = () => benchPortfolio({ ...folders, ...conditions, onProgress: () => undefined });
  expect((await run()).rows).toHaveLength(2);
  expect(asked).toEqual([
    { model: "ft02", timeS: 3, solver: "highs" },
    { model: "ft02", timeS: 60, solver: "highs" },
    { model: "la02", timeS: 60, solver: "highs" },
  ]);
  await run();
  expect(asked).toHaveLength(3);
});

test("a solver that broke down is tried again by the next run, what was found is not", async () => {
  const outFile = join(dataDir, "again.jsonl");
  const kept = join(dataDir, "kept-failures.jsonl");
  const conditions = { timeS: 60, threads: 2, seed: 1, gapLimit: 0, solver: "highs", filter: { only: /ft/ } };
  const folders = { family: "jsp", dataDir, pythonDir: join(dataDir, "python") } as const;
  const run = async (file: string) => {
    asked.length = 0;
    const { rows } = await benchPortfolio({
      ...folders,
      ...conditions,
      outFile: file,
      onProgress: () => undefined,
    });
    // The first one is the warm-up.
    return { solved: Math.max(0, asked.length - 1), statuses: rows.map(({ status }) => status) };
  };
  failing.status = "failed";
  expect(await run(outFile)).toEqual({ solved: 1, statuses: ["failed"] });
  expect(existsSync(outFile)).toBe(false);
  failing.status = "time-limit";
  expect(await run(outFile)).toEqual({ solved: 1, statuses: ["time-limit"] });
  expect(await run(outFile)).toEqual({ solved: 0, statuses: ["time-limit"] });
  // A file that was written when failures were kept.
  writeFileSync(kept, readFileSync(outFile, "utf8").replace('"time-limit"', '"failed"'));
  expect(await run(kept)).toEqual({ solved: 1, statuses: ["time-limit"] });
});
