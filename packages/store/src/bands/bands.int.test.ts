import { createBandLearner } from "@qtwin/forecast";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

test("what was learnt last is there for each site, and an older state does not take its place", async () => {
  const { bands } = db.store;
  expect(await bands.get("s")).toBeNull();
  const learner = createBandLearner();
  for (let error = 0; error < 40; error++) learner.learn("importKw|0-1 h|much", error / 7);
  await bands.put("s", { untilMs: 2000, bands: learner.learnt() });
  await bands.put("s", { untilMs: 1000, bands: {} });
  await bands.put("other", { untilMs: 1000, bands: {} });
  const known = await bands.get("s");
  expect(known).toEqual({ untilMs: 2000, bands: learner.learnt() });
  expect(createBandLearner(known!.bands).band("importKw|0-1 h|much")).toEqual(
    learner.band("importKw|0-1 h|much"),
  );
  await bands.put("s", { untilMs: 3000, bands: {} });
  expect((await bands.get("s"))?.untilMs).toBe(3000);
});
