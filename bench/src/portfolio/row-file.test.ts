import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRowFile } from "./row-file.ts";

const dir = mkdtempSync(join(tmpdir(), "qtwin-rows-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const key = {
  kind: "solve",
  family: "jsp",
  instance: "ft06",
  model: "abc",
  by: "qtwin",
  timeS: 10,
  threads: 2,
  seed: 1,
  gapLimit: 0,
} as const;

test("rows of an earlier run are found under the same conditions only", () => {
  const path = join(dir, "rows.jsonl");
  openRowFile(path).add({ ...key, objective: 55 } as never);
  const file = openRowFile(path);
  expect(file.find(key)).toEqual({ ...key, objective: 55 });
  for (const other of [
    { kind: "stability" as const },
    { instance: "ft10" },
    { model: "abd" },
    { by: "cp-sat" },
    { timeS: 60 },
    { threads: 1 },
    { seed: 2 },
    { gapLimit: 0.01 },
  ])
    expect(file.find({ ...key, ...other })).toBeUndefined();
});

test("a line that was cut off does not count, and the next row does not grow onto it", () => {
  const path = join(dir, "cut.jsonl");
  openRowFile(path).add(key);
  appendFileSync(path, '{"kind":"solve","family":"js');
  const file = openRowFile(path);
  file.add({ ...key, seed: 2 });
  expect(openRowFile(path).find(key)).toEqual(key);
  expect(openRowFile(path).find({ ...key, seed: 2 })).toEqual({ ...key, seed: 2 });
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(4);
});

test("without a path rows are kept in memory", () => {
  const file = openRowFile();
  file.add(key);
  expect(file.find(key)).toEqual(key);
});
