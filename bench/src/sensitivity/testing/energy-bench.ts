import type { EnergyBench, EnergyBenchRow } from "../../energy.ts";

/** An energy bench as it comes back, with these bills. */
export function testBench(
  billsEur: Readonly<Partial<Record<EnergyBenchRow["controller"], number>>>,
  change: { readonly qtwin?: Partial<EnergyBenchRow>; readonly bench?: Partial<EnergyBench> } = {},
): EnergyBench {
  const savingPct = (billEur: number, on: "b0" | "b1" | "b2"): number =>
    (100 * (billsEur[on]! - billEur)) / billsEur[on]!;
  const rows = Object.entries(billsEur).map(
    ([controller, billEur]): EnergyBenchRow => ({
      controller: controller as EnergyBenchRow["controller"],
      billEur,
      savingOnB0Pct: savingPct(billEur, "b0"),
      savingOnB1Pct: savingPct(billEur, "b1"),
      savingOnB2Pct: savingPct(billEur, "b2"),
      regretPct: null,
      peakKw: 3000,
      windowPeakKw: 0,
      tonnes: { GJL: 40, GJS: 20 },
      pourWaitMin: 0,
      violations: {
        ...{ pressureS: 0, lowestBar: 6.3, comfortS: 0, comfortKh: 0 },
        ...{ connectionS: 0, highestImportKw: 3100, targetQuarters: 0 },
      },
      metered: { importMwh: 47, heats: 15, lateHeats: 0, endStateEur: 0, parts: {} },
      ...(controller === "qtwin" ? change.qtwin : {}),
    }),
  );
  return {
    ...{
      zone: "DE",
      fromDate: "2023-05-08",
      days: 1,
      tariff: "annual",
      seed: 1,
      mismatch: 0,
      priceSource: "test",
    },
    ...{ demandTargetKw: 3000, demandTargetEdge: "inside", rows, counts: true, levers: {}, foresight: null },
    plans: {
      ...{ count: 12, missed: 0, meanSeconds: 1, maxSeconds: 2 },
      ...{ meanGapPct: 0.5, maxGapPct: 1, commandsRefused: 0 },
    },
    seconds: 60,
    ...change.bench,
  };
}
