import { floorToStep, hourMs, minuteMs } from "@qtwin/core";
import { type BlockRecord, billBlock, createFoundry, dayAheadMessage, loadMarket } from "@qtwin/foundry";
import { loadSite, makeReport } from "@qtwin/loop";
import { type TestStore, testDecision, testProposal, withTestStore } from "@qtwin/store/testing";
import { measurement } from "@qtwin/twin/testing";
import type { Plan } from "@qtwin/usecases";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Two days of the simulated plant from midnight in Berlin, read at clock quarter-hours into a real store. */
const startMs = Date.UTC(2023, 4, 8, 22);
const quarterMs = 15 * minuteMs;
const site = loadSite("foundry");
const market = loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 7, seed: 1 });
const counters = ["meter.importKwh", "meter.exportKwh", "meter.reactiveKvarh", "hvac.gasKwh"];
let db: TestStore;
let record: BlockRecord;

async function liveThroughTwoDays(): Promise<void> {
  const foundry = createFoundry({
    startMs,
    seed: 1,
    controller: "b1",
    market,
    tariff: "annual",
    sensorFaults: false,
  });
  let published = "";
  for (let quarter = 0; quarter <= 192; quarter += 1) {
    const at = { sourceTimeMs: foundry.nowMs(), serverTimeMs: foundry.nowMs() };
    const readings = foundry.readings().filter(({ pointId }) => counters.includes(pointId));
    const values = readings.map(({ pointId, value }) =>
      measurement({ ...at, pointId, value: Number(value), kind: "counter", unit: "kWh" }),
    );
    const key = market
      .known(foundry.nowMs())
      .map(({ publishedAtMs }) => publishedAtMs)
      .join();
    const message = dayAheadMessage(market, foundry.nowMs());
    if (key !== published)
      values.push(measurement({ ...at, pointId: "market.dayAhead", value: message, kind: "state" }));
    published = key;
    await db.store.history.append(site.id, values);
    foundry.step(quarterMs / 1000);
  }
  record = foundry.meter();
}

const planOf = (fromMs: number, share: number): Plan => {
  const rows = record.quarters.filter(
    (each) => each.startMs >= fromMs && each.startMs < fromMs + 24 * hourMs,
  );
  const series = (id: string, values: readonly number[]) => ({
    id,
    title: id,
    unit: "kW",
    nature: "planned" as const,
    values,
  });
  return {
    grid: { startMs: fromMs, stepMin: 15, count: rows.length },
    lanes: [],
    series: [
      series(
        "importKw",
        rows.map(({ importKwh }) => 4 * share * importKwh),
      ),
      series(
        "exportKw",
        rows.map(({ exportKwh }) => 4 * exportKwh),
      ),
    ],
    kpis: [],
    cost: { totalEur: 0, parts: [] },
  };
};

/** Day 1: a plan that is only shown. Day 2: the same, approved from 06:00 to 18:00, one write of two verified. */
async function makePlans(): Promise<void> {
  const { proposals, decisions, commands } = db.store;
  const base = { siteId: site.id, useCase: "energy" };
  const day2Ms = startMs + 24 * hourMs;
  await proposals.create(
    testProposal({
      ...base,
      id: "shown",
      createdAtMs: startMs,
      plan: planOf(startMs, 0.9),
      baseline: planOf(startMs, 0.95),
    }),
    "draft",
  );
  const slot = (number: number) => ({
    pointId: "battery.power",
    asset: "battery",
    slot: number,
    value: 10,
    restore: 0,
    validFromMs: day2Ms + number * quarterMs,
    validUntilMs: day2Ms + (number + 1) * quarterMs,
  });
  const inForceMs = day2Ms + 6 * hourMs;
  const written = testProposal({
    ...base,
    id: "written",
    createdAtMs: day2Ms,
    plan: planOf(day2Ms, 1.02),
    baseline: planOf(day2Ms, 1.1),
    commands: [slot(20), slot(30), slot(31)],
  });
  await proposals.create(written, "open");
  const envelope = { ...written.envelope, untilMs: day2Ms + 18 * hourMs };
  await decisions.add(site.id, testDecision({ proposalId: "written", decidedAtMs: inForceMs, envelope }));
  for (const to of ["approved", "active", "finished"] as const)
    await proposals.transition("written", { to, atMs: inForceMs, by: "ada" });
  const ids = { siteId: site.id, proposalId: "written", decisionId: "d1" };
  await commands.prepare({ ...ids, ...slot(30), id: "written:battery.power:30" }, inForceMs);
  for (const to of ["sent", "acknowledged", "verified"] as const)
    await commands.transition("written:battery.power:30", { to, atMs: inForceMs + hourMs });
}

beforeAll(async () => {
  db = await withTestStore();
  await liveThroughTwoDays();
  await makePlans();
  const { assetModes, overrides } = db.store;
  const asset = { siteId: site.id, asset: "battery" };
  await assetModes.set({
    ...asset,
    mode: "supervised",
    sinceMs: startMs + hourMs,
    by: "ada",
    reason: "14 good days",
  });
  await overrides.start({
    ...asset,
    id: "o",
    startedAtMs: startMs + 20 * hourMs,
    by: "plant",
    reason: "mode local",
  });
}, 120_000);
afterAll(() => db.close());

const report = (locale: "en" | "de" | "fr", from = "2023-05-09", to = "2023-05-10") =>
  makeReport({ site, store: db.store, from, to, locale, madeAtMs: startMs });

/** Every text of the report, a line a cell. */
const textOf = (found: Awaited<ReturnType<typeof report>>): string =>
  JSON.stringify(found.sections, null, 1).replaceAll("\u00A0", " ");

test.each([
  ["en", "en-GB"],
  ["de", "de-DE"],
  ["fr", "fr-FR"],
] as const)("the bill of the report is the supplier's, to the cent: %s", async (locale, tag) => {
  // What is delivered and billed is the hour; the synthetic price moves within it.
  const priceEurMwh = (atMs: number): number => market.priceEurMwh(floorToStep(atMs, 60));
  const supplier = billBlock(record, { variant: "annual", priceEurMwh });
  const paid = supplier.parts.filter(({ paidTo }) => paidTo !== "plant").map(({ costEur }) => costEur + 0);
  const { format } = new Intl.NumberFormat(tag, { style: "currency", currency: "EUR" });
  const expected = [...paid, paid.reduce((sum, eur) => sum + eur, 0)].map((eur) => format(eur));
  const text = textOf(await report(locale));
  const plain = (eur: string): string => eur.replaceAll(/[\u202F\u00A0]/g, " ");
  expect(expected.map(plain).filter((eur) => !text.includes(`"${eur}"`))).toEqual([]);
});

test("a period whose meters and prices are all known says so", async () => {
  expect(textOf(await report("en")).includes("All 192 quarter-hours have meter readings")).toBe(true);
});

test("the model's error is that of the hours without a plan, and the saving that of the others", async () => {
  const text = textOf(await report("en"));
  // Day 1 is 5 % above its baseline everywhere: sum of 24 hours over 23 means. Day 2 until 06:00 is 10 % below: not hours of day 1 alone.
  const hourly = Array.from({ length: 30 }, (_, hour) =>
    record.quarters.slice(4 * hour, 4 * hour + 4).reduce((sum, { importKwh }) => sum + importKwh, 0),
  );
  const errors = hourly.map((kwh, hour) => (hour < 24 ? 0.05 : -0.1) * kwh);
  const mean = hourly.reduce((sum, kwh) => sum + kwh, 0) / 30;
  const nmbePct = (100 * errors.reduce((sum, error) => sum + error, 0)) / (29 * mean);
  const cvPct = (100 * Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / 29)) / mean;
  expect(text).toContain(`NMBE ${nmbePct.toFixed(1)} %, CV(RMSE) ${cvPct.toFixed(1)} %`);
  expect(text).toContain("over 30 hours in which no plan was in force");
  // 18 hours of day 2 are compared.
  expect(text).toMatch(/"Wed, 10 May 2023",\s+"€[\d,.]+",\s+"€[\d,.]+",\s+"€[\d,.]+",\s+"[\d,]+",\s+"72"/);
});

test("writes, modes and overrides stand with who and why", async () => {
  const found = await report("en");
  expect(found.title).toBe("Example foundry: measurement and verification");
  const text = textOf(found);
  // Due are slots 30 and 31; slot 20 was over when the plan came into force.
  expect(text).toMatch(/"Wed, 10 May 2023",\s+"1",\s+"2",\s+"1",\s+"50.0 %",\s+"0",\s+"0",\s+"0",\s+"1"/);
  expect(text).toMatch(
    /"battery",\s+"supervised",\s+"9 May 2023, 01:00 UTC\+2",\s+"",\s+"ada",\s+"14 good days"/,
  );
  expect(text).toMatch(/"battery",\s+"9 May 2023, 20:00 UTC\+2",\s+"still open",\s+"plant",\s+"mode local"/);
});

test("days nobody read are unknown, and neither estimated nor left out", async () => {
  const text = textOf(await report("en", "2023-05-10", "2023-05-11"));
  expect(text).toContain("Of 192 quarter-hours, 96 have no meter reading at both ends and 0 have readings");
  expect(text).toMatch(/"Thu, 11 May 2023",\s+("–",\s+){10}"0 \/ 96"/);
});
