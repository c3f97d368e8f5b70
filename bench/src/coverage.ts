import { dayMs, instantOfLocal } from "@qtwin/core";
import { nominalCoverage } from "@qtwin/forecast";
import { findDemandTarget, loadMarket } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { energy } from "@qtwin/usecases/energy";
import { runCoverage } from "./energy/coverage-run.ts";
import type { CoverageRow } from "./energy/coverage-scores.ts";
import { markdownTable } from "./markdown-table.ts";

const { timeZone } = plantJson;
/** Bands learn so long before they are scored, and the site has as much history before that. */
const learningDays = 28;

export interface CoverageOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone. */
  readonly zone: string;
  /** Local date, for example `2023-05-08`. */
  readonly fromDate: string;
  readonly days: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface CoverageBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly days: number;
  readonly seed: number;
  readonly nominalPct: number;
  readonly learningDays: number;
  readonly rows: readonly CoverageRow[];
  readonly seconds: number;
}

/** How often what came lay inside the 80 % bands that were predicted for the native plant, and how wide they were. */
export async function benchCoverage(options: CoverageOptions): Promise<CoverageBench> {
  const beganMs = performance.now();
  const { zone, fromDate, days, seed, dataDir } = options;
  const say = options.onProgress ?? (() => undefined);
  const [year, month, day] = fromDate.split("-").map(Number) as [number, number, number];
  const learnFromMs = instantOfLocal(timeZone, year, month, day - learningDays);
  const market = loadMarket({
    dataDir,
    zone,
    startMs: learnFromMs - (learningDays + 1) * dayMs,
    days: days + 2 * learningDays + 7,
    seed,
  });
  const shared = { controller: "b1", tariff: "annual", market, seed, startMs: learnFromMs } as const;
  say("demand target from the 28 days before");
  const { demandTargetKw } = findDemandTarget(shared);
  say(
    `target ${demandTargetKw} kW; ${learningDays} days of history, then ${learningDays} in which bands learn`,
  );
  const scores = await runCoverage({
    plant: { ...shared, demandTargetKw },
    scoredFromMs: instantOfLocal(timeZone, year, month, day),
    untilMs: instantOfLocal(timeZone, year, month, day + days),
    parameters: energy.parameters.parse({ timeZone, plant: plantJson, tariff: tariffJson, horizonH: 24 }),
    seed,
    onDay: (done) => say(`day ${done - learningDays} of ${days}`),
  });
  return {
    zone,
    fromDate,
    days,
    seed,
    nominalPct: 100 * nominalCoverage,
    learningDays,
    rows: scores.rows(),
    seconds: (performance.now() - beganMs) / 1000,
  };
}

const titles: Readonly<Record<string, string>> = {
  baseKw: "load not moved",
  "baseKw, unlearnt": "load not moved, by season alone",
  importKw: "grid import",
  metalT: "metal level",
  "metalT, true": "metal level, the plant's own",
  hallC: "hall temperature",
  "hallC, true": "hall temperature, the plant's own",
  socKwh: "battery charge",
  "socKwh, true": "battery charge, the plant's own",
  dayCost: "cost of the rest of the day",
};

const head = ["band", "lead", "n", "inside", "below", "above", "mean width", "CRPS", "unit"];

const cells = (row: CoverageRow): string[] => [
  titles[row.series] ?? row.series,
  row.lead,
  row.count.toLocaleString("en"),
  `${row.coveragePct.toFixed(1)} %`,
  `${row.belowPct.toFixed(1)} %`,
  `${row.abovePct.toFixed(1)} %`,
  row.meanWidth.toPrecision(3),
  row.crps.toPrecision(3),
  row.unit,
];

/** Lines for people. */
export function linesOf(
  { zone, fromDate, days, rows, nominalPct, learningDays: learnt }: CoverageBench,
  table: (rows: readonly (readonly string[])[]) => readonly string[],
): readonly string[] {
  return [
    `${zone} ${fromDate}, ${days} days: bands of nominal ${nominalPct} %, learnt over the ${learnt} days before and on`,
    ...table([head, ...rows.map(cells)]),
  ];
}

/** The table of bench/REPORT.md. */
export const markdownOf = ({ rows }: CoverageBench): string =>
  markdownTable(head, "|---|---|--:|--:|--:|--:|--:|--:|---|", rows.map(cells));
