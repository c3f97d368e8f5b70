import type { LearningView, LearntValueView } from "@qtwin/api";
import { dayMs } from "@qtwin/core";
import type { LearntValue } from "@qtwin/usecases";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantStartMs, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const id = "furnace.meltKwhPerT";
const url = "/api/v1/twin/learning";
const learnt: LearntValue = {
  id,
  asset: "furnaces",
  title: "Melting energy",
  unit: "kWh/t",
  siteValue: 515,
  value: 541,
  low80: 537,
  high80: 545,
  low95: 535,
  high95: 547,
  samples: 146,
  fromMs: plantStartMs - 15 * dayMs,
  untilMs: plantStartMs - dayMs,
  verdict: "accepted",
  reason: "It predicts better.",
};

const view = async (): Promise<LearningView> =>
  (await app.call({ method: "GET", url, as: ["viewer"] })).json<LearningView>();
const melting = async (): Promise<LearntValueView> => (await view()).values.find((value) => value.id === id)!;
const decide = (verdict: string, as: "planner" | "operator", of = id) =>
  app.call({
    method: "POST",
    url: `${url}/${of}/decision`,
    body: { verdict, reason: "The meter was changed." },
    as: [as],
  });

test("every value is shown from the start, as the site describes it", async () => {
  expect(await melting()).toMatchObject({ siteValue: 515, learnt: null, used: false, decision: null });
  const { values, errors } = await view();
  expect(values.length).toBeGreaterThan(15);
  expect(errors).toEqual([]);
});

test("a planner rejects and resets what was learnt, on record; others may not", async () => {
  await app.store.learning.put([{ siteId: "foundry", learntAtMs: plantStartMs - 3_600_000, learnt }]);
  expect(await melting()).toMatchObject({ used: true, learnt: { value: 541, verdict: "accepted" } });
  expect((await decide("reject", "operator")).statusCode).toBe(403);
  const rejected = await decide("reject", "planner");
  expect([rejected.statusCode, rejected.json()]).toEqual([
    200,
    expect.objectContaining({ used: false, why: "planner rejected it: The meter was changed." }),
  ]);
  expect((await decide("reset", "planner")).json()).toMatchObject({
    used: false,
    learnt: null,
    decision: { verdict: "reset", by: "planner" },
  });
  expect((await decide("reject", "planner", "no.such")).statusCode).toBe(404);
  const actions = (await app.store.audit.list({})).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(["learning.reject", "learning.reset"]));
});

test("the newest prediction error of an asset stands beside its limit", async () => {
  await app.store.assetModes.putEvidence({
    siteId: "foundry",
    asset: "air",
    day: "2023-05-08",
    predictionErrorPct: 3.5,
    predictionLimitPct: 15,
    savingEur: null,
    overrides: 0,
    refusals: 0,
  });
  expect((await view()).errors).toEqual([{ asset: "air", day: "2023-05-08", errorPct: 3.5, limitPct: 15 }]);
});
