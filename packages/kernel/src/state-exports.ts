import type { JobExports } from "./threads/jobs.ts";

/** What a compiled state offers; addresses and sizes in bytes, phases in turns (1 turn = 2π). */
export interface StateExports extends JobExports, SetupExports {
  setThread(scratch: number, columnBuffer: number, costTile: number): void;
  fillLowCost(offset: number): void;
  storeCosts(tile: number): void;
  costs(tile: number): void;
  sumSubsets(): void;
  resetRange(): void;
  widenRange(): void;
  /** Mean of all costs, which the sums of a state leave out. */
  meanCost(): number;
  findRange(): void;
  lowestCost(): number;
  highestCost(): number;
  preparePhase(turnsPerCost: number, scale: number): void;
  norm(): number;
  tileMass(tile: number): number;
  histogram(target: number, bins: number, low: number, binsPerCost: number): void;
  /** Adds up sum 0 or 1 of the chunks of the last job. */
  sumOf(which: 0 | 1, chunks: number): number;
}

/** Calls that set addresses and numbers of an instance; `setUp` repeats them in every thread. */
export type SetupExports = Readonly<
  Record<
    "setShape" | "setAddresses" | "setCostForm" | "setCenter" | "setQuadratic" | "setTable" | "setDiagonal",
    (...args: number[]) => void
  >
>;
