import { z } from "zod";
import { plantValues } from "./plant-values.ts";

const series = z.array(z.number());
/** Per step: median and 80 % band. */
export const bandSchema = z.object({
  p10: series,
  p50: series,
  p90: series,
  /** `history` or `fallback`: a profile stands in while history is short. */
  basis: z.enum(["history", "fallback", "published"]),
});
export type Band = z.infer<typeof bandSchema>;

export const openHeatSchema = z.object({
  orderId: z.string(),
  alloy: z.string(),
  tonnes: z.number().positive(),
  /** Not started before: orders belong to a day. */
  notBeforeMs: z.number(),
  pourByMs: z.number(),
  /** The operator refused to start it when it was recommended, and will start it on his own. */
  refused: z.boolean().exactOptional(),
});
export type OpenHeat = z.infer<typeof openHeatSchema>;

export const runningHeatSchema = z.object({
  orderId: z.string(),
  alloy: z.string(),
  tonnes: z.number().positive(),
  startedAtMs: z.number(),
  /** Into the metal and losses so far, as the plant counts it. */
  energyKwh: z.number().nonnegative(),
  /** Still to be put into the metal, without further losses. */
  remainingKwh: z.number().nonnegative(),
  pourByMs: z.number(),
  /** The cold lining under it is warmed until then; absent: it is warm. */
  warmedAtMs: z.number().exactOptional(),
});
export type RunningHeat = z.infer<typeof runningHeatSchema>;

export const furnaceSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Only a furnace in remote takes commands. */
  mode: z.string(),
  state: z.string(),
  heat: runningHeatSchema.nullable(),
  /** Out of use (trip, relining) between these instants. */
  outages: z.array(z.object({ startMs: z.number(), endMs: z.number(), reason: z.string() })),
  heatsSinceReline: z.number(),
  /** The next heat starts cold and costs more energy and time. */
  cold: z.boolean(),
  powerKw: z.number(),
});
export type FurnaceFacts = z.infer<typeof furnaceSchema>;

export const plannedHeatSchema = z.object({
  orderId: z.string(),
  alloy: z.string(),
  tonnes: z.number().positive(),
  furnace: z.string(),
  notBeforeMs: z.number(),
  pourByMs: z.number(),
});
export type PlannedHeat = z.infer<typeof plannedHeatSchema>;

/** A start somebody wants to have there; absent in facts that come from the twin. */
export const pinnedHeatSchema = z.object({
  orderId: z.string(),
  furnace: z.string(),
  startMs: z.number(),
});

export const demandSchema = z.object({
  kind: z.enum(["annual", "month", "window"]),
  /** Cost of one more kW of billed peak in this billing period. */
  eurPerKw: z.number().nonnegative(),
  /** Cost of one more kW inside the windows (kind `window`), in this billing period. */
  windowEurPerKw: z.number().nonnegative(),
});

/** A plan for many possible courses: what it costs on the mean of them, and what in the worst. */
export const riskSchema = z.object({
  /** Drawn from the bands of load, PV and unpublished prices. */
  scenarios: z.number().int().min(2).max(50),
  seed: z.number().int(),
  /** The worst share 1 − alpha counts as the tail. */
  alpha: z.number().min(0).lt(1),
  /** Of the mean of the tail, beside a weight of 1 of the mean of all. */
  weight: z.number().nonnegative(),
  /** Least share of the courses in which the contract of the connection holds. */
  connectionChance: z.number().gt(0).lt(1),
});

/** What has been nominated to the supplier, and what missing it costs beside the energy; prices of imbalance are synthetic. */
export const nominationSchema = z.object({
  /** Bought on the mean of the step; null: nothing is nominated for it. */
  kw: z.array(z.number().nonnegative().nullable()),
  /** Share of the nominated energy of a quarter-hour by which it may be missed for nothing. */
  toleranceShare: z.number().min(0).max(1),
  /** On what is bought beyond the tolerance, and on what is not bought below it. */
  eurPerMwhShort: z.number().nonnegative(),
  eurPerMwhLong: z.number().nonnegative(),
});

/** All the energy plan depends on, with units in names; arrays have one value per step of the grid. */
export const energyFacts = z.object({
  nowMs: z.number(),
  timeZone: z.string(),
  grid: z.object({ startMs: z.number(), stepMin: z.number(), count: z.number().int().positive() }),
  /** Minutes left of the first step, which may be running. */
  firstStepMin: z.number().positive(),
  prices: z.object({
    dayAheadEurMwh: series,
    /** Delivery up to here is published; later values are a forecast. */
    knownUntilMs: z.number(),
    source: z.string(),
  }),
  tariff: z.object({
    /** On every kWh bought: supplier, grid energy price, levies, tax. */
    adderEurMwh: z.number(),
    /** Feed-in pays day-ahead minus this, never below 0. */
    feedInDeductionEurMwh: z.number(),
    gasEurMwh: z.number(),
    demand: demandSchema,
    /** Whether the step lies in a peak window of the grid operator. */
    inWindow: z.array(z.boolean()),
  }),
  peak: z.object({
    soFarKw: z.number().nonnegative(),
    windowSoFarKw: z.number().nonnegative(),
    /** Bought in the running clock quarter before now. */
    runningQuarterKwh: z.number().nonnegative(),
    /** Target of the plant's own demand controller. */
    targetKw: z.number().positive(),
    windowTargetKw: z.number().positive().nullable(),
    /** Below this a lower peak is worth nothing: the rest of the period will need it anyway. */
    floorKw: z.number().nonnegative(),
  }),
  furnaces: z.array(furnaceSchema).min(1),
  /** In the order they are to be melted. */
  openHeats: z.array(openHeatSchema),
  recommended: z.array(plannedHeatSchema),
  pinned: z.array(pinnedHeatSchema).exactOptional(),
  /** Starts before this instant that are already recommended are not moved. */
  frozenUntilMs: z.number(),
  metalT: z.number().nonnegative(),
  /** Pouring rate by the calendar, breaks taken out. */
  pourTph: series,
  /** Price of having the melt crew in the step; null: it cannot be there. */
  crewEurPerH: z.array(z.number().nullable()),
  /** People and machines warm the hall. */
  shift: z.array(z.boolean()),
  /** Comfort hours of a work day: ventilation runs and the hall is kept warm. */
  comfort: z.array(z.boolean()),
  air: z.object({
    /** Flow at native pressure. */
    flowM3min: bandSchema,
    enabled: z.array(z.string()),
    available: z.array(z.string()),
    headerBar: z.number(),
    mode: z.string(),
  }),
  /** Base load, pouring furnace, cooling, extraction, auxiliaries: not ours to move. */
  baseKw: bandSchema,
  pvKw: bandSchema,
  outdoorC: series,
  hall: z.object({ airC: z.number(), setpointC: z.number(), mode: z.string() }),
  battery: z.object({ socKwh: z.number().nonnegative(), mode: z.string() }),
  pvMode: z.string(),
  /** Absent: planned on the expected course alone, with room for what it misses. */
  risk: riskSchema.exactOptional(),
  /** Absent: the contract asks for no schedule, or none was made for these steps. */
  nomination: nominationSchema.exactOptional(),
  plant: plantValues,
});
export type EnergyFacts = z.infer<typeof energyFacts>;

/** Length of a step in hours; the first may be partly over. */
export function stepHours(facts: Pick<EnergyFacts, "firstStepMin" | "grid">, step: number): number {
  return (step === 0 ? facts.firstStepMin : facts.grid.stepMin) / 60;
}

type Priced = Pick<EnergyFacts, "prices" | "tariff">;

/** What one kWh bought in the step costs, without demand charge. */
export function buyEurPerKwh(facts: Priced, step: number): number {
  return (facts.prices.dayAheadEurMwh[step]! + facts.tariff.adderEurMwh) / 1000;
}

/** What one kWh fed in earns. */
export function sellEurPerKwh(facts: Priced, step: number): number {
  return Math.max(0, facts.prices.dayAheadEurMwh[step]! - facts.tariff.feedInDeductionEurMwh) / 1000;
}
