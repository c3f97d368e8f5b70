import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openHistory, quarterMs } from "./history-archive.ts";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-history-"));
  file = join(dir, "history.jsonl");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const reading = (value: number, quality: "good" | "bad" = "good") => ({
  pointId: "pv.powerKw",
  value,
  quality,
  qualityCode: quality === "good" ? "Good" : "BadSensorFailure",
  sourceTimeMs: 0,
});

test("writes the mean of each finished quarter, without bad values, and keeps it over a restart", () => {
  const history = openHistory(file);
  history.observe(quarterMs, [reading(10)]);
  history.observe(quarterMs + 1000, [reading(20)]);
  history.observe(quarterMs + 2000, [reading(900, "bad")]);
  expect(history.read("pv.powerKw", 0, 10 * quarterMs)).toEqual([]);
  history.observe(2 * quarterMs, [reading(70)]);
  const expected = [{ startMs: quarterMs, mean: 15 }];
  expect(history.read("pv.powerKw", 0, 10 * quarterMs)).toEqual(expected);
  appendFileSync(file, '{"startMs":99');
  expect(openHistory(file).read("pv.powerKw", 0, 10 * quarterMs)).toEqual(expected);
});

test("older quarters come in front, and never replace measured ones", () => {
  const history = openHistory(file);
  history.observe(2 * quarterMs, [reading(1)]);
  history.observe(3 * quarterMs, [reading(1)]);
  history.prepend([0, 1, 2].map((index) => ({ startMs: index * quarterMs, means: { "pv.powerKw": 9 } })));
  expect(history.read("pv.powerKw", 0, 10 * quarterMs).map(({ mean }) => mean)).toEqual([9, 9, 1]);
  expect(history.read("pv.powerKw", quarterMs, 2 * quarterMs)).toEqual([{ startMs: quarterMs, mean: 9 }]);
  expect(openHistory(file).oldestMs()).toBe(0);
});
