import { dayMs, instantOfLocal, localTime, minuteMs } from "@qtwin/core";
import { createFoundry, type FoundryOptions, historyMeans, loadMarket } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { createObserver } from "./observe.ts";
import { plantHistory } from "./plant-history.ts";

export interface PlantOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone. */
  readonly zone: string;
  /** Local date of the first day, for example `2023-05-08`. */
  readonly fromDate: string;
  readonly seed: number;
}

const { timeZone } = plantJson;
const mostDays = 28;
const quarterMs = 15 * minuteMs;

/**
 * What a well-run plant would be planned on at instants of its work days, to the end of the day, until nobody asks for more or 28 days
 * are over.
 * @param minutes of the local day
 * @param settings of the energy parameters, beside the site's
 */
export async function* factsAt(
  options: PlantOptions,
  minutes: readonly number[],
  settings: { readonly risk?: { readonly scenarios: number; readonly seed: number } } = {},
): AsyncGenerator<EnergyFacts> {
  const plant = plantOf(options);
  const foundry = createFoundry(plant);
  const history = plantHistory(historyMeans(plant), foundry);
  const observe = createObserver(foundry);
  while (foundry.nowMs() < plant.startMs + mostDays * dayMs) {
    const { weekday, hour, minute } = localTime(foundry.nowMs(), timeZone);
    if (weekday >= 1 && weekday <= 5 && minutes.includes(60 * hour + minute)) {
      const horizonH = 24 - hour - minute / 60;
      const parameters = energy.parameters.parse({
        timeZone,
        plant: plantJson,
        tariff: tariffJson,
        horizonH,
        ...settings,
      });
      const read = await energy.readTwin(observe(), history, parameters);
      if (read.ok) yield read.facts;
    }
    foundry.step(60);
    history.minute();
    if (foundry.nowMs() % quarterMs === 0) history.quarter();
  }
}

function plantOf({ dataDir, zone, fromDate, seed }: PlantOptions): FoundryOptions {
  const [year, month, day] = fromDate.split("-").map(Number);
  const startMs = instantOfLocal(timeZone, year!, month!, day!);
  const market = loadMarket({ dataDir, zone, startMs: startMs - 29 * dayMs, days: mostDays + 35, seed });
  return { startMs, seed, controller: "b1", market, tariff: "annual" };
}
