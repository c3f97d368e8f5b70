/**
 * A job shop, flexible or not, read from a model. Job j has the operations jobStart[j] … jobStart[j+1]−1 in their order,
 * operation o the options optionStart[o] … optionStart[o+1]−1; one option an operation is a plain job shop. All times are
 * in the unit of the model's starts; costs are to be minimised, whatever the sense of the model.
 */
export interface ShopProblem {
  readonly variableCount: number;
  readonly machineCount: number;
  readonly jobStart: Int32Array;
  readonly jobOf: Int32Array;
  /** By operation. */
  readonly startColumn: Int32Array;
  /** By operation: earliest start, those of its job before it taken into account. */
  readonly release: Float64Array;
  readonly optionStart: Int32Array;
  readonly operationOf: Int32Array;
  /** By option. An option that needs no machine has one of its own. */
  readonly machine: Int32Array;
  /** By option: how long it keeps its machine. */
  readonly duration: Float64Array;
  /** By option: least time from its start to the start of the job's next operation, at least 0; mostly the duration. */
  readonly delay: Float64Array;
  /** By option: least time from its start to the makespan; −Infinity where those after it in its job say enough. */
  readonly finish: Float64Array;
  /** By option: latest start (deadline); Infinity where the limit of the makespan says as much. */
  readonly latest: Float64Array;
  /** By option: the column that is 1 when it is taken; −1: none. */
  readonly choiceColumn: Int32Array;
  /** By option: its row and column in the setup matrix of its machine. */
  readonly place: Int32Array;
  /** By machine. */
  readonly machines: readonly ShopMachine[];
  readonly makespan: Makespan;
  readonly tardiness: Tardiness;
  /** Columns that follow from the starts: the makespan, and how late something is. */
  readonly ends: readonly EndColumn[];
  /** Values of the columns that no schedule decides. */
  readonly fixedValues: Float64Array;
  /** The objective is constant + sign · cost. */
  readonly constant: number;
  readonly sign: 1 | -1;
}

export interface ShopMachine {
  /** Time from the end of `place` i to the start of its direct neighbour j at [i·places + j]; null: none. */
  readonly setup: Float64Array | null;
  readonly places: number;
  /** When it does nothing, by start; they do not overlap. */
  readonly downtimes: readonly Downtime[];
}

export interface Downtime {
  readonly start: number;
  readonly duration: number;
  /** In the setup matrix of its machine. */
  readonly place: number;
}

export interface Makespan {
  /** −1: the makespan costs nothing. */
  readonly column: number;
  /** Cost of a unit; 0 without column. */
  readonly factor: number;
  readonly lower: number;
  readonly upper: number;
}

/** Option k costs price · max(0, its start − latest), summed over the terms first[k] … first[k+1]−1. */
export interface Tardiness {
  readonly first: Int32Array;
  readonly latest: Float64Array;
  readonly price: Float64Array;
}

/** A column that is at least `lower` and at least start + lag of each of its operations. */
export interface EndColumn {
  readonly column: number;
  readonly lower: number;
  readonly arcs: readonly EndArc[];
}

export interface EndArc {
  readonly operation: number;
  /** By option of the operation, −Infinity where it does not count. */
  readonly lag: Float64Array;
}

export const operationCount = (problem: ShopProblem): number => problem.startColumn.length;
export const hasSetups = (problem: ShopProblem): boolean =>
  problem.machines.some(({ setup }) => setup !== null);
export const hasDowntimes = (problem: ShopProblem): boolean =>
  problem.machines.some(({ downtimes }) => downtimes.length > 0);
export const hasTardiness = (problem: ShopProblem): boolean => problem.tardiness.price.length > 0;
/** Whether some start has a deadline that the limit of the makespan does not imply. */
export const hasDeadlines = (problem: ShopProblem): boolean => problem.latest.some((time) => time < Infinity);
