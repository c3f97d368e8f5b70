import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { benchPortfolio } from "../portfolio.ts";
import type { Conditions } from "./solve-instance.ts";
import { sameStart, tinyData, twoJobs } from "./testing/tiny-data.ts";

const asked: { readonly model: string; readonly timeS: number; readonly solver?: string | undefined }[] = [];

vi.mock(import("./solve-instance.ts"), async (original) => {
  const { failureOf, ...rest } = await original();
  const solveInstance = async (
    model: { name: string; sense: "minimize" | "maximize" },
    given: Conditions,
  ) => {
    asked.push({ model: model.name, timeS: given.timeS, solver: given.solver });
    return { outcome: failureOf(model, "not solved here", 0), solution: null };
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
