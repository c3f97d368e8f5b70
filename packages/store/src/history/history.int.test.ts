import type { TimeGrid } from "@qtwin/core";
import { createRandom } from "@qtwin/core";
import { type Measurement, mergeHistory, mergeLatest, pointMeans, qualities } from "@qtwin/twin";
import { measurement, pointSpec } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const start = Date.UTC(2023, 4, 8, 6);
const at = (second: number, change: Partial<Measurement> = {}) =>
  measurement({ sourceTimeMs: start + second * 1000, ...change });

test("what is appended comes back as it was, whatever text a source can send", async () => {
  const batch = [
    at(0, {
      value: 20.1,
      accuracy: 0.123456789,
      confidence: 0.3,
      mode: "remote",
      intervalStartMs: start - 900_000,
    }),
    at(1, { value: { text: 'zero \0, quote ", backslash \\, {brace}, ü, 🔥' } }),
    at(2, { value: null, quality: "bad", qualityCode: 'Bad,{"Sensor"}', confidence: 0 }),
    at(3, { value: [], reasons: [{ code: "stale", sentence: 'a "b" \\c 14 min', confidence: 0.5 }] }),
    at(4, { value: true, calibration: "due", kind: "state" }),
    at(5, { value: "NULL" }),
    at(6, { value: -0.1, calibration: "valid", kind: "counter", quality: "uncertain" }),
  ];
  expect(await db.store.history.append("words", batch)).toEqual({ inserted: 7, duplicates: 0 });
  expect(await db.store.history.series("words", "air.flow", start, start + 60_000)).toEqual(batch);
});

test("a text with a zero in a label does not stop a batch", async () => {
  const batch = [at(0, { qualityCode: "Good\0", source: "mqtt:\0/x" })];
  await db.store.history.append("zero", batch);
  expect([...(await db.store.history.latest("zero")).values()][0]!.qualityCode).toBe("Good\uFFFD");
});

/** Deliveries with every kind of collision. */
function deliveries(seed: number, count: number): readonly Measurement[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const sourceTimeMs = start + random.integer(40) * 1000;
    return measurement({
      pointId: `a.p${random.integer(3)}`,
      sourceTimeMs,
      serverTimeMs: sourceTimeMs + random.integer(2),
      value: random.integer(3),
      quality: qualities[random.integer(3)]!,
    });
  });
}

test("TW21 history in the database agrees with the merge of the twin, in any order and any batches", async () => {
  const list = deliveries(3, 400);
  for (const [site, order] of [
    ["forward", list],
    ["backward", [...list].reverse()],
  ] as const) {
    for (let from = 0; from < order.length; from += 37) {
      await db.store.history.append(site, order.slice(from, from + 37));
    }
    await db.store.history.append(site, order.slice(50, 200));
    const found = await Promise.all(
      [0, 1, 2].map((point) => db.store.history.series(site, `a.p${point}`, start, start + 60_000)),
    );
    expect(found.flat()).toEqual(mergeHistory(list));
    expect(new Map([...(await db.store.history.latest(site))].sort())).toEqual(
      new Map([...mergeLatest(list)].sort()),
    );
    const watermarkMs = start + 20_000;
    expect(new Map([...(await db.store.history.asOf(site, watermarkMs))].sort())).toEqual(
      new Map([...mergeLatest(list.filter((each) => each.sourceTimeMs <= watermarkMs))].sort()),
    );
  }
});

test("TW22 repeats are counted and not stored, inside a batch and over batches", async () => {
  const batch = [at(0), at(1), at(1), at(2)];
  expect(await db.store.history.append("repeat", batch)).toEqual({ inserted: 3, duplicates: 1 });
  const again = [...batch, at(3)].map((each) => ({ ...each, receivedTimeMs: start + 99_000 }));
  expect(await db.store.history.append("repeat", again)).toEqual({ inserted: 1, duplicates: 4 });
});

test("two writers of the same rows do not hinder each other", async () => {
  const list = deliveries(5, 3_000);
  const results = await Promise.all([
    db.store.history.append("both", list),
    db.store.history.append("both", [...list].reverse()),
    db.store.history.append("both", list.slice(500)),
  ]);
  const stored = await db.sql(
    "select count(*)::int as count from qtwin.history h join qtwin.points p on p.id = h.point where site_id = 'both'",
  );
  expect(results.reduce((sum, each) => sum + each.inserted, 0)).toBe(stored[0]!.count);
});

test("a batch larger than one statement is stored whole", async () => {
  const batch = Array.from({ length: 12_345 }, (_, second) => at(second));
  expect(await db.store.history.append("large", batch)).toEqual({ inserted: 12_345, duplicates: 0 });
  expect(await db.store.history.append("large", batch)).toEqual({ inserted: 0, duplicates: 12_345 });
});

const grid: TimeGrid = { startMs: start, stepMin: 15, count: 8 };

/** Two hours with gaps, doubtful values, corrections and late starts. */
function recording(seed: number, counter: boolean): readonly Measurement[] {
  const random = createRandom(seed);
  const values: Measurement[] = [];
  let count = 980;
  for (
    let second = -600;
    second < 9_000;
    second += 1 + random.integer(random.integer(40) === 0 ? 1_500 : 12)
  ) {
    count = random.integer(200) === 0 ? 0 : (count + random.integer(5)) % 1_000;
    const value = counter ? count : random.integer(1_000);
    const confidence = random.integer(10) === 0 ? 0.2 : 1;
    values.push(at(second, { value, confidence }));
    if (random.integer(20) === 0) {
      values.push(at(second, { value: value + 1, serverTimeMs: start + second * 1000 + 7 }));
    }
    if (random.integer(50) === 0) values.push(at(second + 0.5, { value: null, confidence: 0 }));
  }
  return values;
}

test.each([
  ["instant", 11],
  ["instant", 12],
  ["counter", 13],
  ["counter", 14],
] as const)("TW40 means in the database agree with those of the twin: %s, seed %i", async (kind, seed) => {
  const site = `means-${kind}-${seed}`;
  const point = pointSpec({ kind, periodS: 10, rollover: 1_000 });
  const values = recording(seed, kind === "counter");
  await db.store.history.append(site, values);
  const expected = pointMeans(mergeHistory(values), point, grid).means;
  const found = await db.store.history.means(site, point, grid);
  expect(found.map((each) => each === null)).toEqual(expected.map((each) => each === null));
  found.forEach((each, step) => {
    if (each !== null) expect(each).toBeCloseTo(expected[step]!, 6);
  });
});

test("means of a point nothing is known of are unknown, and a reader refuses ids that are not in the catalogue", async () => {
  const reader = db.store.history.reader("means-empty", [pointSpec()]);
  expect(await reader.means("air.flow", grid)).toEqual(new Array(8).fill(null));
  await expect(reader.means("air.nope", grid)).rejects.toMatchObject({ code: "QT_STORE_UNKNOWN_POINT" });
});

test.each(["update qtwin.history set number = 1", "delete from qtwin.history", "truncate qtwin.history"])(
  "history is append-only: %s",
  async (statement) => {
    await db.store.history.append("fixed", [at(0)]);
    await expect(db.sql(statement)).rejects.toMatchObject({ code: "QT001" });
  },
);
