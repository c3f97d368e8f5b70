import { hourMs, minuteMs, stepStartMs } from "@qtwin/core";
import {
  chargedKw,
  createFoundry,
  type DemandVariant,
  type FoundryOptions,
  plant,
  tariff,
} from "@qtwin/foundry";
import { solve } from "@qtwin/solvers";
import type { Plan } from "@qtwin/usecases";
import {
  type Band,
  connectionRoomKw,
  type EnergyFacts,
  type EnergyParameters,
  energy,
} from "@qtwin/usecases/energy";
import { createObserver } from "./observe.ts";
import { planSearch } from "./plan-search.ts";

const { battery, connection } = plant;
const { floorShare } = tariff.grid.peakWindow;
const quarterMs = 15 * minuteMs;
/**
 * Peaks tried first, as shares of B1's: of the block, or inside the windows where only those are charged. Then halves of the step
 * to both sides of the best.
 */
const triedShares = {
  block: [0.97, 0.94, 0.91],
  window: [0.5, 0.38, 0.26],
} as const;
const refinements = 1;
const gapLimit = 0.003;
/** A plan over the peak that is tried is possible, but never worth it. */
const overPeakEurPerKw = 1000;

export interface ForesightOptions {
  /** The well-run plant, B1. */
  readonly native: FoundryOptions;
  /** Local midnights of the block, its end included. */
  readonly midnightsMs: readonly number[];
  readonly parametersFor: (horizonH: number) => EnergyParameters;
  readonly tariff: DemandVariant;
  readonly rateEurPerKw: number;
  /** B1's bill, and the power its demand charge is on. */
  readonly reference: { readonly billEur: number; readonly peakKw: number; readonly chargedKw: number };
  readonly seed: number;
  /** Most wall time for one day. */
  readonly timeLimitMs: number;
  readonly onProgress: (line: string) => void;
}

/** The best bill of a block when all that was to come had been known. */
export interface Foresight {
  readonly billEur: number;
  /** Under that peak no plan of these days costs less by the model: the proven bounds of the days added up. */
  readonly boundEur: number;
  readonly peakKw: number;
  readonly windowPeakKw: number;
  readonly tonnes: number;
  readonly pourWaitMin: number;
  /** Cost of B1's days by the model against B1's days on the meter, %: how far the model may be trusted. */
  readonly modelErrorPct: number;
}

/**
 * Plans each day on what really came, from B1's state at midnight to an end no worse than B1's, under one peak for the whole block;
 * the peak is the best of those tried. The bill is B1's less what the model saves on B1 on the same days, so that an error of the
 * model that both share does not count.
 */
export async function perfectForesight(options: ForesightOptions): Promise<Foresight> {
  const days = await liveThrough(options);
  const nativeEur = days.map((facts) => energyCostEur(energy.baseline(facts)));
  const best = await bestPeak(days, options);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const { reference, rateEurPerKw } = options;
  const demandEur = rateEurPerKw * (best.chargedKw - reference.chargedKw);
  const withoutDemandEur = reference.billEur - rateEurPerKw * reference.chargedKw;
  return {
    billEur: reference.billEur + sum(best.days.map(({ costEur }) => costEur)) - sum(nativeEur) + demandEur,
    boundEur: reference.billEur + sum(best.days.map(({ boundEur }) => boundEur)) - sum(nativeEur) + demandEur,
    peakKw: best.peakKw,
    windowPeakKw: best.windowPeakKw,
    tonnes: sum(best.days.map(({ plan }) => kpi(plan, "tappedT"))),
    pourWaitMin: sum(best.days.map(({ plan }) => kpi(plan, "waitMin"))),
    modelErrorPct: (100 * (sum(nativeEur) - withoutDemandEur)) / withoutDemandEur,
  };
}

const kpi = (plan: Plan, id: string): number => plan.kpis.find((each) => each.id === id)?.value ?? 0;

/** A plan's cost without its demand charge, which is counted once for the block. */
function energyCostEur({ cost }: Plan): number {
  const demand = cost.parts.filter(({ id }) => id === "demand" || id === "windowDemand");
  return cost.totalEur - demand.reduce((total, { costEur }) => total + costEur, 0);
}

/** B1 lives through the block; its state at each midnight with what really came afterwards are the facts of that day. */
async function liveThrough(options: ForesightOptions): Promise<readonly EnergyFacts[]> {
  const { midnightsMs, native, parametersFor, onProgress } = options;
  const foundry = createFoundry({ ...native, sensorFaults: false });
  const observe = createObserver(foundry);
  const flowM3min = new Map<number, number>();
  const facts: EnergyFacts[] = [];
  for (const [day, midnightMs] of midnightsMs.slice(0, -1).entries()) {
    const endMs = midnightsMs[day + 1]!;
    const nothing = { means: async (_: string, { count }: { count: number }) => new Array(count).fill(null) };
    const read = await energy.readTwin(observe(), nothing, parametersFor((endMs - midnightMs) / hourMs));
    if (!read.ok) throw new Error(`perfect foresight: ${read.missing.join(" ")}`);
    facts.push(read.facts);
    while (foundry.nowMs() < endMs) {
      const startMs = Math.floor(foundry.nowMs() / quarterMs) * quarterMs;
      foundry.step(60);
      const share = minuteMs / quarterMs;
      flowM3min.set(startMs, (flowM3min.get(startMs) ?? 0) + share * foundry.truth().air.flowM3min);
    }
    onProgress(`perfect foresight: day ${day + 1} of ${midnightsMs.length - 1} lived through`);
  }
  foundry.step(1);
  const quarters = new Map(foundry.meter().quarters.map((quarter) => [quarter.startMs, quarter]));
  return facts.map((day) => ({
    ...day,
    ...asItCame(day, options, (atMs) => ({ ...quarters.get(atMs)!, flowM3min: flowM3min.get(atMs)! })),
  }));
}

const exactly = (values: readonly number[]): Band => ({
  p10: [...values],
  p50: [...values],
  p90: [...values],
  basis: "history",
});

type Came = Readonly<
  Record<"pourKwh" | "coolingKwh" | "extractionKwh" | "baseKwh" | "importKwh" | "pvKwh" | "flowM3min", number>
>;

/** Forecasts replaced by what came; without uncertainty no reserve of metal, no room below peak and contract, no margin of warmth. */
function asItCame(
  day: EnergyFacts,
  { native: { market } }: ForesightOptions,
  came: (atMs: number) => Came,
): Partial<EnergyFacts> {
  const starts = Array.from({ length: day.grid.count }, (_, step) => stepStartMs(day.grid, step));
  const quarterH = quarterMs / hourMs;
  const otherKw = starts.map((atMs) => {
    const { pourKwh, coolingKwh, extractionKwh, baseKwh, importKwh } = came(atMs);
    const lossesKw = connection.noLoadLossKw + (connection.loadLossShare * importKwh) / quarterH;
    return (pourKwh + coolingKwh + extractionKwh + baseKwh) / quarterH + battery.auxKw + lossesKw;
  });
  return {
    prices: {
      dayAheadEurMwh: starts.map((atMs) => market.priceEurMwh(atMs)),
      knownUntilMs: starts.at(-1)! + quarterMs,
      source: day.prices.source,
    },
    baseKw: exactly(otherKw),
    pvKw: exactly(starts.map((atMs) => came(atMs).pvKwh / quarterH)),
    air: { ...day.air, flowM3min: exactly(starts.map((atMs) => came(atMs).flowM3min)) },
    outdoorC: starts.map((atMs) => market.outdoorC(atMs)),
    plant: {
      ...day.plant,
      importLimitKw: connection.contractKw + connectionRoomKw,
      metal: { ...day.plant.metal, reserves: [] },
      hall: { ...day.plant.hall, marginK: 0 },
    },
  };
}

interface DayPlan {
  /** Peak it was planned under. */
  readonly capKw: number;
  readonly plan: Plan;
  readonly peakKw: number;
  readonly windowPeakKw: number;
  readonly costEur: number;
  readonly boundEur: number;
}

interface BlockPlan {
  readonly days: readonly DayPlan[];
  readonly peakKw: number;
  readonly windowPeakKw: number;
  readonly chargedKw: number;
  /** Energy and demand charge: what the best peak has least of. */
  readonly totalEur: number;
}

/** Tries peaks from high to low, then between: the bill over the peak falls, then rises. */
async function bestPeak(days: readonly EnergyFacts[], options: ForesightOptions): Promise<BlockPlan> {
  const isWindow = options.tariff === "window";
  const shares = isWindow ? triedShares.window : triedShares.block;
  const earlier = days.map((): DayPlan[] => []);
  const tried = new Map<number, BlockPlan>();
  const attempt = async (share: number): Promise<void> => {
    if (tried.has(share)) return;
    const capKw = share * options.reference.peakKw;
    const plans: DayPlan[] = [];
    for (const [index, facts] of days.entries()) {
      plans.push(await planDay(facts, capKw, earlier[index]!, options));
      options.onProgress(
        `perfect foresight: peak ${Math.round(capKw)} kW, day ${index + 1} of ${days.length}`,
      );
    }
    tried.set(share, blockOf(plans, options));
  };
  const best = (): [number, BlockPlan] =>
    [...tried].reduce((least, each) => (each[1].totalEur < least[1].totalEur ? each : least));
  for (const share of shares) await attempt(share);
  let step = shares[0] - shares[1];
  for (let round = 0; round < refinements; round++) {
    step /= 2;
    const [share] = best();
    await attempt(share + step);
    await attempt(share - step);
  }
  return best()[1];
}

function blockOf(days: readonly DayPlan[], { tariff: variant, rateEurPerKw }: ForesightOptions): BlockPlan {
  const peakKw = Math.max(...days.map((day) => day.peakKw));
  const windowPeakKw = Math.max(...days.map((day) => day.windowPeakKw));
  const charged = chargedKw(variant, peakKw, windowPeakKw);
  const energyEur = days.reduce((total, { costEur }) => total + costEur, 0);
  return { days, peakKw, windowPeakKw, chargedKw: charged, totalEur: energyEur + rateEurPerKw * charged };
}

/** One day under a peak; an earlier plan under a higher peak that keeps this one is as good, and its bound holds. */
async function planDay(
  facts: EnergyFacts,
  capKw: number,
  earlier: DayPlan[],
  { tariff: variant, seed, timeLimitMs }: ForesightOptions,
): Promise<DayPlan> {
  const keeps = earlier.find(
    (day) =>
      day.capKw >= capKw &&
      (variant === "window" ? day.windowPeakKw : day.peakKw) <= capKw + 1e-6 &&
      (variant !== "window" || day.peakKw <= capKw / floorShare + 1e-6),
  );
  if (keeps) return keeps;
  const capped = underPeak(facts, capKw, variant);
  const model = energy.build(capped);
  const warmStart = energy.warmStart(capped, model, earlier.at(-1)?.plan);
  const answer = await solve(model, {
    timeLimitMs,
    gapLimit,
    seed,
    ...planSearch,
    ...(warmStart ? { warmStart } : {}),
  });
  if (!answer.solution) throw new Error(`perfect foresight: no plan for a day (${answer.status})`);
  const plan = energy.read(capped, model, answer);
  const importKw = plan.series.find(({ id }) => id === "importKw")!.values.map((kw) => kw ?? 0);
  const costEur = plan.cost.totalEur;
  const day: DayPlan = {
    capKw,
    plan,
    peakKw: Math.max(...importKw),
    windowPeakKw: Math.max(0, ...importKw.filter((_, step) => facts.tariff.inWindow[step])),
    costEur,
    boundEur: costEur - (answer.objective! - (answer.bound ?? Number.NEGATIVE_INFINITY)),
  };
  earlier.push(day);
  return day;
}

/** The peak, or where only windows are charged theirs and five times as much outside, is paid for; more is too dear. */
function underPeak(facts: EnergyFacts, capKw: number, variant: DemandVariant): EnergyFacts {
  const isWindow = variant === "window";
  const soFarKw = isWindow ? Math.min(connection.contractKw, capKw / floorShare) : capKw;
  return {
    ...facts,
    peak: {
      ...facts.peak,
      soFarKw,
      floorKw: 0,
      windowSoFarKw: isWindow ? capKw : 0,
      runningQuarterKwh: 0,
      targetKw: connection.contractKw,
    },
    tariff: {
      ...facts.tariff,
      demand: {
        ...facts.tariff.demand,
        eurPerKw: overPeakEurPerKw,
        windowEurPerKw: isWindow ? overPeakEurPerKw : 0,
      },
    },
  };
}
