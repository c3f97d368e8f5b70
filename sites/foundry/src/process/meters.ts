import type { Json } from "@qtwin/core";
import type { Market } from "../market/market.ts";
import type { Foundry, SensorReading } from "../plant-model.ts";
import type { PlantPoint } from "./points.ts";

export interface Message {
  readonly topic: string;
  readonly payload: { readonly [key: string]: Json };
  readonly retain: boolean;
}

const statusOf = { good: "ok", uncertain: "suspect", bad: "failed" } as const;

/**
 * Meter messages for readings that are new since the last call: one per topic, with the worst status of its values.
 */
export function createMeterSource(
  points: readonly PlantPoint[],
): (readings: readonly SensorReading[]) => readonly Message[] {
  const fields = new Map<string, { topic: string; path: string }>();
  for (const { id, source } of points) {
    if (source.connector === "mqtt" && source.path !== "") fields.set(id, source);
  }
  const sentMs = new Map<string, number>();
  return (readings) => {
    const byTopic = new Map<
      string,
      { ts: number; status: "ok" | "suspect" | "failed"; values: Record<string, Json> }
    >();
    for (const reading of readings) {
      const field = fields.get(reading.pointId);
      if (!field || sentMs.get(reading.pointId) === reading.sourceTimeMs) continue;
      sentMs.set(reading.pointId, reading.sourceTimeMs);
      const message = byTopic.get(field.topic) ?? { ts: reading.sourceTimeMs, status: "ok", values: {} };
      const status = statusOf[reading.quality];
      byTopic.set(field.topic, {
        ts: Math.max(message.ts, reading.sourceTimeMs),
        status: worse(message.status, status),
        values: { ...message.values, [field.path]: reading.value },
      });
    }
    return [...byTopic].map(([topic, { ts, status, values }]) => ({
      topic,
      payload: { ts, status, ...values },
      retain: false,
    }));
  };
}

const order = ["ok", "suspect", "failed"] as const;
const worse = <S extends (typeof order)[number]>(left: S, right: S): S =>
  order.indexOf(left) >= order.indexOf(right) ? left : right;

const forecastHours = 48;
const forecastEveryMs = 3_600_000;

/**
 * Retained market messages: prices whenever the published days change, forecasts each plant hour.
 * The first call gives all of them.
 */
export function createMarketSource(market: Market): (foundry: Foundry) => readonly Message[] {
  let published = "";
  let forecastHour = Number.NaN;
  return (foundry) => {
    const nowMs = foundry.nowMs();
    const messages: Message[] = [];
    const days = market.known(nowMs);
    const key = days.map((day) => `${day.deliveryDay}@${day.publishedAtMs}`).join();
    if (key !== published) {
      published = key;
      messages.push(dayAhead(market, nowMs));
    }
    const hour = Math.floor(nowMs / forecastEveryMs);
    if (hour !== forecastHour) {
      forecastHour = hour;
      messages.push(pvForecast(market, nowMs), outdoorForecast(market, nowMs));
    }
    return messages;
  };
}

const dayAhead = (market: Market, nowMs: number): Message => ({
  topic: "foundry/market/day-ahead",
  retain: true,
  payload: {
    ts: nowMs,
    zone: market.zone,
    source: market.priceSource,
    days: market.known(nowMs).map((day) => ({ ...day })),
    forecast: { ...market.forecast(nowMs) },
  },
});

function pvForecast(market: Market, nowMs: number): Message {
  const { startMs, stepMin, values } = market.pvForecastKw(nowMs, forecastHours);
  return {
    topic: "foundry/market/pv-forecast",
    retain: true,
    payload: { ts: nowMs, stepMin, startMs, kw: values, source: market.pvSource },
  };
}

function outdoorForecast(market: Market, nowMs: number): Message {
  const { startMs, stepMin, values } = market.outdoorForecastC(nowMs, forecastHours);
  return {
    topic: "foundry/market/outdoor-forecast",
    retain: true,
    payload: { ts: nowMs, stepMin, startMs, c: values, source: market.outdoorSource },
  };
}
