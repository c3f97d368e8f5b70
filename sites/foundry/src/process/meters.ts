import type { Json } from "@qtwin/core";
import type { Market } from "../market/market.ts";
import { dayAheadMessage, outdoorMessage, pvMessage } from "../physics/messages.ts";
import type { Foundry, SensorReading } from "../plant-model.ts";
import type { PlantPoint } from "./points.ts";

export interface Message {
  readonly topic: string;
  readonly payload: Json;
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
      messages.push(retained("day-ahead", dayAheadMessage(market, nowMs)));
    }
    const hour = Math.floor(nowMs / forecastEveryMs);
    if (hour !== forecastHour) {
      forecastHour = hour;
      messages.push(
        retained("pv-forecast", pvMessage(market, nowMs)),
        retained("outdoor-forecast", outdoorMessage(market, nowMs)),
      );
    }
    return messages;
  };
}

const retained = (name: string, payload: Json): Message => ({
  topic: `foundry/market/${name}`,
  retain: true,
  payload,
});
