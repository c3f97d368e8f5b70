import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { benchSensitivity, linesOf, markdownOf, type SensitivityOptions } from "../sensitivity.ts";
import type { RunJob } from "./run-in-thread.ts";
import { testBench } from "./testing/energy-bench.ts";

const dir = mkdtempSync(join(tmpdir(), "qtwin-sensitivity-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const options: SensitivityOptions = {
  ...{ dataDir: "/nonexistent", zone: "DE", fromDate: "2023-05-08", days: 1, tariff: "annual", seed: 1 },
  ...{
    gapLimit: 0.01,
    timeLimitMs: 10_000,
    changePct: 20,
    screen: false,
    jobs: 2,
    onProgress: () => undefined,
  },
  values: ["furnace.meltKwhPerT", "battery.efficiency"],
};

/** Bills that follow the melting energy, and what was asked for. */
function recorder(fails: (job: RunJob) => boolean = () => false) {
  const jobs: RunJob[] = [];
  const run = async (job: RunJob) => {
    jobs.push(job);
    if (fails(job)) throw new Error("out of memory");
    const kwhPerT = job.files.plant.furnace.meltKwhPerT.value;
    return testBench({ b0: 70 + kwhPerT, b1: kwhPerT, b2: kwhPerT - 1, qtwin: kwhPerT - 5.15 });
  };
  return { run, jobs };
}

test("the plant as it is comes first, then each value lower and higher; an impossible plant is a row with its reason", async () => {
  const { run, jobs } = recorder();
  const { rows, of } = await benchSensitivity(options, run);
  expect(of).toBe(5);
  expect(rows.map(({ value, changePct, to, problem }) => [value, changePct, to, problem])).toEqual([
    ["unchanged", 0, null, null],
    ["furnace.meltKwhPerT", -20, 412, null],
    ["furnace.meltKwhPerT", 20, 618, null],
    ["battery.efficiency", -20, 0.752, null],
    ["battery.efficiency", 20, 1.128, "battery.chargeEfficiency: Too big: expected number to be <=1"],
  ]);
  expect(rows.at(-1)!.bench).toBeNull();
  expect(jobs.map(({ options: { days, targetDays, nativeOnly } }) => [days, targetDays, nativeOnly])).toEqual(
    Array(4).fill([1, 28, false]),
  );
});

test("what is in the file is not run again under the same conditions; what failed is", async () => {
  const outFile = join(dir, "rows.jsonl");
  const first = recorder((job) => job.files.plant.furnace.meltKwhPerT.value === 618);
  const failed = await benchSensitivity({ ...options, outFile }, first.run);
  expect(first.jobs).toHaveLength(4);
  expect(failed.rows[2]).toMatchObject({ problem: "out of memory", bench: null });
  expect(readFileSync(outFile, "utf8").trim().split("\n")).toHaveLength(3);
  const again = recorder();
  const whole = await benchSensitivity({ ...options, outFile }, again.run);
  expect(again.jobs.map(({ files }) => files.plant.furnace.meltKwhPerT.value)).toEqual([618]);
  expect(whole.rows.map(({ bench }) => bench?.rows[1]?.billEur ?? null)).toEqual([515, 412, 618, 515, null]);
  for (const other of [{ days: 2 }, { seed: 2 }, { tariff: "window" as const }, { timeLimitMs: 5000 }]) {
    const changed = recorder();
    await benchSensitivity({ ...options, outFile, values: [], ...other }, changed.run);
    expect(changed.jobs).toHaveLength(1);
  }
});

test("no more runs at a time than asked for, and none after the signal", async () => {
  const stop = new AbortController();
  let running = 0;
  let most = 0;
  let ended = 0;
  const run = async (job: RunJob) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    ended += 1;
    if (ended === 3) stop.abort();
    return recorder().run(job);
  };
  const values = ["price.level", "price.spread", "base.shiftKw", "pv.peakKw"];
  const { rows, of } = await benchSensitivity({ ...options, values, jobs: 2, signal: stop.signal }, run);
  expect([most, of]).toEqual([2, 9]);
  expect(rows.length).toBeLessThan(6);
  expect(rows.slice(0, 2).map(({ value }) => value)).toEqual(["unchanged", "price.level"]);
});

test("a screening runs native controllers on every candidate and says how far each moves the bill", async () => {
  const { run, jobs } = recorder();
  const { values: _, ...unnamed } = options;
  const bench = await benchSensitivity({ ...unnamed, screen: true }, run);
  expect(bench.of).toBeGreaterThan(50);
  expect(jobs.every(({ options: { nativeOnly, targetDays } }) => nativeOnly && targetDays === 7)).toBe(true);
  expect(markdownOf(bench)).toMatch(/\| furnace\.meltKwhPerT \| 20\.00 % \|/);
});

test("the table has bills, their change, savings, and why a row does not count", async () => {
  const waits = { pourWaitMin: 3.25, violations: null };
  const run = async (job: RunJob) =>
    job.files.plant.furnace.meltKwhPerT.value === 618
      ? testBench({ b0: 240, b1: 220, b2: 210, qtwin: 209 }, { qtwin: waits, bench: { counts: false } })
      : testBench({ b0: 220, b1: 200, b2: 199, qtwin: 198 });
  const bench = await benchSensitivity({ ...options, values: ["furnace.meltKwhPerT"] }, run);
  const [, , , , higher] = markdownOf(bench).split("\n");
  expect(higher).toBe(
    "| furnace.meltKwhPerT | +20 % | 515 kWh | 618 kWh | 220 | +10.00 % | 3000 | 12.92 % | 5.00 % | 0.48 % | no | qtwin waits 3.3 min |",
  );
  expect(linesOf(bench, (rows) => rows.map((row) => row.join(" ")))[2]).toBe(
    "unchanged    200 0.00 % 3000 10.00 % 1.00 % 0.50 % yes ",
  );
});
