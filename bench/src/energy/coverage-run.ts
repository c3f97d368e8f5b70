import { dayMs, hourMs, minuteMs, stepStartMs } from "@qtwin/core";
import { type BandLearner, createBandLearner } from "@qtwin/forecast";
import {
  type Foundry,
  type FoundryOptions,
  historyMeans,
  type QuarterRecord,
  restoreFoundry,
} from "@qtwin/foundry";
import type { Snapshot } from "@qtwin/twin";
import {
  type BandedSeries,
  type Came,
  type CostBand,
  leadBucketOf,
  learnDayCost,
  learnErrors,
  type Plan,
  withBands,
} from "@qtwin/usecases";
import {
  dayCost,
  type EnergyFacts,
  type EnergyParameters,
  energy,
  meteredEur,
  stepsOfDay,
} from "@qtwin/usecases/energy";
import { type CoverageScores, createCoverageScores } from "./coverage-scores.ts";
import { createObserver } from "./observe.ts";
import { plantHistory } from "./plant-history.ts";

const quarterMs = 15 * minuteMs;
/** A plan is made so often. */
const planEveryMs = hourMs;
const minuteS = 60;

export interface CoverageRunOptions {
  /** The plant under its native controller, from the first day on which bands learn. */
  readonly plant: FoundryOptions;
  /** Scores count from here on. */
  readonly scoredFromMs: number;
  readonly untilMs: number;
  readonly parameters: EnergyParameters;
  readonly seed: number;
  /** Called at the end of each day since learning began. */
  readonly onDay: (day: number) => void;
}

/** What was predicted at one instant, and how far its steps were held against what came. */
interface Prediction {
  readonly facts: EnergyFacts;
  readonly plan: Plan;
  readonly banded: readonly BandedSeries[];
  readonly cost: CostBand;
  checkedSteps: number;
  costChecked: boolean;
}

/** What came of the quarter-hours, by their start. */
interface Past {
  /** By the plant itself: what is scored against. By its meters and sensors: what is learnt from. */
  readonly truth: Map<number, ReadonlyMap<string, number>>;
  readonly measured: Map<number, ReadonlyMap<string, number>>;
  readonly meters: Map<number, QuarterRecord>;
}

/** Measured by sensors with an offset that nobody at the plant knows: scored by the sensor, and by the plant itself. */
const stateIds = new Set(["metalT", "hallC", "socKwh"]);

interface CoverageState {
  readonly options: CoverageRunOptions;
  readonly foundry: Foundry;
  readonly observe: () => Snapshot;
  readonly past: Past;
  readonly learner: BandLearner;
  readonly scores: CoverageScores;
}

/** Predicts every hour what the native plant will do, with bands learnt from what came of earlier predictions, and scores them. */
export async function runCoverage(options: CoverageRunOptions): Promise<CoverageScores> {
  const { plant, untilMs, parameters } = options;
  const before = historyMeans(plant);
  const foundry = restoreFoundry(before.checkpoint, plant);
  const history = plantHistory(before, foundry);
  const state: CoverageState = {
    options,
    foundry,
    observe: createObserver(foundry),
    past: { truth: new Map(), measured: new Map(), meters: new Map() },
    learner: createBandLearner(),
    scores: createCoverageScores(),
  };
  let open: Prediction[] = [];
  while (foundry.nowMs() < untilMs) {
    if (foundry.nowMs() % planEveryMs === 0) {
      for (const prediction of open) check(state, prediction);
      open = open.filter(({ checkedSteps, plan }) => checkedSteps < plan.grid.count);
      const facts = await energy.readTwin(state.observe(), history, parameters);
      if (facts.ok) open.push(predict(state, facts.facts));
    }
    foundry.step(minuteS);
    history.minute();
    if (foundry.nowMs() % quarterMs === 0) {
      history.quarter();
      noteQuarter(state);
    }
    const livedMs = foundry.nowMs() - plant.startMs;
    if (livedMs % dayMs === 0) options.onDay(livedMs / dayMs);
  }
  return state.scores;
}

function predict({ options, learner }: CoverageState, facts: EnergyFacts): Prediction {
  const plan = energy.baseline(facts);
  const banded = energy.banding!.series(plan, options.parameters);
  return {
    facts,
    plan: withBands(plan, banded, learner),
    banded,
    cost: dayCost(facts, plan, learner, options.seed),
    checkedSteps: 0,
    costChecked: false,
  };
}

/** States at the end of the quarter-hour that ends now, and energies of the one before, which the meters have closed. */
function noteQuarter({ foundry, observe, past, options }: CoverageState): void {
  const endMs = foundry.nowMs();
  const meters = foundry.meter().quarters.at(-1);
  const { metalT, hall, battery } = foundry.truth();
  const { values } = observe();
  const sensed = (pointId: string): number => Number(values.get(pointId)?.value ?? Number.NaN);
  const { capacityKwh } = options.parameters.plant.battery;
  note(past.truth, endMs - quarterMs, { metalT, hallC: hall.airC, socKwh: battery.storedKwh });
  note(past.measured, endMs - quarterMs, {
    metalT: sensed("pour.metalT"),
    hallC: sensed("hall.airC"),
    socKwh: (sensed("battery.socPct") / 100) * capacityKwh,
  });
  if (!meters) return;
  past.meters.set(meters.startMs, meters);
  const used = meters.meltKwh + meters.airKwh + meters.hvacKwh + meters.chargeKwh + meters.exportKwh;
  const given = meters.importKwh + meters.pvKwh + meters.dischargeKwh;
  const powers = { importKw: meters.importKwh * 4, baseKw: (given - used) * 4 };
  note(past.truth, meters.startMs, powers);
  note(past.measured, meters.startMs, powers);
}

const note = (to: Past["truth"], startMs: number, values: Readonly<Record<string, number>>): void => {
  to.set(
    startMs,
    new Map([
      ...(to.get(startMs) ?? []),
      ...Object.entries(values).filter(([, value]) => !Number.isNaN(value)),
    ]),
  );
};

/** Scores and learns from the steps whose meters are closed by now. */
function check(state: CoverageState, prediction: Prediction): void {
  const { past, learner } = state;
  const { plan, banded, checkedSteps } = prediction;
  const { grid } = plan;
  let until = checkedSteps;
  while (until < grid.count && past.meters.has(stepStartMs(grid, until))) until += 1;
  const came: Came = new Map(
    banded.map(({ id }) => [
      id,
      Array.from({ length: until }, (_, step) =>
        step < checkedSteps ? null : (past.measured.get(stepStartMs(grid, step))?.get(id) ?? null),
      ),
    ]),
  );
  for (let step = checkedSteps; step < until; step++) scoreStep(state, prediction, step);
  learnErrors(plan, banded, came, learner, hourMs / planEveryMs);
  prediction.checkedSteps = until;
  if (!prediction.costChecked && until >= stepsOfDay(prediction.facts)) checkCost(state, prediction);
}

function scoreStep({ past, scores, options }: CoverageState, prediction: Prediction, step: number): void {
  const { plan, facts } = prediction;
  if (plan.grid.startMs < options.scoredFromMs) return;
  const truth = past.truth.get(stepStartMs(plan.grid, step));
  const measured = past.measured.get(stepStartMs(plan.grid, step));
  const lead = leadBucketOf(plan, step).id;
  for (const { id, unit, values, low, high } of plan.series) {
    const actual = truth?.get(id);
    const edges = { low: low?.[step] ?? null, mid: values[step] ?? null, high: high?.[step] ?? null };
    if (actual === undefined || edges.low === null || edges.mid === null || edges.high === null) continue;
    const band = { low: edges.low, mid: edges.mid, high: edges.high };
    scores.add(id, unit, lead, band, measured?.get(id) ?? actual);
    if (id === "baseKw") {
      const { p10, p90 } = facts.baseKw;
      scores.add(
        "baseKw, unlearnt",
        unit,
        lead,
        { low: p10[step]!, mid: band.mid, high: p90[step]! },
        actual,
      );
    }
    if (stateIds.has(id)) scores.add(`${id}, true`, unit, lead, band, actual);
  }
}

function checkCost({ past, scores, options, learner }: CoverageState, prediction: Prediction): void {
  const { facts, plan, cost } = prediction;
  const steps = stepsOfDay(facts);
  const row = (of: (meters: QuarterRecord) => number): number[] =>
    Array.from({ length: steps }, (_, step) => 4 * of(past.meters.get(stepStartMs(plan.grid, step))!));
  const actualEur = meteredEur(
    facts,
    {
      importKw: row(({ importKwh }) => importKwh),
      exportKw: row(({ exportKwh }) => exportKwh),
      gasKw: row(({ gasKwh }) => gasKwh * facts.plant.hall.gasEfficiency),
    },
    steps,
  );
  prediction.costChecked = true;
  const band = { low: cost.p10Eur, mid: cost.p50Eur, high: cost.p90Eur };
  if (plan.grid.startMs >= options.scoredFromMs)
    scores.add("dayCost", "EUR", leadBucketOf(plan, steps - 1).id, band, actualEur);
  learnDayCost(learner, cost, actualEur);
}
