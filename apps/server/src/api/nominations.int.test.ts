import type { NominationView } from "@qtwin/api";
import { hourMs, minuteMs } from "@qtwin/core";
import type { Measurement } from "@qtwin/twin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantStartMs, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const midnightMs = plantStartMs - 7 * hourMs;
const contract = { toleranceShare: 0.1, eurPerMwhShort: 40, eurPerMwhLong: 20, nominateAt: "11:00" };
const csvOf = (day: string) =>
  app.call({ method: "GET", url: `/api/v1/nominations/${day}/nomination.csv`, as: ["viewer"] });

/** Counter of the main meter. */
const counted = (atMs: number, kwh: number): Measurement => ({
  pointId: "meter.importKwh",
  value: kwh,
  unit: "kWh",
  sourceTimeMs: atMs,
  serverTimeMs: atMs,
  receivedTimeMs: atMs,
  quality: "good",
  qualityCode: "Good",
  source: "test",
  kind: "counter",
  intervalStartMs: null,
  confidence: 1,
  reasons: [],
  accuracy: null,
  calibration: "unknown",
  mode: null,
});

test("a nomination stands beside what the meter says so far, with what missing it cost", async () => {
  const url = "/api/v1/nominations";
  expect((await app.call({ method: "GET", url, as: ["viewer"] })).json()).toEqual([]);
  const grid = { startMs: midnightMs, stepMin: 15, count: 96 };
  const kw = Array.from({ length: 96 }, () => 400);
  const [day, madeAtMs] = ["2023-05-09", midnightMs - 13 * hourMs];
  const nominated = { grid, kw };
  await app.store.nominations.put({
    ...{ siteId: "foundry", day, madeAtMs, nominated, contract },
    ...{ basis: "plan", snapshotId: "s" },
  });
  // 100, 150 and 60 kWh in the first three quarter-hours; nothing is known after.
  const readings = [0, 100, 250, 310].map((kwh, i) => counted(midnightMs + i * 15 * minuteMs, 5000 + kwh));
  await app.store.history.append("foundry", readings);
  const answer = await app.call({ method: "GET", url, as: ["viewer"] });
  const [view] = answer.json<NominationView[]>();
  expect(view).toMatchObject({ day, madeAtMs, basis: "plan", grid, contract });
  const { course } = view!;
  expect(course.untilMs).toBe(midnightMs + 45 * minuteMs);
  expect(course.boughtKwh).toBeCloseTo(310, 6);
  expect([course.shortKwh, course.longKwh]).toEqual([expect.closeTo(40, 6), expect.closeTo(30, 6)]);
  expect(course.costEur).toBeCloseTo(40 * 0.04 + 30 * 0.02, 6);
});

test("the supplier's file of a day, and a day that was not nominated", async () => {
  const file = await csvOf("2023-05-09");
  expect([file.statusCode, file.headers["content-disposition"]]).toEqual([200, "attachment"]);
  const lines = file.body.split("\r\n");
  expect(lines).toHaveLength(98);
  expect(lines[1]).toBe("2023-05-09T00:00:00+02:00,2023-05-09T00:15:00+02:00,400.000,100.000");
  const missing = await csvOf("2023-05-10");
  expect([missing.statusCode, missing.json().code]).toEqual([404, "QT_LOOP_NO_NOMINATION"]);
  expect((await csvOf("2023-02-30")).statusCode).toBe(400);
});
