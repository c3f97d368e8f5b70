import { gridEndMs, stepIndexAt } from "@qtwin/core";
import type { Bar, CostBreakdown, Kpi, Lane, Plan, Series } from "../contract.ts";
import { deviations, peakKw } from "./cost.ts";
import { type Dispatch, furnacesKw, type HeatRun, otherLoadKw, withMeter } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { stepHours } from "./facts.ts";

type Nature = Series["nature"];

/** Rows of a course that are shown, and read back, as series, the telling ones first: id, title, unit. */
const shown = [
  ["importKw", "Grid import", "kW"],
  ["metalT", "Metal in the pouring furnace", "t"],
  ["socKwh", "Battery charge", "kWh"],
  ["shortT", "Metal the line waits for", "t"],
  ["paidCrew", "Crew paid extra", "1"],
  ["airKw", "Compressed air", "kW"],
  ["airBar", "Header pressure", "bar(g)"],
  ["heatPumpKw", "Heat pump", "kW"],
  ["gasKw", "Gas heat", "kW"],
  ["recoveredKw", "Heat from the compressors", "kW"],
  ["hallC", "Hall temperature", "°C"],
  ["setpointC", "Hall set point", "°C"],
  ["chargeKw", "Battery charging", "kW"],
  ["dischargeKw", "Battery discharging", "kW"],
  ["pvKw", "PV used", "kW"],
  ["exportKw", "Grid export", "kW"],
] as const satisfies readonly (readonly [keyof Dispatch, string, string])[];

/** A course as people see it, with everything that commands are made from. */
export function planOf(facts: EnergyFacts, dispatch: Dispatch, cost: CostBreakdown): Plan {
  const [price, ...rest] = surroundings(facts);
  return {
    grid: facts.grid,
    lanes: lanesOf(facts, dispatch),
    series: [price, ...plannedSeries(facts, dispatch), ...rest].filter((series) => series !== undefined),
    kpis: kpisOf(facts, dispatch),
    cost,
  };
}

function lanesOf(facts: EnergyFacts, dispatch: Dispatch): readonly Lane[] {
  const furnaces = facts.furnaces.map(({ id, title, outages }) => ({
    id,
    title,
    bars: [
      ...dispatch.heats.filter(({ furnace }) => furnace === id).map(heatBar),
      ...outages.map(
        ({ startMs, endMs, reason }): Bar => ({
          id: `${id}/outage/${startMs}`,
          title: reason,
          startMs,
          endMs,
          kind: "outage",
          frozen: true,
          details: {},
        }),
      ),
    ],
  }));
  return [...furnaces, { id: "air", title: "Compressors", bars: airBars(facts, dispatch) }];
}

const heatBar = (heat: HeatRun): Bar => ({
  id: heat.orderId,
  title: `${heat.alloy} ${heat.tonnes} t`,
  startMs: heat.startMs,
  endMs: heat.tapMs,
  kind: "melt",
  frozen: heat.frozen,
  details: { order: heat.orderId, alloy: heat.alloy, tonnes: heat.tonnes },
});

/** One bar per stretch in which the same compressors are enabled. */
function airBars(facts: EnergyFacts, { airSet }: Dispatch): readonly Bar[] {
  const { startMs, stepMin } = facts.grid;
  const bars: Bar[] = [];
  airSet.forEach((set, step) => {
    const title = set.map((id) => id.toUpperCase()).join(" ");
    const fromMs = startMs + step * stepMin * 60_000;
    const last = bars.at(-1);
    const endMs = fromMs + stepMin * 60_000;
    if (last?.title === title) bars[bars.length - 1] = { ...last, endMs };
    else
      bars.push({
        id: `air/${fromMs}`,
        title,
        startMs: fromMs,
        endMs,
        kind: "enabled",
        frozen: false,
        details: { set: set.join() },
      });
  });
  return bars;
}

function plannedSeries(facts: EnergyFacts, dispatch: Dispatch): readonly Series[] {
  const planned = (id: string, title: string, unit: string, values: readonly number[]): Series => ({
    id,
    title,
    unit,
    values: [...values],
    nature: "planned",
  });
  return [
    ...shown.map(([id, title, unit]) => planned(id, title, unit, dispatch[id])),
    ...facts.furnaces.flatMap(({ id, title }) => [
      planned(`${id}.powerKw`, `${title} power`, "kW", dispatch.furnaceKw[id]!),
      planned(`${id}.heatKwh`, `${title} energy in the heat`, "kWh", dispatch.heatKwh[id]!),
    ]),
  ];
}

function surroundings(facts: EnergyFacts): readonly Series[] {
  const { flowM3min } = facts.air;
  const priced = (
    id: string,
    title: string,
    unit: string,
    values: Series["values"],
    nature: Nature,
  ): Series => ({
    id,
    title,
    unit,
    values: [...values],
    nature,
  });
  return [
    priced(
      "priceEurMwh",
      `Day-ahead price (${facts.prices.source})`,
      "EUR/MWh",
      facts.prices.dayAheadEurMwh,
      facts.prices.knownUntilMs >= gridEndMs(facts.grid) ? "known" : "forecast",
    ),
    ...(facts.nomination ? [priced("nominatedKw", "Nominated", "kW", facts.nomination.kw, "known")] : []),
    {
      ...priced("baseKw", "Load that is not moved", "kW", facts.baseKw.p50, "forecast"),
      low: facts.baseKw.p10,
      high: facts.baseKw.p90,
    },
    {
      ...priced("pvForecastKw", "PV forecast", "kW", facts.pvKw.p50, "forecast"),
      low: facts.pvKw.p10,
      high: facts.pvKw.p90,
    },
    {
      ...priced("airM3min", "Air flow", "m³/min", flowM3min.p50, "forecast"),
      low: flowM3min.p10,
      high: flowM3min.p90,
    },
    priced("outdoorC", "Outdoor temperature", "°C", facts.outdoorC, "forecast"),
  ];
}

function kpisOf(facts: EnergyFacts, dispatch: Dispatch): readonly Kpi[] {
  const sum = (of: (step: number) => number): number =>
    dispatch.importKw.reduce((total, _, step) => total + of(step) * stepHours(facts, step), 0);
  const tonnes = dispatch.heats.reduce((total, heat) => total + heat.tonnes, 0);
  const waitT = dispatch.shortT.reduce((total, each) => total + each, 0);
  return [
    {
      id: "peakKw",
      title: "Highest quarter-hour, forecast margin included",
      value: peakKw(facts, dispatch),
      unit: "kW",
    },
    { id: "importKwh", title: "Energy bought", value: sum((step) => dispatch.importKw[step]!), unit: "kWh" },
    { id: "meltKwh", title: "Melting energy", value: sum((step) => furnacesKw(dispatch, step)), unit: "kWh" },
    {
      id: "otherKwh",
      title: "Energy not moved",
      value: sum((step) => otherLoadKw(facts, step)),
      unit: "kWh",
    },
    { id: "tappedT", title: "Metal tapped", value: tonnes, unit: "t" },
    ...(facts.nomination
      ? [
          {
            id: "imbalanceKwh",
            title: "Nomination missed beyond its tolerance",
            value: deviations(facts, dispatch).reduce(
              (total, each) => total + (each ? each.shortKwh + each.longKwh : 0),
              0,
            ),
            unit: "kWh",
          },
        ]
      : []),
    { id: "waitMin", title: "Line waits", value: (waitT / facts.plant.metal.pourTph) * 60, unit: "min" },
  ];
}

/** The course inside a plan; what it knew of the surroundings is not read. */
export function dispatchOf(facts: EnergyFacts, plan: Plan): Dispatch {
  const row = (id: string): readonly number[] =>
    (plan.series.find((series) => series.id === id)?.values ?? []).map((value) => value ?? 0);
  const perFurnace = (what: string) =>
    Object.fromEntries(facts.furnaces.map(({ id }) => [id, row(`${id}.${what}`)]));
  const rows = Object.fromEntries(shown.map(([id]) => [id, row(id)])) as Pick<
    Dispatch,
    (typeof shown)[number][0]
  >;
  return {
    ...rows,
    heats: facts.furnaces.flatMap(({ id }) => heatsOfLane(plan, id)).sort((a, b) => a.startMs - b.startMs),
    furnaceKw: perFurnace("powerKw"),
    heatKwh: perFurnace("heatKwh"),
    airSet: airSets(plan),
  };
}

const heatsOfLane = (plan: Plan, furnace: string): HeatRun[] =>
  (plan.lanes.find(({ id }) => id === furnace)?.bars ?? [])
    .filter(({ kind }) => kind === "melt")
    .map(({ details, startMs, endMs, frozen }) => ({
      orderId: String(details.order),
      alloy: String(details.alloy),
      tonnes: Number(details.tonnes),
      furnace,
      startMs,
      tapMs: endMs,
      frozen,
    }));

function airSets(plan: Plan): string[][] {
  const bars = plan.lanes.find(({ id }) => id === "air")?.bars ?? [];
  return Array.from({ length: plan.grid.count }, (_, step) => {
    const atMs = plan.grid.startMs + step * plan.grid.stepMin * 60_000;
    const bar = bars.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
    return String(bar?.details.set ?? "")
      .split(",")
      .filter((id) => id !== "");
  });
}

/**
 * A previous plan moved onto the grid of newer facts, its last values repeated beyond its end;
 * null when it covers less than half of the grid.
 */
export function dispatchOnGrid(facts: EnergyFacts, plan: Plan): Dispatch | null {
  const shift = stepIndexAt(plan.grid, facts.grid.startMs);
  if (shift < 0 || plan.grid.stepMin !== facts.grid.stepMin) return null;
  if (plan.grid.count - shift < facts.grid.count / 2) return null;
  const old = dispatchOf(facts, plan);
  const move = <T>(values: readonly T[]): T[] =>
    Array.from({ length: facts.grid.count }, (_, step) => values[Math.min(step + shift, values.length - 1)]!);
  const moved = Object.fromEntries(
    Object.entries(old).map(([key, value]) => {
      if (key === "heats") return [key, value];
      if (Array.isArray(value)) return [key, move(value)];
      return [
        key,
        Object.fromEntries(Object.entries(value as object).map(([id, values]) => [id, move(values)])),
      ];
    }),
  ) as unknown as Dispatch;
  return withMeter(facts, moved);
}
