import { stepStartMs, type TimeGrid } from "@qtwin/core";
import type { BandedSeries, Came } from "../banding.ts";
import type { HistoryReader, Plan } from "../contract.ts";
import type { EnergyParameters } from "./parameters.ts";

type Kinds = readonly string[];

/** Series of an energy plan that carry bands. What their errors depend on is read from the plan itself, so that old plans teach too. */
export function bandedSeries(plan: Plan, parameters: EnergyParameters): readonly BandedSeries[] {
  const { metal, battery } = parameters.plant;
  const row = (id: string): readonly number[] =>
    (plan.series.find((series) => series.id === id)?.values ?? []).map((value) => value ?? 0);
  const furnacesKw = parameters.furnaceIds.map((id) => row(`${id}.powerKw`));
  const meltKw = row("importKw").map((_, step) => sumOf(furnacesKw.map((values) => values[step] ?? 0)));
  const heatedKw = ["heatPumpKw", "gasKw", "recoveredKw"].map(row);
  const base = levels(row("baseKw"));
  return [
    { id: "baseKw", kinds: base, min: 0, max: Infinity },
    { id: "importKw", kinds: importKinds(base, meltKw, parameters), min: 0, max: Infinity },
    { id: "metalT", kinds: metalKinds(plan), min: 0, max: metal.usableT },
    {
      id: "hallC",
      kinds: row("hallC").map((_, step) =>
        sumOf(heatedKw.map((values) => values[step] ?? 0)) > 0 ? "heated" : "free",
      ),
      min: -Infinity,
      max: Infinity,
    },
    { id: "socKwh", kinds: levels(row("socKwh"), battery.capacityKwh), min: 0, max: battery.capacityKwh },
  ];
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Low, middle and high against the highest value: idle time, breaks and shift of a load; an empty, partly charged and full store. */
function levels(values: readonly number[], full = Math.max(1, ...values)): Kinds {
  return values.map((value) => (value < 0.45 * full ? "low" : value < 0.8 * full ? "middle" : "high"));
}

/** How much is melted, and whether that changes about then: a heat that is a few minutes late moves a whole furnace. */
function importKinds(base: Kinds, meltKw: readonly number[], { plant }: EnergyParameters): Kinds {
  const { ratedKw } = plant.melt;
  const changes = (step: number): boolean =>
    Math.abs((meltKw[step] ?? 0) - (meltKw[step - 1] ?? meltKw[step] ?? 0)) > ratedKw / 4;
  return meltKw.map((kw, step) => {
    if (changes(step) || changes(step + 1)) return kw > ratedKw / 2 ? "change, melting" : "change";
    return kw > ratedKw ? "much" : kw > ratedKw / 4 ? "some" : `none, ${base[step]}`;
  });
}

/** Where a step ends between two taps; without any tap for hours the metal is still. */
function metalKinds(plan: Plan): Kinds {
  const stepMs = plan.grid.stepMin * 60_000;
  const taps = plan.lanes.flatMap(({ bars }) =>
    bars.filter(({ kind }) => kind === "melt").map(({ endMs }) => endMs),
  );
  return Array.from({ length: plan.grid.count }, (_, step) => {
    const endMs = stepStartMs(plan.grid, step + 1);
    const since = Math.min(
      ...taps.filter((tapMs) => tapMs <= endMs).map((tapMs) => (endMs - tapMs) / stepMs),
    );
    const until = Math.min(...taps.filter((tapMs) => tapMs > endMs).map((tapMs) => (tapMs - endMs) / stepMs));
    if (since < 1) return "at tap";
    if (since < 2) return "after tap";
    if (until <= 1) return "before tap";
    return Math.min(since, until) < 8 ? "between taps" : "still";
  });
}

/** What the meters say came of those series on a grid that is over: means of powers, states at the end of each step. */
export async function cameOf(
  history: HistoryReader,
  { plant, furnaceIds }: EnergyParameters,
  grid: TimeGrid,
): Promise<Came> {
  const rates = (pointId: string) => history.means(pointId, grid);
  const [bought, fed, ...flows] = await Promise.all(
    [
      "meter.importKwh",
      "meter.exportKwh",
      ...ofMeters.map(([pointId]) => pointId),
      ...furnaceIds.map((id) => `${id}.energyKwh`),
    ].map(rates),
  );
  const signs = [...ofMeters.map(([, sign]) => sign), ...furnaceIds.map(() => -1)];
  const baseKw = bought!.map((kw, step) =>
    [kw, ...[fed!, ...flows].map((values, i) => scaled(values[step] ?? null, [-1, ...signs][i]!))].reduce(
      added,
    ),
  );
  const [metalT, hallC, socPct] = await Promise.all(
    ["pour.metalT", "hall.airC", "battery.socPct"].map((pointId) => endOfSteps(history, pointId, grid)),
  );
  const capacityKwh = plant.battery.capacityKwh;
  return new Map([
    ["baseKw", baseKw],
    ["importKw", bought!],
    ["metalT", metalT!],
    ["hallC", hallC!],
    ["socKwh", socPct!.map((pct) => scaled(pct, capacityKwh / 100))],
  ]);
}

/** Sub-meters that are not of the load that is not moved, with the sign they have in it. */
const ofMeters = [
  ["pv.energyKwh", 1],
  ["battery.dischargeKwh", 1],
  ["battery.chargeKwh", -1],
  ["air.energyKwh", -1],
  ["hvac.energyKwh", -1],
] as const;

const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor;
const added = (sum: number | null, value: number | null): number | null =>
  sum === null || value === null ? null : sum + value;

/** Mean of the last minute of each step. */
async function endOfSteps(
  history: HistoryReader,
  pointId: string,
  grid: TimeGrid,
): Promise<readonly (number | null)[]> {
  const minutes = await history.means(pointId, {
    startMs: grid.startMs,
    stepMin: 1,
    count: grid.count * grid.stepMin,
  });
  return Array.from({ length: grid.count }, (_, step) => minutes[(step + 1) * grid.stepMin - 1] ?? null);
}
