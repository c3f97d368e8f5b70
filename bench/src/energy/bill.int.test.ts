import { hourMs } from "@qtwin/core";
import { billBlock, createFoundry, loadMarket } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { billOf, energy } from "@qtwin/usecases/energy";
import { expect, test } from "vitest";

/** Two winter work days with a peak window, and the same in May without one. */
test.each([
  ["annual", "2023-01-09T23:00:00Z"],
  ["month", "2023-05-08T22:00:00Z"],
  ["window", "2023-01-09T23:00:00Z"],
  ["window", "2023-05-08T22:00:00Z"],
] as const)("the bill of the %s tariff from %s is the supplier's, to the cent", (demand, start) => {
  const startMs = Date.parse(start);
  const market = loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 7, seed: 1 });
  const controller = demand === "window" ? "b2" : "b1";
  const tariff = demand === "window" ? "window" : "annual";
  const foundry = createFoundry({ startMs, seed: 1, controller, market, tariff });
  foundry.step((48 * hourMs) / 1000 + 1);
  const record = foundry.meter();
  const supplier = billBlock(record, { variant: demand, priceEurMwh: market.priceEurMwh });
  const parameters = energy.parameters.parse({
    timeZone: plantJson.timeZone,
    plant: plantJson,
    tariff: tariffJson,
    demand,
  });
  const ours = billOf(
    record.quarters.map((quarter) => ({ ...quarter, priceEurMwh: market.priceEurMwh(quarter.startMs) })),
    parameters,
  );
  // What no bill shows (wear, corrections, a waiting line) is the plant's own.
  expect(ours.parts).toEqual(supplier.parts.filter(({ paidTo }) => paidTo !== "plant"));
  expect([ours.peakKw, ours.windowPeakKw, ours.chargedKw]).toEqual([
    supplier.peakKw,
    supplier.windowPeakKw,
    supplier.chargedKw,
  ]);
  expect(ours.totalEur).toBeCloseTo(
    ours.parts.reduce((sum, { costEur }) => sum + costEur, 0),
    6,
  );
});
