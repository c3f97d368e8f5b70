import { dayMs } from "@qtwin/core";
import { type Bill, billBlock, createFoundry, demandRateEurPerKw, loadMarket } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { closeSolverWorkers } from "@qtwin/solvers";
import { energy } from "@qtwin/usecases/energy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Foresight, perfectForesight } from "./foresight.ts";

/** Sunday, 14 May 2023 in Berlin: battery, hall and base load, no melting, so that it is planned in moments. */
const startMs = Date.parse("2023-05-13T22:00:00Z");
const market = loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 7, seed: 1 });
const native = {
  startMs,
  seed: 1,
  controller: "b1",
  market,
  tariff: "annual",
  demandTargetKw: 3000,
} as const;
let bill: Bill;
let foresight: Foresight;

beforeAll(async () => {
  const foundry = createFoundry(native);
  foundry.step(dayMs / 1000 + 1);
  bill = billBlock(foundry.meter(), { variant: "annual", priceEurMwh: market.priceEurMwh });
  const { timeZone } = plantJson;
  foresight = await perfectForesight({
    native,
    midnightsMs: [startMs, startMs + dayMs],
    parametersFor: (horizonH) =>
      energy.parameters.parse({ timeZone, plant: plantJson, tariff: tariffJson, horizonH }),
    tariff: "annual",
    rateEurPerKw: demandRateEurPerKw("annual"),
    reference: { billEur: bill.totalEur, peakKw: bill.peakKw, chargedKw: bill.chargedKw },
    seed: 1,
    timeLimitMs: 10_000,
    onProgress: () => undefined,
  });
}, 120_000);
afterAll(closeSolverWorkers);

test("who knows the day pays no more than the well-run plant, and no less than the proven bound", () => {
  expect(foresight.billEur).toBeLessThanOrEqual(bill.totalEur);
  expect(foresight.boundEur).toBeLessThanOrEqual(foresight.billEur);
  expect(foresight.boundEur).toBeGreaterThan(0.8 * foresight.billEur);
});

test("the demand charge is weighed against the energy: a lower peak than B1's is chosen", () => {
  expect(foresight.peakKw).toBeLessThan(bill.peakKw);
});

test("a day without orders melts nothing, no pour waits, and the model costs the day as the meter does", () => {
  expect(foresight).toMatchObject({ tonnes: 0, pourWaitMin: 0, windowPeakKw: 0 });
  expect(Math.abs(foresight.modelErrorPct)).toBeLessThan(3);
});
