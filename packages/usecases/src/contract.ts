import type { TimeGrid } from "@qtwin/core";
import type { BandLearner } from "@qtwin/forecast";
import type { Answer, Model } from "@qtwin/model";
import type { Snapshot } from "@qtwin/twin";
import type { z } from "zod";
import type { Banding, CostBand } from "./banding.ts";
import type { Nominating } from "./nominating.ts";
import type { Reporting } from "./reporting.ts";

/** One row of a Gantt chart. */
export interface Lane {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly id: string;
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  /** For example `melt`, `hold`, `outage`. */
  readonly kind: string;
  /** Bars in progress or inside the frozen zone cannot be moved. */
  readonly frozen: boolean;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Values on the plan's grid; `low` and `high` bound the 80 % band where there is one. */
export interface Series {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
  /** `forecast`, `planned` or `known`. */
  readonly nature: "forecast" | "planned" | "known";
}

export interface Kpi {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly unit: string;
}

/** Money by what it is for; the total is their sum. */
export interface CostBreakdown {
  readonly totalEur: number;
  readonly parts: readonly { readonly id: string; readonly title: string; readonly costEur: number }[];
}

/** What people see and what commands are made from. Plain data: it survives JSON. */
export interface Plan {
  readonly grid: TimeGrid;
  readonly lanes: readonly Lane[];
  readonly series: readonly Series[];
  readonly kpis: readonly Kpi[];
  readonly cost: CostBreakdown;
}

/** A write the plan asks for: `value` on `pointId` from one instant to another. */
export interface CommandSlot {
  /** Id of a write point of the site. */
  readonly pointId: string;
  readonly asset: string;
  /** Number of the slot on the plan's grid, part of the command id; corrections count on from the end of the grid. */
  readonly slot: number;
  readonly value: unknown;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** Native value, in force after hand-back. */
  readonly restore: unknown;
}

/** Whether a slot, or the record of its command, corrects a plan; others are the plan's own. */
export const isCorrection = ({ grid }: Plan, { slot }: Pick<CommandSlot, "slot">): boolean =>
  slot >= grid.count;

/** Whether a command counts at an instant. */
export const countsAt = (
  { validFromMs, validUntilMs }: Pick<CommandSlot, "validFromMs" | "validUntilMs">,
  atMs: number,
): boolean => validFromMs <= atMs && atMs < validUntilMs;

/** A plan while it is carried out. */
export interface PlanInProgress {
  readonly plan: Plan;
  /** The command of the plan that counts now on a write point; null where it has none. */
  readonly planned: (pointId: string) => CommandSlot | null;
  /** What is in force on the point, corrections included; null under native control. */
  readonly inForce: (pointId: string) => unknown;
}

/** What must hold when the plan is written, checked again at each write. */
export interface Precondition {
  readonly id: string;
  /** Asset it guards; `*` for all. */
  readonly asset: string;
  readonly sentence: string;
  readonly pointId: string;
  readonly check:
    | { readonly kind: "equals"; readonly value: string | number | boolean }
    | { readonly kind: "between"; readonly min: number; readonly max: number }
    | { readonly kind: "fresh"; readonly maxAgeMs: number };
}

export type FactsResult<Facts> =
  | { readonly ok: true; readonly facts: Facts; readonly warnings: readonly string[] }
  /** What is missing or too old, in sentences. */
  | { readonly ok: false; readonly missing: readonly string[] };

export interface Explanation {
  /** Constraints that hold with equality and cost money, dearest first. */
  readonly binding: readonly { readonly rule: string; readonly sentence: string; readonly count: number }[];
  /** Saving against the baseline split by lever; adds up to the whole saving. */
  readonly levers: readonly { readonly id: string; readonly title: string; readonly savingEur: number }[];
  readonly sentences: readonly string[];
}

/** Cost of plan and baseline on the same scenarios. */
export interface ScenarioCosts {
  readonly planEur: readonly number[];
  readonly baselineEur: readonly number[];
  /** Absent: the use case does not predict it. */
  readonly dayCost?: CostBand;
  /** Absent: the use case does not part its scenarios. */
  readonly tree?: ScenarioTree;
}

/** The same scenarios, taken for one while they are alike: how what is not known yet may come to differ, stage by stage. */
export interface ScenarioTree {
  /** Ends of the stages; the first is now, where nothing differs yet. */
  readonly stagesUntilMs: readonly number[];
  /** What tells nodes apart: means of a stage against the forecast, and what comes of them under the plan. */
  readonly quantities: readonly {
    readonly id: string;
    readonly title: string;
    readonly unit: string;
    readonly kind: "deviation" | "outcome";
  }[];
  /** Each after the one it comes from; the first is the root. */
  readonly nodes: readonly {
    readonly parent: number | null;
    readonly stage: number;
    /** Positions of its scenarios. */
    readonly draws: readonly number[];
    /** Mean of its scenarios in its stage, one per quantity; null where nothing is open. */
    readonly values: readonly (number | null)[];
  }[];
}

/** History and forecasts reach a use case as series of a point on a grid. */
export interface HistoryReader {
  /** Mean value per step (counters: rate per hour), null where unknown. */
  readonly means: (pointId: string, grid: TimeGrid) => Promise<readonly (number | null)[]>;
}

/** A number people may change to see what it would do. */
export interface WhatIfValue {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** As it is. */
  readonly value: number;
}

/** What somebody wants to try on the facts of a plan. */
export interface WhatIfChange {
  /** By id; those that are left out stay as they are. */
  readonly values: Readonly<Record<string, number>>;
  /** Bars of the plan held where somebody put them. */
  readonly pins: readonly { readonly barId: string; readonly laneId: string; readonly startMs: number }[];
  readonly outages: readonly { readonly laneId: string; readonly startMs: number; readonly endMs: number }[];
}

/** How facts may be changed to see what a plan would become; nothing of it reaches the plant. */
export interface WhatIf<Facts> {
  readonly values: (facts: Facts) => readonly WhatIfValue[];
  /** Bars that may be pinned, and lanes that may be out. */
  readonly movable: (facts: Facts) => { readonly bars: readonly string[]; readonly lanes: readonly string[] };
  /** @throws an error of the use case, kind `invalid-input`, for what is not there or outside its range */
  readonly apply: (facts: Facts, change: WhatIfChange) => Facts;
}

/** A value of the plant's description that its meters can correct. */
export interface DescribedValue {
  /** Where the value stands in the description, for example `furnace.meltKwhPerT`. */
  readonly id: string;
  readonly asset: string;
  readonly title: string;
  readonly unit: string;
  /** As the site describes it. */
  readonly siteValue: number;
}

/** The same as the meters tell it. */
export interface LearntValue extends DescribedValue {
  readonly value: number;
  /** Intervals that hold the true value with a probability of 80 and of 95 %. */
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
  /** Measurements it rests on, and the stretch they are from. */
  readonly samples: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Only an accepted value is planned with; the others say in `reason` why the site's value stays. */
  readonly verdict: "accepted" | "too-few" | "not-excited" | "not-better" | "implausible";
  readonly reason: string;
}

/** How far the model was from what the meters say of an asset, given what the asset did. */
export interface AssetError {
  readonly asset: string;
  /** Mean absolute error over the mean. */
  readonly errorPct: number;
  /** Above this the asset is not predicted well enough for the freedom it has. */
  readonly limitPct: number;
  readonly samples: number;
}

/** History for learning: also values that are no numbers. */
export interface RecordReader extends HistoryReader {
  /** What a point said in [fromMs, untilMs), oldest first. */
  readonly values: (
    pointId: string,
    fromMs: number,
    untilMs: number,
  ) => Promise<readonly { readonly atMs: number; readonly value: unknown }[]>;
}

export interface LearningPeriod {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Nothing before this instant counts for a value, for example since something was repaired. */
  readonly sinceMs?: (valueId: string) => number;
}

/** How the description of a plant is corrected by what its meters say. */
export interface Learning<Parameters> {
  /** How far to look back, days. */
  readonly windowDays: number;
  readonly values: (parameters: Parameters) => readonly DescribedValue[];
  /** Pure but for reading: the same history gives the same values. */
  readonly estimate: (
    history: RecordReader,
    parameters: Parameters,
    period: LearningPeriod,
  ) => Promise<readonly LearntValue[]>;
  /** The description with other values, by id; ids that are not there are left out. */
  readonly apply: (parameters: Parameters, values: Readonly<Record<string, number>>) => Parameters;
  /** Of whole days that are over, with the parameters that were planned with. */
  readonly errors: (
    history: RecordReader,
    parameters: Parameters,
    period: LearningPeriod,
  ) => Promise<readonly AssetError[]>;
}

/** A part of a solution as a model of choices, small enough for solvers that take nothing else. */
export interface PlanWindow {
  /** Its objective is what the solution becomes worse, in the use case's own unit. */
  readonly model: Model;
  /** As in the solution. */
  readonly start: Float64Array;
  /** Ways to take one option of each choice, and those that the use case's model allows. */
  readonly combinations: number;
  readonly feasible: number;
  /** The solution with what the window's values say; null: those break a rule of the window. */
  readonly place: (values: ArrayLike<number>) => Float64Array | null;
}

export interface WindowOptions {
  /** Options of all choices of a window together, at most. */
  readonly qubits: number;
  /** Windows at most; nothing is decided in two of them. */
  readonly count: number;
}

/** A small linear program, solved; null: infeasible. */
export type SolveLinear = (model: Model) => Promise<{
  readonly objective: number;
  readonly values: Float64Array;
} | null>;

export interface UseCase<Facts, Parameters> {
  readonly id: string;
  readonly title: string;
  /** Static description of the site: plant values, tariff, time zone. */
  readonly parameters: z.ZodType<Parameters>;
  readonly facts: z.ZodType<Facts>;
  /** The only place that knows signal names. Forecasts are made here, from history. */
  readonly readTwin: (
    snapshot: Snapshot,
    history: HistoryReader,
    parameters: Parameters,
  ) => Promise<FactsResult<Facts>>;
  readonly build: (facts: Facts) => Model;
  /** What the plant would do without us, on the same facts. */
  readonly baseline: (facts: Facts) => Plan;
  /** A feasible start for the solver from the baseline, one value per variable; null where there is none. */
  readonly warmStart: (facts: Facts, model: Model, previous?: Plan) => Float64Array | null;
  readonly read: (facts: Facts, model: Model, answer: Answer) => Plan;
  /** Parts of a feasible solution that may be worth deciding anew, the most valuable first. Absent: it has none. */
  readonly windows?: (
    facts: Facts,
    model: Model,
    solution: Float64Array,
    options: WindowOptions,
    solveLinear: SolveLinear,
  ) => Promise<readonly PlanWindow[]>;
  readonly explain: (facts: Facts, model: Model, answer: Answer, plan: Plan, baseline: Plan) => Explanation;
  readonly scenarios: (
    facts: Facts,
    plan: Plan,
    baseline: Plan,
    count: number,
    seed: number,
    learner?: BandLearner,
  ) => ScenarioCosts;
  readonly preconditions: (facts: Facts, plan: Plan) => readonly Precondition[];
  readonly commands: (facts: Facts, plan: Plan) => readonly CommandSlot[];
  /** Absent: nothing can be tried. */
  readonly whatIf?: WhatIf<Facts>;
  /**
   * Corrections between two plans, from the meters: commands on top of the plan's, until the end of the running step at the
   * longest. Empty: nothing need change. Absent: a plan is carried out as it stands.
   */
  readonly track?: (
    snapshot: Snapshot,
    history: HistoryReader,
    parameters: Parameters,
    progress: PlanInProgress,
  ) => Promise<readonly CommandSlot[]>;
  /** Absent: plans carry no learnt bands. */
  readonly banding?: Banding<Parameters>;
  /**
   * What a past stretch really used and cost, from the meters, beside what was predicted. Values that are not known
   * are left out. Absent: the loop keeps no such figures.
   */
  readonly settle?: (
    history: RecordReader,
    parameters: Parameters,
    period: PastPeriod,
  ) => Promise<readonly Kpi[]>;
  /** Absent: a report says what the loop did, and nothing of energy, money or material. */
  readonly report?: Reporting<Parameters>;
  /** Absent: the plant is taken as the site describes it. */
  readonly learn?: Learning<Parameters>;
  /** Absent: nothing is told a supplier beforehand. */
  readonly nominating?: Nominating<Facts, Parameters>;
}

/** A past stretch of time, and what was planned for it. */
export interface PastPeriod {
  readonly grid: TimeGrid;
  /** Values of a plan series on the grid, from whichever plan was in force; null where none was. */
  readonly planned: (seriesId: string) => readonly (number | null)[];
  /** The same of what the plant would have done by itself, as it was foreseen before plans changed its course. */
  readonly withoutPlan: (seriesId: string) => readonly (number | null)[];
}

/** Declares a use case; its folder in `packages/usecases/src/` carries the same name as its id. */
export const defineUseCase = <Facts, Parameters>(
  useCase: UseCase<Facts, Parameters>,
): UseCase<Facts, Parameters> => useCase;
