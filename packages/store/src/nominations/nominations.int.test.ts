import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";
import type { NominationRecord } from "./nominations.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const dayMs = 86_400_000;
const startMs = Date.UTC(2023, 4, 9, 22);

const nomination = (index: number, firstKw: number): NominationRecord => ({
  siteId: "s",
  day: `2023-05-${10 + index}`,
  madeAtMs: startMs + index * dayMs - 13 * 3_600_000,
  nominated: {
    grid: { startMs: startMs + index * dayMs, stepMin: 15, count: 96 },
    kw: Array.from({ length: 96 }, (_, step) => firstKw + step / 3),
  },
  contract: { toleranceShare: 0.1, eurPerMwhShort: 25, eurPerMwhLong: 25, nominateAt: "11:00" },
  basis: "plan",
  snapshotId: `snapshot-${index}`,
});

test("a day is nominated once: also of many at the same time, one is kept and all are told which", async () => {
  const { nominations } = db.store;
  expect(await nominations.get("s", "2023-05-10")).toBeNull();
  const all = Array.from({ length: 8 }, (_, i) => nomination(0, 100 * (i + 1)));
  const kept = await Promise.all(all.map((each) => nominations.put(each)));
  expect(all).toContainEqual(kept[0]);
  for (const each of kept) expect(each).toEqual(kept[0]);
  expect(await nominations.get("s", "2023-05-10")).toEqual(kept[0]);
  expect(await nominations.put(nomination(0, 5000))).toEqual(kept[0]);
});

test("what is nominated is neither changed nor removed", async () => {
  await expect(db.sql("update qtwin.nominations set made_at_ms = 0")).rejects.toThrow();
  await expect(db.sql("delete from qtwin.nominations")).rejects.toThrow();
});

test("nominations of a stretch are found as they were known at an instant", async () => {
  const { nominations } = db.store;
  const second = await nominations.put(nomination(1, 700));
  const days = async (fromMs: number, untilMs: number, madeByMs?: number) =>
    (await nominations.between("s", fromMs, untilMs, madeByMs)).map(({ day }) => day);
  expect(await days(startMs, startMs + 2 * dayMs)).toEqual(["2023-05-10", "2023-05-11"]);
  expect(await days(startMs, startMs + dayMs)).toEqual(["2023-05-10"]);
  expect(await days(startMs + dayMs, startMs + 3 * dayMs, second.madeAtMs - 1)).toEqual([]);
  expect(await nominations.list("s", 1)).toEqual([second]);
  expect(await nominations.list("other", 9)).toEqual([]);
});
