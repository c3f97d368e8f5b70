import { floorToStep, hourMs, minuteMs, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { Snapshot } from "@qtwin/twin";
import { z } from "zod";
import type { FactsResult, HistoryReader } from "../contract.ts";
import type { EnergyFacts, FurnaceFacts, OpenHeat } from "./facts.ts";
import type { EnergyParameters } from "./parameters.ts";
import { calendarFacts, localMidnightMs } from "./twin/calendar.ts";
import { loadForecasts, pvBand, typicalOutdoorC } from "./twin/forecasts.ts";
import { peakFloorKw, priceFacts, tariffFacts } from "./twin/market.ts";
import {
  calendarMessage,
  dayAheadMessage,
  heatMessage,
  type OrdersMessage,
  ordersMessage,
  outageMessage,
  outdoorForecastMessage,
  pvForecastMessage,
  recommendedMessage,
  remainingKwhOf,
  valueAt,
} from "./twin/messages.ts";
import { type PointReader, pointReader } from "./twin/reader.ts";
import { boughtInStepKwh } from "./twin/running-quarter.ts";

/** What is still to come from a heat that is being tapped, on the mean. */
const halfHeatT = 2;
const dayOld = 25 * hourMs;
const text = z.string();
const number = z.number();

/**
 * Facts from a snapshot: the only place that knows the plant's point ids.
 * Answers with what is missing or too old when no plan can be made.
 */
export async function readTwin(
  snapshot: Snapshot,
  history: HistoryReader,
  parameters: EnergyParameters,
): Promise<FactsResult<EnergyFacts>> {
  const points = pointReader(snapshot);
  const nowMs = snapshot.watermarkMs;
  const startMs = floorToStep(nowMs, parameters.stepMin);
  const grid: TimeGrid = {
    startMs,
    stepMin: parameters.stepMin,
    count: Math.round((parameters.horizonH * 60) / parameters.stepMin),
  };
  const orders = points.required("orders.heats", ordersMessage);
  const calendar = points.required("crew.calendar", calendarMessage, 2 * hourMs);
  const dayAhead = points.required("market.dayAhead", dayAheadMessage, dayOld);
  const metalT = points.required("pour.metalT", number);
  const socPct = points.required("battery.socPct", number);
  const airC = points.required("hall.airC", number);
  const furnaces = furnaceFacts(points, parameters);
  const prices = dayAhead && priceFacts(grid, dayAhead);
  if (dayAhead && !prices) points.missing.push("market.dayAhead has no price for the present hour.");
  if (!orders || !calendar || !prices || metalT === null || socPct === null || airC === null)
    return { ok: false, missing: points.missing };
  const tapping = furnaces.filter(({ state }) => state === "tap").length;
  const sizes = new Set(openOrders(orders).map(({ tonnes }) => tonnes));
  if (sizes.size > 1)
    points.missing.push("orders.heats has heats of different size, which are not planned yet.");
  if (points.missing.length > 0) return { ok: false, missing: points.missing };
  const times = calendarFacts(grid, calendar, orders, parameters);
  const { plant, timeZone } = parameters;
  const facts: EnergyFacts = {
    nowMs,
    timeZone,
    grid,
    firstStepMin: Math.max(0.5, parameters.stepMin - (nowMs - startMs) / minuteMs),
    prices,
    tariff: tariffFacts(grid, parameters),
    peak: await peakFacts(points, history, nowMs, parameters),
    furnaces,
    openHeats: openOrders(orders).map((order) => openHeat(order, timeZone)),
    recommended: points.optional("orders.recommended", recommendedMessage, []),
    frozenUntilMs: nowMs + parameters.frozenMin * minuteMs,
    metalT: Math.min(plant.metal.usableT, Math.max(0, metalT + tapping * halfHeatT)),
    ...times,
    ...(await surroundings(points, history, grid, times, parameters)),
    hall: {
      airC,
      setpointC: points.optional("hall.setpointC", number, plant.hall.nativeDayC),
      mode: points.optional("hvac.mode", text, "remote"),
    },
    battery: {
      socKwh: (Math.min(100, Math.max(0, socPct)) / 100) * plant.battery.capacityKwh,
      mode: points.optional("battery.mode", text, "remote"),
    },
    pvMode: points.optional("pv.mode", text, "remote"),
    ...(parameters.risk ? { risk: parameters.risk } : {}),
    plant,
  };
  return { ok: true, facts, warnings: points.warnings };
}

const openOrders = (orders: OrdersMessage): OrdersMessage =>
  orders
    .filter(({ state }) => state === "open" || state === "refused")
    .sort((left, right) => left.pourFromMs - right.pourFromMs);

const openHeat = (order: OrdersMessage[number], timeZone: string): OpenHeat => ({
  orderId: order.orderId,
  alloy: order.alloy,
  tonnes: order.tonnes,
  notBeforeMs: localMidnightMs(order.pourFromMs, timeZone),
  pourByMs: order.pourByMs,
  ...(order.state === "refused" ? { refused: true } : {}),
});

function furnaceFacts(points: PointReader, parameters: EnergyParameters): FurnaceFacts[] {
  return parameters.furnaceIds.map((id) => {
    const state = points.required(`${id}.state`, text) ?? "unknown";
    // A heat that is being tapped is as good as in the pouring furnace.
    const heat = state === "tap" ? null : points.optional(`${id}.heat`, heatMessage, null);
    const outage = points.optional(`${id}.outage`, outageMessage, null);
    return {
      id,
      title: `Furnace ${id.toUpperCase()}`,
      mode: points.required(`${id}.mode`, text) ?? "fault",
      state,
      heat: heat && {
        orderId: heat.orderId,
        alloy: heat.alloy,
        tonnes: heat.tonnes,
        startedAtMs: heat.startedAtMs,
        energyKwh: Math.max(0, heat.energyKwh),
        remainingKwh: remainingKwhOf(heat, parameters.plant.melt),
        pourByMs: heat.pourByMs,
        ...warming(heat, state, parameters.plant.melt),
      },
      outages: outage ? [outage] : [],
      heatsSinceReline: points.optional(`${id}.heatsSinceReline`, number, 0),
      cold: heat === null && isCold(points, id, parameters),
      powerKw: points.optional(`${id}.powerKw`, number, 0),
    };
  });
}

/** A heat that was started in a cold furnace has the lining's energy in its recipe; it is charged once that is warm. */
function warming(
  { targetKwh, tonnes, startedAtMs }: NonNullable<z.infer<typeof heatMessage>>,
  state: string,
  {
    energyKwhPerT,
    recipeKwhPerT = energyKwhPerT,
    coldExtraKwh,
    coldExtraMin,
  }: EnergyParameters["plant"]["melt"],
): { readonly warmedAtMs?: number } {
  const isCold = targetKwh > tonnes * recipeKwhPerT + coldExtraKwh / 2;
  return isCold && state === "charge" ? { warmedAtMs: startedAtMs + coldExtraMin * minuteMs } : {};
}

/** Time constant of an empty crucible. */
const coolingS = 30_000;

/** The crucible has cooled for longer than half of what makes a cold start: it stood empty for more than a night. */
function isCold(points: PointReader, id: string, { plant }: EnergyParameters): boolean {
  const bathC = points.optional(`${id}.bathC`, number, 1000);
  const cooledC = 20 + 1460 * Math.exp((-plant.melt.coldAfterH * 3600) / 2 / coolingS);
  return bathC < cooledC;
}

async function peakFacts(
  points: PointReader,
  history: HistoryReader,
  nowMs: number,
  parameters: EnergyParameters,
): Promise<EnergyFacts["peak"]> {
  const targetKw = points.optional("demand.targetKw", number, parameters.plant.importLimitKw);
  const soFarKw = points.optional("meter.quarterPeakKw", number, targetKw, hourMs);
  return {
    soFarKw: Math.max(0, soFarKw),
    windowSoFarKw: Math.max(0, points.optional("meter.windowPeakKw", number, 0, hourMs)),
    runningQuarterKwh: await boughtInStepKwh(points, history, nowMs, parameters.stepMin),
    targetKw,
    windowTargetKw: null,
    floorKw: peakFloorKw(targetKw, parameters),
  };
}

async function surroundings(
  points: PointReader,
  history: HistoryReader,
  grid: TimeGrid,
  times: Pick<EnergyFacts, "pourTph" | "crewEurPerH" | "shift" | "comfort">,
  parameters: EnergyParameters,
): Promise<Pick<EnergyFacts, "air" | "baseKw" | "pvKw" | "outdoorC">> {
  const { timeZone, plant } = parameters;
  const { flowM3min, baseKw } = await loadForecasts(grid, history, times, parameters);
  const pv = points.optional(
    "market.pvForecast",
    pvForecastMessage,
    { startMs: 0, stepMin: 15, kw: [] },
    dayOld,
  );
  const outdoor = points.optional(
    "market.outdoorForecast",
    outdoorForecastMessage,
    { startMs: 0, stepMin: 60, c: [] },
    dayOld,
  );
  const instants = Array.from({ length: grid.count }, (_, step) => stepStartMs(grid, step));
  const machines = plant.air.compressors.map(({ id }) => id);
  const available = machines.filter((id) => points.optional(`air.${id}.state`, text, "stopped") !== "trip");
  return {
    air: {
      flowM3min,
      enabled: points.optional("air.enabledSet", z.array(text), machines),
      available: available.length > 0 ? available : machines,
      headerBar: points.optional("air.headerBar", number, plant.air.nativeBar),
      mode: points.optional("air.mode", text, "remote"),
    },
    baseKw,
    pvKw: pvBand(instants.map((atMs) => valueAt(pv, pv.kw, atMs))),
    outdoorC: instants.map((atMs) => valueAt(outdoor, outdoor.c, atMs) ?? typicalOutdoorC(atMs, timeZone)),
  };
}
