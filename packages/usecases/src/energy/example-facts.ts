import { readFileSync } from "node:fs";
import { dayMs, hourMs, instantOfLocal, minuteMs } from "@qtwin/core";
import type { Band, EnergyFacts, FurnaceFacts, OpenHeat } from "./facts.ts";
import { type EnergyParameters, energyParameters } from "./parameters.ts";

const timeZone = "Europe/Berlin";
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../sites/foundry/${name}`, import.meta.url), "utf8"));

/** The example foundry's own files: tests plan with the values that are frozen there. */
export const exampleParameters = (changes: object = {}): EnergyParameters =>
  energyParameters.parse({
    timeZone,
    plant: readJson("plant.json"),
    tariff: readJson("tariff.json"),
    ...changes,
  });

/** Day-ahead prices of DE on 9 May 2023, EUR/MWh. */
const may9 = [
  92, 88, 86, 85, 87, 96, 113, 124, 116, 103, 93, 85, 79, 74, 76, 84, 95, 108, 126, 142, 139, 121, 110, 98,
];

const band = (values: readonly number[], spread: number, basis: Band["basis"] = "history"): Band => ({
  p10: values.map((value) => Math.max(0, value - spread)),
  p50: [...values],
  p90: values.map((value) => value + spread),
  basis,
});

export interface ExampleDay {
  readonly startHour?: number;
  readonly hours?: number;
  readonly metalT?: number;
  /** After a weekend. */
  readonly cold?: boolean;
  /** Possible courses to plan for. */
  readonly courses?: number;
}

/** Facts of a plain work day of the example foundry, for tests. */
export function exampleFacts({
  startHour = 0,
  hours = 24,
  metalT = 4,
  cold = false,
  courses,
}: ExampleDay = {}): EnergyFacts {
  const parameters = exampleParameters();
  const midnightMs = instantOfLocal(timeZone, 2023, 5, 9);
  const startMs = midnightMs + startHour * hourMs;
  const count = hours * 4;
  const hourOf = (step: number): number => (startHour + step / 4) % 24;
  const series = (of: (hour: number) => number): number[] =>
    Array.from({ length: count }, (_, step) => of(hourOf(step)));
  const pours = (hour: number): boolean =>
    hour >= 6 && hour < 22 && !(hour >= 10 && hour < 10.5) && !(hour >= 18 && hour < 18.5);
  const { plant } = parameters;
  return {
    nowMs: startMs,
    timeZone,
    grid: { startMs, stepMin: 15, count },
    firstStepMin: 15,
    prices: {
      dayAheadEurMwh: series((hour) => may9[Math.floor(hour)]!),
      knownUntilMs: midnightMs + dayMs,
      source: "ENTSO-E day-ahead",
    },
    ...moneyOf(count),
    furnaces: furnacesOf(cold),
    openHeats: heatsOf(midnightMs)
      .filter(({ pourByMs }) => pourByMs > startMs + 2 * hourMs)
      .concat(heatsOf(midnightMs + dayMs)),
    recommended: [],
    frozenUntilMs: startMs + 60 * minuteMs,
    metalT,
    pourTph: series((hour) => (pours(hour) ? 4 : 0)),
    crewEurPerH: series((hour) => (hour >= 4.5 && hour < 22 ? 0 : -1)).map((price) => (price < 0 ? null : 0)),
    shift: series((hour) => (hour >= 6 && hour < 22 ? 1 : 0)).map((on) => on === 1),
    comfort: series((hour) => (hour >= 5.5 && hour < 22.5 ? 1 : 0)).map((on) => on === 1),
    air: {
      flowM3min: band(
        series((hour) => (pours(hour) ? 27 : hour >= 6 && hour < 22 ? 14 : 6.5)),
        2,
      ),
      enabled: ["c1", "c2", "c3", "c4"],
      available: ["c1", "c2", "c3", "c4"],
      headerBar: 6.6,
      mode: "remote",
    },
    baseKw: band(
      series((hour) => (hour >= 6 && hour < 22 ? 770 : 320)),
      40,
    ),
    pvKw: band(
      series((hour) => 300 * Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI))),
      30,
      "published",
    ),
    outdoorC: series((hour) => 11 + 5 * Math.sin(((hour - 9) / 12) * Math.PI)),
    hall: { airC: startHour > 5 ? 20 : 18, setpointC: 15, mode: "remote" },
    battery: { socKwh: 250, mode: "remote" },
    pvMode: "remote",
    ...(courses === undefined
      ? {}
      : { risk: { scenarios: courses, seed: 1, alpha: 0.5, weight: 1, connectionChance: 0.9 } }),
    plant,
  };
}

function heatsOf(midnightMs: number): OpenHeat[] {
  return Array.from({ length: 15 }, (_, i) => ({
    orderId: `${new Date(midnightMs + 12 * hourMs).toISOString().slice(0, 10)}/${i + 1}`,
    alloy: i < 5 || i >= 10 ? "GJL" : "GJS",
    tonnes: 4,
    notBeforeMs: midnightMs,
    pourByMs: midnightMs + (8 + i) * hourMs,
  }));
}

/** Tariff and peaks of a site under the annual demand charge. */
const moneyOf = (count: number): Pick<EnergyFacts, "tariff" | "peak"> => ({
  tariff: {
    adderEurMwh: 28.25,
    feedInDeductionEurMwh: 3,
    gasEurMwh: 60,
    demand: { kind: "annual", eurPerKw: 10, windowEurPerKw: 0 },
    inWindow: Array.from({ length: count }, () => false),
  },
  peak: {
    soFarKw: 0,
    windowSoFarKw: 0,
    runningQuarterKwh: 0,
    targetKw: 2950,
    windowTargetKw: null,
    floorKw: 2810,
  },
});

const furnacesOf = (cold: boolean): FurnaceFacts[] =>
  ["f1", "f2"].map((id, i) => ({
    id,
    title: `Furnace F${i + 1}`,
    mode: "remote",
    state: "idle",
    heat: null,
    outages: [],
    heatsSinceReline: 40 + i,
    cold,
    powerKw: 0,
  }));
