import { dayMs, instantOfLocal } from "@qtwin/core";
import { createFoundry, type DeviatingValue, type Foundry, loadMarket, type Mismatch } from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import type { LearntValue, RecordReader } from "@qtwin/usecases";
import { type EnergyParameters, energy } from "@qtwin/usecases/energy";
import { recordPlant } from "./plant-records.ts";

const { timeZone } = plantJson;

/** The description of the example foundry. */
export const described: EnergyParameters = energy.parameters.parse({
  timeZone,
  plant: plantJson,
  tariff: tariffJson,
});

export interface RecoveryOptions {
  readonly dataDir: string;
  /** Local date. */
  readonly fromDate: string;
  readonly days: number;
  readonly seed: number;
  readonly mismatch: Mismatch;
}

export interface LivedPlant {
  readonly records: RecordReader;
  readonly fromMs: number;
  readonly untilMs: number;
  /** True value by id of a learnable value, as it was in the middle of the stretch. */
  readonly truth: ReadonlyMap<string, number>;
}

/** A plant that differs from its description, run natively; its meters are all that is kept of it. */
export function livePlant({ dataDir, fromDate, days, seed, mismatch }: RecoveryOptions): LivedPlant {
  const [year, month, day] = fromDate.split("-").map(Number);
  const fromMs = instantOfLocal(timeZone, year!, month!, day!);
  const market = loadMarket({ dataDir, zone: "DE", startMs: fromMs, days: days + 7, seed });
  const middle = createFoundry({
    startMs: fromMs + Math.floor(days / 2) * dayMs,
    seed,
    controller: "b1",
    market,
    mismatch,
  });
  const foundry = createFoundry({ startMs: fromMs, seed, controller: "b1", market, mismatch });
  const records = recordPlant(foundry, days * 1440);
  return { records, fromMs, untilMs: foundry.nowMs(), truth: trueValues(middle) };
}

const factorOf: Readonly<Record<string, DeviatingValue>> = {
  "furnace.meltKwhPerT": "meltKwhPerT",
  "furnace.holdingKw": "holdingKw",
  "furnace.lidOpenKw": "lidOpenKw",
  "pouringFurnace.holdingKw": "pourHoldingKw",
  "air.c1.loadKw": "c1Kw",
  "air.c2.loadKw": "c2Kw",
  "air.c3.loadKw": "c3Kw",
  "air.c4.loadKw": "c4Kw",
  "air.c4.minKw": "c4Kw",
  "air.c1.idleKw": "idleKw",
  "air.c2.idleKw": "idleKw",
  "air.c3.idleKw": "idleKw",
  "air.leaksM3min": "leaksM3min",
  "hall.capacityKwhPerK": "hallCapacity",
  "hall.closedKwPerK": "hallClosed",
  "hall.openKwPerK": "hallOpen",
  "hall.gainsShiftKw": "hallGains",
  "hall.gainsOffKw": "hallGains",
  "battery.efficiency": "batteryEfficiency",
};

function trueValues(foundry: Foundry): ReadonlyMap<string, number> {
  const factors = foundry.factors();
  return new Map(
    energy.learn!.values(described).map(({ id, siteValue }) => {
      const factor = factorOf[id] === undefined ? 1 : factors[factorOf[id]];
      const most = id === "battery.efficiency" ? 0.99 : Infinity;
      return [id, Math.min(most, siteValue * factor)];
    }),
  );
}

export interface Recovery {
  readonly learnt: LearntValue;
  readonly truth: number;
  readonly in80: boolean;
  readonly in95: boolean;
}

/** What the meters of such a plant teach, beside what is true. */
export async function recover(options: RecoveryOptions): Promise<readonly Recovery[]> {
  const { records, fromMs, untilMs, truth } = livePlant(options);
  const learnt = await energy.learn!.estimate(records, described, { fromMs, untilMs });
  return learnt.map((value) => {
    const isTrue = truth.get(value.id)!;
    return {
      learnt: value,
      truth: isTrue,
      in80: value.low80 <= isTrue && isTrue <= value.high80,
      in95: value.low95 <= isTrue && isTrue <= value.high95,
    };
  });
}
