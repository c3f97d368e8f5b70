import type { Json } from "@qtwin/core";
import pointsJson from "../../points.json" with { type: "json" };
import { foundryErrors } from "../errors.ts";
import { normalAt, streams, uniformAt } from "../noise.ts";
import { plant } from "../plant-data.ts";
import type { SensorFault, SensorReading } from "../plant-model.ts";
import type { Context } from "./context.ts";
import type { FurnaceId } from "./furnace.ts";
import {
  crewCalendar,
  dayAheadMessage,
  heatJson,
  ordersJson,
  outdoorMessage,
  pvMessage,
} from "./messages.ts";

interface Point {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly periodS: number;
  readonly accuracy?: { readonly absolute: number; readonly relative: number };
  readonly range?: { readonly min: number; readonly max: number };
}

const points: readonly Point[] = pointsJson.points;
const { sensors: values } = plant;
const dropoutMs = values.dropoutMin * 60_000;
const stuckMs = values.stuckMin * 60_000;
const weekMs = 7 * 86_400_000;
const monthMs = 30 * 86_400_000;
/** A forced drift is fast, so that it shows within hours. */
const forcedDriftPerH = 0.02;
/** Market messages change with the hour, not with the second. */
const messageMs = 300_000;

/** The last digits of a difference come and go; a counter that runs back would count as one that began anew. */
function neverBack(count: () => number): () => number {
  let highest = 0;
  return () => {
    highest = Math.max(highest, count());
    return highest;
  };
}

/** True values by point id. */
function truths(context: Context): Readonly<Record<string, () => Json>> {
  const { state, market } = context;
  const { furnaces, air, hall, battery, pv, meter, line } = state;
  const table: Record<string, () => Json> = {
    "meter.importKw": () => meter.importKw,
    "meter.exportKw": () => meter.exportKw,
    "meter.importKwh": () => meter.importKwh,
    "meter.exportKwh": () => meter.exportKwh,
    "meter.reactiveKvarh": () => meter.reactiveKvarh,
    "meter.quarterPeakKw": () => meter.peakKw,
    "meter.windowPeakKw": () => meter.windowPeakKw,
    "demand.targetKw": () => state.demand.targetKw,
    "pour.metalT": () => state.metalT,
    "pour.bathC": () => state.pourBathC,
    "pour.powerKw": () => state.pourKw,
    "pour.waitMin": () => line.waitS / 60,
    "line.pourTph": () => line.tph,
    "line.state": () => line.state,
    "orders.heats": () => ordersJson(state),
    "orders.recommended": () => state.recommended as unknown as Json,
    "crew.calendar": () => crewCalendar(state),
    "crew.state": () => (state.crewPresent ? "present" : "absent"),
    "air.headerBar": () => air.headerBar,
    "air.flowM3min": () => air.flowM3min,
    "air.powerKw": () => air.powerKw,
    "air.enabledSet": () => state.air.enabled,
    "air.headerSetpointBar": () => air.setpointBar,
    "hall.airC": () => hall.airC,
    "hall.setpointC": () => hall.setpointC,
    "hall.outdoorC": () => hall.outdoorC,
    "hvac.heatPumpKw": () => hall.heatPumpKw,
    "hvac.fansKw": () => hall.fansKw,
    "hvac.gasKw": () => hall.gasKw,
    "hvac.gasKwh": () => hall.gasKwh,
    "hvac.recoveredKw": () => hall.recoveredKw,
    "cooling.powerKw": () => state.coolingKw,
    "cooling.state": () => state.coolingState,
    "extraction.powerKw": () => state.extractionKw,
    "battery.socPct": () => (battery.storedKwh / plant.battery.capacityKwh) * 100,
    "battery.chargeKw": () => Math.max(0, -battery.netKw),
    "battery.dischargeKw": () => Math.max(0, battery.netKw),
    "battery.netKw": () => battery.netKw,
    "pv.powerKw": () => pv.powerKw,
    "pv.limitPct": () => pv.limitPct,
    "base.powerKw": () => state.baseKw,
    "f1.energyKwh": () => meter.f1Kwh,
    "f2.energyKwh": neverBack(() => meter.energyKwh.melt - meter.f1Kwh),
    "battery.chargeKwh": () => meter.energyKwh.charge,
    "battery.dischargeKwh": () => meter.energyKwh.discharge,
    "market.dayAhead": () => dayAheadMessage(market, state.nowMs),
    "market.pvForecast": () => pvMessage(market, state.nowMs),
    "market.outdoorForecast": () => outdoorMessage(market, state.nowMs),
  };
  for (const key of ["pour", "air", "hvac", "cooling", "extraction", "base", "pv"] as const) {
    table[`${key}.energyKwh`] = () => meter.energyKwh[key];
  }
  for (const id of ["c1", "c2", "c3", "c4"] as const) {
    table[`air.${id}.state`] = () => air.machines[id].phase;
    table[`air.${id}.powerKw`] = () => air.machines[id].powerKw;
  }
  for (const asset of ["f1", "f2", "air", "hvac", "battery", "pv"])
    table[`${asset}.mode`] = () => state.modes[asset]!;
  for (const id of ["f1", "f2"] as const) Object.assign(table, furnaceTruths(context, id, furnaces[id]));
  return table;
}

function furnaceTruths(
  context: Context,
  id: FurnaceId,
  furnace: Context["state"]["furnaces"]["f1"],
): Record<string, () => Json> {
  const { state } = context;
  return {
    [`${id}.state`]: () => furnace.stage,
    [`${id}.powerKw`]: () => furnace.powerKw,
    [`${id}.powerLimitKw`]: () => furnace.limitKw,
    [`${id}.bathC`]: () => furnace.bathC,
    [`${id}.heatEnergyKwh`]: () => furnace.heatKwh,
    [`${id}.heatMinutes`]: () => (furnace.orderId ? (state.nowMs - furnace.heatStartMs) / 60_000 : 0),
    [`${id}.heatsSinceReline`]: () => furnace.heatsSinceReline,
    [`${id}.heat`]: () => heatJson(state, furnace, context.factors),
    [`${id}.outage`]: () => furnace.outage,
  };
}

const measured = (point: Point): boolean => point.accuracy !== undefined && point.type === "number";
const stuckCandidates = points.filter((point) => measured(point) && point.kind === "instant");

const indexOf = new Map(points.map((point, at) => [point.id, at]));

/** A spontaneous fault, a pure function of seed and time. */
function spontaneousFault(point: Point, seed: number, nowMs: number): "dropout" | "stuck" | null {
  if (!measured(point)) return null;
  const slot = Math.floor(nowMs / dropoutMs);
  const share = values.dropoutPerH * (dropoutMs / 3_600_000);
  if (uniformAt(seed, streams.dropout + 100 + indexOf.get(point.id)!, slot) < share) return "dropout";
  const week = Math.floor(nowMs / weekMs);
  const chosen = Math.floor(uniformAt(seed, streams.stuck, 2 * week) * stuckCandidates.length);
  if (stuckCandidates[chosen]?.id !== point.id) return null;
  const fromMs = week * weekMs + uniformAt(seed, streams.stuck, 2 * week + 1) * (weekMs - stuckMs);
  return nowMs >= fromMs && nowMs < fromMs + stuckMs ? "stuck" : null;
}

interface Moment {
  readonly seed: number;
  readonly nowMs: number;
  /** Months since the start, 0 without spontaneous faults. */
  readonly driftMonths: number;
  /** Hours since a drift was forced, 0 without. */
  readonly forcedH: number;
}

/** What the sensor makes of a true value: gain error, noise and drift. */
function measure(point: Point, value: number, moment: Moment): number {
  if (!measured(point)) return value;
  const at = indexOf.get(point.id)!;
  const { absolute, relative } = point.accuracy!;
  const isMainMeter = point.id.startsWith("meter.");
  // Accuracy is k = 2: half of it is one standard deviation, shared by gain and noise.
  const gain = isMainMeter ? 0 : 0.3 * relative * normalAt(moment.seed, streams.sensorGain, at);
  if (point.kind !== "instant") return value * (1 + gain);
  const span = (point.range?.max ?? 0) - (point.range?.min ?? 0);
  const forced = moment.forcedH * forcedDriftPerH * span;
  // A meter of zero power shows zero.
  if (value === 0 && absolute === 0) return forced;
  const size = Math.abs(value);
  const sigma = isMainMeter ? 0.1 * relative * size : 0.25 * (absolute + relative * size);
  const noise =
    sigma * normalAt(moment.seed, streams.sensorNoise + 1000 + at, Math.floor(moment.nowMs / 1000));
  const sign = at % 2 === 0 ? 1 : -1;
  const slow = isMainMeter ? 0 : sign * values.driftPerMonth * moment.driftMonths;
  return value * (1 + gain + slow) + noise + forced;
}

export interface Sensors {
  readonly readings: () => readonly SensorReading[];
  /** @throws QT_FOUNDRY_UNKNOWN_POINT */
  readonly force: (pointId: string, fault: SensorFault) => void;
}

/**
 * All measuring points. Readings are resampled at each point's own period and carry gain error, noise and drift within
 * the declared accuracy; dropouts say so in their quality, stuck values and drift are silent.
 */
export function createSensors(context: Context, spontaneous: boolean): Sensors {
  const { state, seed } = context;
  const truth = truths(context);
  const last = new Map<string, SensorReading>();

  function sample(point: Point): SensorReading {
    const { nowMs } = state;
    const forced = state.sensors[point.id];
    const fault = forced?.fault ?? (spontaneous ? spontaneousFault(point, seed, nowMs) : null);
    const before = last.get(point.id)?.value;
    const driftMonths = spontaneous ? (nowMs - state.startMs) / monthMs : 0;
    const forcedH = forced?.fault === "drift" ? (nowMs - forced.sinceMs) / 3_600_000 : 0;
    const raw = truth[point.id]!();
    const value = typeof raw === "number" ? measure(point, raw, { seed, nowMs, driftMonths, forcedH }) : raw;
    const good = {
      pointId: point.id,
      value,
      quality: "good",
      qualityCode: "Good",
      sourceTimeMs: nowMs,
    } as const;
    if (fault === "dropout") {
      return { ...good, value: before ?? value, quality: "bad", qualityCode: "BadSensorFailure" };
    }
    return fault === "stuck" ? { ...good, value: forced?.held ?? before ?? value } : good;
  }

  const isDue = (point: Point, before: SensorReading): boolean => {
    const periodMs = point.periodS >= 86_400 ? messageMs : point.periodS * 1000;
    return Math.floor(state.nowMs / periodMs) !== Math.floor(before.sourceTimeMs / periodMs);
  };

  return {
    readings: () =>
      points.map((point) => {
        const before = last.get(point.id);
        if (before && !isDue(point, before)) return before;
        const reading = sample(point);
        last.set(point.id, reading);
        return reading;
      }),
    force: (pointId, fault) => {
      if (!indexOf.has(pointId)) throw foundryErrors.unknownPoint(pointId);
      if (fault === "none") delete state.sensors[pointId];
      else {
        const held = last.get(pointId)?.value ?? truth[pointId]!();
        state.sensors[pointId] = { fault, sinceMs: state.nowMs, held };
      }
      last.delete(pointId);
    },
  };
}
