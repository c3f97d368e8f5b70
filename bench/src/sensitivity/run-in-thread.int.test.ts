import { plant } from "@qtwin/foundry";
import { expect, test } from "vitest";
import { samePrices } from "./price-change.ts";
import { type RunJob, runInThread } from "./run-in-thread.ts";
import { type SiteFiles, site } from "./site-change.ts";

/** A Sunday under native controllers, their targets from the Saturday before: a second of computing each. */
const jobOf = (files: SiteFiles): RunJob => ({
  options: {
    ...{ dataDir: "/nonexistent", zone: "DE", fromDate: "2023-05-14", days: 1, tariff: "annual", seed: 1 },
    ...{ targetDays: 1, nativeOnly: true },
  },
  files,
  prices: samePrices,
});

test("a thread simulates and bills the plant it is given, not the one this process has", async () => {
  const files = structuredClone(site);
  files.plant.demand.targetFactor.value = 2;
  files.tariff.grid.demandEurPerKwYear.value = 240;
  const bench = await runInThread(jobOf(files), undefined, () => undefined);
  // On a Saturday any target is feasible; with the factor of this process, 1.05, about 2,400 kW would have been found.
  expect(bench!.demandTargetKw).toBeGreaterThan(2 * 2300);
  expect(bench!.demandTargetEdge).toBe("lowest");
  const b1 = bench!.rows[1]!;
  expect(b1.metered!.parts.demand! / b1.peakKw).toBeCloseTo(20, 3);
  expect(plant.demand.targetFactor).toBe(1.05);
}, 30_000);

test("a signal ends a thread in the middle of its simulation", async () => {
  const stop = new AbortController();
  const job = jobOf(site);
  const long = { ...job, options: { ...job.options, targetDays: 28, days: 92 } };
  let lines = 0;
  const bench = await runInThread(long, stop.signal, () => {
    lines += 1;
    stop.abort();
  });
  expect([bench, lines]).toEqual([null, 1]);
}, 30_000);
