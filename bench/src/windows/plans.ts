import { dayMs, instantOfLocal, localTime, minuteMs } from "@qtwin/core";
import { createFoundry, type FoundryOptions, historyMeans, loadMarket } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import type { Model } from "@qtwin/model";
import { solve } from "@qtwin/solvers";
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { createObserver } from "../energy/observe.ts";
import { planSearch } from "../energy/plan-search.ts";
import { plantHistory } from "../energy/plant-history.ts";

export interface PlanOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone. */
  readonly zone: string;
  /** Local date of the first day, for example `2023-05-08`. */
  readonly fromDate: string;
  readonly seed: number;
  /** Wall time for one plan. */
  readonly planTimeS: number;
}

/** An energy plan of the simulated foundry, as the loop would make it at that instant. */
export interface EnergyPlan {
  readonly atMs: number;
  readonly facts: EnergyFacts;
  readonly model: Model;
  readonly solution: Float64Array;
  readonly objective: number;
}

const { timeZone } = plantJson;
/** When plans are made on a work day, in minutes of the local day. */
const planMinutes = [0, 270, 450, 630, 810];
const mostDays = 28;
const quarterMs = 15 * minuteMs;

/** Plans of a well-run plant at instants of its work days, one after the other, until nobody asks for more or 28 days are over. */
export async function* energyPlans(options: PlanOptions): AsyncGenerator<EnergyPlan> {
  const plant = plantOf(options);
  const foundry = createFoundry(plant);
  const history = plantHistory(historyMeans(plant), foundry);
  const observe = createObserver(foundry);
  while (foundry.nowMs() < plant.startMs + mostDays * dayMs) {
    const { weekday, hour, minute } = localTime(foundry.nowMs(), timeZone);
    if (weekday >= 1 && weekday <= 5 && planMinutes.includes(60 * hour + minute)) {
      const horizonH = 24 - hour - minute / 60;
      const parameters = energy.parameters.parse({
        timeZone,
        plant: plantJson,
        tariff: tariffJson,
        horizonH,
      });
      const read = await energy.readTwin(observe(), history, parameters);
      const plan = read.ok ? await planOf(read.facts, options) : null;
      if (plan) yield plan;
    }
    foundry.step(60);
    history.minute();
    if (foundry.nowMs() % quarterMs === 0) history.quarter();
  }
}

function plantOf({ dataDir, zone, fromDate, seed }: PlanOptions): FoundryOptions {
  const [year, month, day] = fromDate.split("-").map(Number);
  const startMs = instantOfLocal(timeZone, year!, month!, day!);
  const market = loadMarket({ dataDir, zone, startMs: startMs - 29 * dayMs, days: mostDays + 35, seed });
  return { startMs, seed, controller: "b1", market, tariff: "annual" };
}

/** Null: nothing was found in the time. */
async function planOf(facts: EnergyFacts, { planTimeS, seed }: PlanOptions): Promise<EnergyPlan | null> {
  const model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model);
  const { solution, objective, feasibility } = await solve(model, {
    timeLimitMs: 1000 * planTimeS,
    gapLimit: 0.005,
    seed,
    ...planSearch,
    ...(warmStart ? { warmStart } : {}),
  });
  if (!solution || objective === null || !feasibility?.feasible) return null;
  return { atMs: facts.nowMs, facts, model, solution, objective };
}
