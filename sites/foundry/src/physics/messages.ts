import type { Json } from "@qtwin/core";
import type { Market, PriceDay } from "../market/market.ts";
import { plant } from "../plant-data.ts";
import { dayPlanAt } from "./calendar.ts";
import type { TrueFactors } from "./mismatch.ts";
import type { FoundryState, FurnaceState } from "./state.ts";

/** `orders.heats`: the order list of today and the next working days. */
export function ordersJson(state: FoundryState): Json {
  return state.orders.map(({ blockedUntilMs: _blocked, ...order }) => ({ ...order }));
}

/** `f1.heat`: the heat in a furnace, null when there is none. */
export function heatJson(state: FoundryState, furnace: FurnaceState, factors: TrueFactors): Json {
  const order = state.orders.find((item) => item.orderId === furnace.orderId);
  if (!order) return null;
  // The plant's own computer counts by its recipe, whatever the metal really takes.
  const { meltKwhPerT, coldStartKwh } = plant.furnace;
  const isCold = furnace.targetKwh - meltKwhPerT * factors.meltKwhPerT * order.tonnes > coldStartKwh / 2;
  const targetKwh = meltKwhPerT * order.tonnes + (isCold ? coldStartKwh : 0);
  return {
    orderId: order.orderId,
    alloy: order.alloy,
    tonnes: order.tonnes,
    startedAtMs: furnace.heatStartMs,
    energyKwh: furnace.heatKwh * (targetKwh / furnace.targetKwh),
    targetKwh,
    pourByMs: order.pourByMs,
  };
}

/** `crew.calendar`: crew, pouring and breaks of the next seven days. Nobody is called outside these hours. */
export function crewCalendar(state: FoundryState): Json {
  const entries: Json[] = [];
  for (let offset = 0; offset < 7; offset += 1) {
    const day = dayPlanAt(state, state.nowMs, offset);
    if (!day.workDay) continue;
    entries.push({ kind: "crew", ...day.crew });
    entries.push(...day.pour.map((span) => ({ kind: "pour", ...span })));
    entries.push(...day.breaks.map((span) => ({ kind: "break", ...span })));
  }
  return entries;
}

const priceJson = (day: PriceDay): Json => ({ ...day, eurMwh: [...day.eurMwh] });

/** `foundry/market/day-ahead`. */
export function dayAheadMessage(market: Market, nowMs: number): Json {
  const forecast = market.forecast(nowMs);
  return {
    ts: nowMs,
    zone: market.zone,
    source: market.priceSource,
    days: market.known(nowMs).map(priceJson),
    forecast: { ...forecast, eurMwh: [...forecast.eurMwh] },
  };
}

/** `foundry/market/pv-forecast`. */
export function pvMessage(market: Market, nowMs: number): Json {
  const { startMs, stepMin, values } = market.pvForecastKw(nowMs, 48);
  return { ts: nowMs, stepMin, startMs, kw: [...values], source: market.pvSource };
}

/** `foundry/market/outdoor-forecast`. */
export function outdoorMessage(market: Market, nowMs: number): Json {
  const { startMs, stepMin, values } = market.outdoorForecastC(nowMs, 48);
  return { ts: nowMs, stepMin, startMs, c: [...values], source: "synthetic" };
}
