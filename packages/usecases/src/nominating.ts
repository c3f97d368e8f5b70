import type { TimeGrid } from "@qtwin/core";
import type { HistoryReader, Plan } from "./contract.ts";

/** What a supply contract says of schedules that are fixed the day before. */
export interface BalancingContract {
  /** Share of the nominated energy of a quarter-hour by which it may be missed for nothing. */
  readonly toleranceShare: number;
  /** On each MWh bought beyond the tolerance, and below it, beside the day-ahead price. */
  readonly eurPerMwhShort: number;
  readonly eurPerMwhLong: number;
  /** Local clock time of the day before, for example `11:00`. */
  readonly nominateAt: string;
}

/** What was told the supplier of a stretch of time. */
export interface Nominated {
  readonly grid: TimeGrid;
  /** Mean of each step that is bought. */
  readonly kw: readonly number[];
}

/** What came of a nomination by the main meter, over its steps that are known. */
export interface NominationCourse {
  /** Known up to here. */
  readonly untilMs: number;
  readonly nominatedKwh: number;
  readonly boughtKwh: number;
  /** Bought beyond and below the tolerance. */
  readonly shortKwh: number;
  readonly longKwh: number;
  readonly costEur: number;
}

/** How a use case nominates what will be bought. Pure, but for reading the meter. */
export interface Nominating<Facts, Parameters> {
  /** Null: the site's contract asks for none. */
  readonly contract: (parameters: Parameters) => BalancingContract | null;
  /** The same parameters with another horizon. */
  readonly reaching: (parameters: Parameters, horizonH: number) => Parameters;
  /** Facts that know what has been nominated for their steps, and what missing it costs. */
  readonly apply: (facts: Facts, contract: BalancingContract, nominated: readonly Nominated[]) => Facts;
  /** What a plan buys on a grid, mean kW of each step; null where it does not reach over all of it. */
  readonly boughtKw: (plan: Plan, grid: TimeGrid) => readonly number[] | null;
  /** Steps that are not over by `nowMs`, or have no reading, are left out. */
  readonly course: (
    history: HistoryReader,
    contract: BalancingContract,
    nominated: Nominated,
    nowMs: number,
  ) => Promise<NominationCourse>;
}
