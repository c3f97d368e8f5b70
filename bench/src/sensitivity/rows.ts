import type { EnergyBench, EnergyBenchOptions, EnergyBenchRow } from "../energy.ts";

/** What a row is about and under which conditions; a run started again takes rows that are there. */
export interface SensitivityRun
  extends Required<
    Pick<
      EnergyBenchOptions,
      | "zone"
      | "fromDate"
      | "days"
      | "tariff"
      | "seed"
      | "gapLimit"
      | "timeLimitMs"
      | "targetDays"
      | "nativeOnly"
    >
  > {
  readonly pricesFile: string | null;
  /** Of the values; `unchanged` for the plant as it is. */
  readonly value: string;
  readonly changePct: number;
}

export interface SensitivityRow extends SensitivityRun {
  readonly kind: "sensitivity";
  readonly title: string;
  /** The value before and after; null for the plant as it is. */
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string;
  /** Why there is no bench: the plant would be impossible, or the run failed. */
  readonly problem: string | null;
  readonly bench: EnergyBench | null;
}

export const unchanged = "unchanged";

export const isRow = (value: object): value is SensitivityRow =>
  "kind" in value && value.kind === "sensitivity";

export const keyOf = (run: SensitivityRun): string =>
  JSON.stringify([
    run.value,
    run.changePct,
    run.zone,
    run.fromDate,
    run.days,
    run.tariff,
    run.pricesFile,
    run.seed,
    run.gapLimit,
    run.timeLimitMs,
    run.targetDays,
    run.nativeOnly,
  ]);

/** The controller whose savings a row is about: Qtwin, or the price rule where only native controllers were run. */
export const plannedOf = ({ rows }: EnergyBench): EnergyBenchRow => rows.at(-1)!;

export const billEurOf = ({ rows }: EnergyBench, controller: EnergyBenchRow["controller"]): number =>
  rows.find((row) => row.controller === controller)!.billEur;

/** What a row must be read with; empty where it counts and nothing was out of its limits. */
export function remarksOf(bench: EnergyBench): readonly string[] {
  const remarks: string[] = [];
  const counted = bench.rows.filter(({ controller }) => controller !== "b0");
  for (const { controller, pourWaitMin, metered } of counted) {
    if (pourWaitMin > 0) remarks.push(`${controller} waits ${pourWaitMin.toFixed(1)} min`);
    const late = metered?.lateHeats ?? 0;
    if (late > 0) remarks.push(`${controller} ${late} late ${late === 1 ? "heat" : "heats"}`);
  }
  remarks.push(...tonnesRemarks(counted));
  const { violations } = plannedOf(bench);
  for (const [seconds, what] of [
    [violations?.connectionS, "over the contract"],
    [violations?.comfortS, "below comfort"],
    [violations?.pressureS, "below pressure"],
  ] as const)
    if (seconds) remarks.push(`${seconds} s ${what}`);
  if (bench.demandTargetEdge === "highest")
    remarks.push("no searched demand target was held before the block");
  if (bench.demandTargetEdge === "lowest") remarks.push("a lower demand target than searched might do");
  return remarks;
}

/** Who melted more or less than B1: the bill has it at replacement cost, but then the orders were not the same. */
function tonnesRemarks(counted: readonly EnergyBenchRow[]): string[] {
  const tonnesOf = ({ tonnes }: EnergyBenchRow): number =>
    Object.values(tonnes).reduce((sum, each) => sum + each, 0);
  const [reference, ...others] = counted;
  return others.flatMap((row) => {
    const moreT = tonnesOf(row) - tonnesOf(reference!);
    if (moreT === 0) return [];
    return [`${row.controller} melts ${Math.abs(moreT)} t ${moreT > 0 ? "more" : "less"} than b1`];
  });
}
