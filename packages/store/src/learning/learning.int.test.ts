import type { LearntValue } from "@qtwin/usecases";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const dayMs = 86_400_000;

const learntOn = (day: number, value: number): LearntValue => ({
  id: "furnace.meltKwhPerT",
  asset: "furnaces",
  title: "Melting energy",
  unit: "kWh/t",
  siteValue: 515,
  value,
  low80: value - 3,
  high80: value + 3,
  low95: value - 5,
  high95: value + 5,
  samples: 140,
  fromMs: (day - 14) * dayMs,
  untilMs: day * dayMs,
  verdict: "accepted",
  reason: "It predicts better.",
});

test("each day adds a version, recording again adds nothing, and the past can be asked for", async () => {
  const { learning } = db.store;
  const record = (day: number, value: number) => ({
    siteId: "s",
    learntAtMs: day * dayMs + 60_000,
    learnt: learntOn(day, value),
  });
  await learning.put([record(20, 530)]);
  await learning.put([record(20, 999), record(21, 532)]);
  const newest = await learning.latest("s", 30 * dayMs);
  expect(newest.get("furnace.meltKwhPerT")?.learnt).toEqual(learntOn(21, 532));
  const before = await learning.latest("s", 21 * dayMs);
  expect(before.get("furnace.meltKwhPerT")?.learnt.value).toBe(530);
  expect((await learning.latest("s", 19 * dayMs)).size).toBe(0);
  const versions = await learning.versions("s", "furnace.meltKwhPerT");
  expect(versions.map(({ learnt }) => learnt.value)).toEqual([532, 530]);
  expect(versions[0]!.number).toBeGreaterThan(versions[1]!.number);
  expect((await learning.latest("other", 30 * dayMs)).size).toBe(0);
});

test("the newest decision of a value counts, as of an instant", async () => {
  const { learning } = db.store;
  const decision = {
    siteId: "s",
    valueId: "battery.efficiency",
    by: "alice",
    reason: "A meter was changed.",
  };
  await learning.decide({ ...decision, verdict: "reject", atMs: 1_000 });
  await learning.decide({ ...decision, verdict: "reset", atMs: 2_000 });
  expect((await learning.decisions("s", 1_500)).get("battery.efficiency")?.verdict).toBe("reject");
  expect((await learning.decisions("s", 2_500)).get("battery.efficiency")).toEqual({
    ...decision,
    verdict: "reset",
    atMs: 2_000,
  });
  expect((await learning.decisions("s", 500)).size).toBe(0);
});
