import { hourMs, minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { Snapshot } from "@qtwin/twin";
import { z } from "zod";
import type { Bar, CommandSlot, HistoryReader, Plan, PlanInProgress } from "../contract.ts";
import {
  heldInWindowKw,
  heldPeakKw,
  holdPeak,
  type RunningQuarter,
  type TrackedFurnace,
} from "./hold-peak.ts";
import { momentaryKw } from "./load.ts";
import type { EnergyParameters } from "./parameters.ts";
import { isInWindow, peakFloorKw } from "./twin/market.ts";
import { heatMessage, remainingKwhOf } from "./twin/messages.ts";
import { type PointReader, pointReader } from "./twin/reader.ts";
import { boughtInStepKwh } from "./twin/running-quarter.ts";

/** Changes below this are not written. */
const leastChangeKw = 20;
/** From molten metal to an empty furnace: sample, slag, tap. */
const afterMeltMin = 9;
/** Kept below the peak, since the last minute of a quarter-hour is not corrected any more. */
const marginKw = 10;
/** A plan that draws less than this below its peak, or below the one that is held, would draw more if it might. */
const fullKw = 30;
/** Of the charge, so that a battery that is drawn empty does not fall out before the quarter-hour is over. */
const heldBackSoc = 0.008;
/** More room below the contract while a furnace's power is not measured: the plant's own demand controller may hold it below its limit. */
const estimateKw = 200;
const batteryPoint = "battery.power";
const limitPoint = (furnace: string): string => `${furnace}.powerLimit`;

/** What the corrections of a minute are made from. */
interface Moment {
  readonly points: PointReader;
  readonly plan: Plan;
  readonly progress: PlanInProgress;
  readonly parameters: EnergyParameters;
  readonly nowMs: number;
  readonly step: number;
  /** Left of the running step. */
  readonly leftH: number;
}

/**
 * Furnace limits and battery power for the rest of the quarter-hour, so that its mean holds the peak that is paid for anyway
 * and heats that fell behind the plan catch up below it. Without a meter nothing is corrected.
 */
export async function track(
  snapshot: Snapshot,
  history: HistoryReader,
  parameters: EnergyParameters,
  progress: PlanInProgress,
): Promise<readonly CommandSlot[]> {
  const { plan } = progress;
  const nowMs = snapshot.watermarkMs;
  const step = stepIndexAt(plan.grid, nowMs);
  if (step < 0 || step >= plan.grid.count) return [];
  const points = pointReader(snapshot);
  const importKw = points.required("meter.importKw", z.number(), 2 * minuteMs);
  if (importKw === null) return [];
  const leftH = (stepStartMs(plan.grid, step + 1) - nowMs) / hourMs;
  const moment: Moment = { points, plan, progress, parameters, nowMs, step, leftH };
  const boughtKwh = await boughtInStepKwh(points, history, nowMs, plan.grid.stepMin);
  const peakKw = peakToHoldKw(moment);
  const plannedKw = plan.series.find(({ id }) => id === "importKw")?.values[step] ?? 0;
  const plannedPeakKw = plan.kpis.find(({ id }) => id === "peakKw")?.value ?? peakKw;
  const furnaces = parameters.furnaceIds.map((id) => trackedFurnace(moment, id));
  const quarter: RunningQuarter = {
    leftH,
    expectedKw: otherKwSoon(moment),
    isFull: plannedKw > Math.min(peakKw, plannedPeakKw) - fullKw,
    boughtKwh,
    importKw,
    furnaces,
    battery: trackedBattery(moment),
  };
  const { melt, importLimitKw } = parameters.plant;
  const unsureKw = furnaces.some(({ isEstimated }) => isEstimated) ? estimateKw : 0;
  const held = holdPeak(quarter, {
    peakKw: peakKw - marginKw,
    mostKw: importLimitKw - momentaryKw - unsureKw,
    ratedKw: melt.ratedKw,
    leastKw: melt.minKw / 2,
  });
  return [
    ...Object.entries(held.limitsKw).flatMap(([id, limitKw]) => correction(moment, limitPoint(id), limitKw)),
    ...correction(moment, batteryPoint, held.batteryKw),
  ];
}

/** Nothing where the plan commands nothing, or where the value in force will do. */
function correction(
  { plan, progress, nowMs, step }: Moment,
  pointId: string,
  wishedKw: number,
): readonly CommandSlot[] {
  const planned = progress.planned(pointId);
  const value = Math.round(wishedKw);
  const inForce = progress.inForce(pointId);
  if (!planned || typeof inForce !== "number" || Math.abs(value - inForce) < leastChangeKw) return [];
  const slot = plan.grid.count + Math.floor((nowMs - plan.grid.startMs) / minuteMs);
  // On top of the plan's command, which counts again afterwards: it must have begun before.
  const validFromMs = Math.max(nowMs, planned.validFromMs + 1);
  return [{ ...planned, slot, value, validFromMs, validUntilMs: stepStartMs(plan.grid, step + 1) }];
}

/** Shifts and breaks begin with a quarter-hour: in its first minute the meters do not show yet what the plan knows. */
function otherKwSoon({ plan, step, leftH }: Moment): number {
  if (leftH * 60 < plan.grid.stepMin - 1) return 0;
  const planned = (id: string): number => plan.series.find((series) => series.id === id)?.values[step] ?? 0;
  const furnacesKw = plan.series
    .filter(({ id }) => id.endsWith(".powerKw"))
    .reduce((sum, { values }) => sum + (values[step] ?? 0), 0);
  const meterKw = planned("importKw") - planned("exportKw");
  return meterKw + planned("dischargeKw") - planned("chargeKw") - furnacesKw;
}

/** Inside the windows of the grid operator their own peak. */
function peakToHoldKw({ points, plan, parameters, step }: Moment): number {
  const soFarKw = numberAt(points, "meter.quarterPeakKw", 0);
  const contractKw = parameters.plant.importLimitKw;
  const targetKw = numberAt(points, "demand.targetKw", contractKw);
  const floorKw = peakFloorKw(targetKw, parameters);
  const plannedKw = plan.kpis.find(({ id }) => id === "peakKw")?.value ?? 0;
  const heldKw = heldPeakKw({ soFarKw, plannedKw, contractKw, targetKw, floorKw });
  const inWindow = (each: number): boolean => isInWindow(parameters, stepStartMs(plan.grid, each));
  if (parameters.demand !== "window" || !inWindow(step)) return heldKw;
  const importKw = plan.series.find(({ id }) => id === "importKw")?.values ?? [];
  const plannedInWindowKw = Math.max(0, ...importKw.map((kw, each) => (inWindow(each) ? (kw ?? 0) : 0)));
  const windowSoFarKw = numberAt(points, "meter.windowPeakKw", 0);
  return heldInWindowKw(heldKw, { soFarKw: windowSoFarKw, plannedKw: plannedInWindowKw });
}

function trackedBattery({ points, progress, parameters, leftH }: Moment): RunningQuarter["battery"] {
  const { capacityKwh, minSoc, dischargeEfficiency, powerKw } = parameters.plant.battery;
  const plannedKw = Number(progress.planned(batteryPoint)?.value ?? Number.NaN);
  const storedKwh = (numberAt(points, "battery.socPct", 0) / 100 - minSoc - heldBackSoc) * capacityKwh;
  const mostKw = Math.min(powerKw, (Math.max(0, storedKwh) * dischargeEfficiency) / leftH);
  const presentKw = numberAt(points, "battery.netKw", 0);
  return Number.isNaN(plannedKw)
    ? { powerKw: presentKw, plannedKw: presentKw, mostKw: presentKw }
    : { powerKw: presentKw, plannedKw, mostKw };
}

function trackedFurnace(moment: Moment, id: string): TrackedFurnace {
  const { points, parameters, progress } = moment;
  const state = points.optional(`${id}.state`, z.string(), "unknown");
  const heat = points.optional(`${id}.heat`, heatMessage, null);
  const remainingKwh = heat ? remainingKwhOf(heat, parameters.plant.melt) : 0;
  const planned = progress.planned(limitPoint(id))?.value;
  const stage = state === "melt" ? "melting" : state === "charge" ? "charging" : "other";
  return {
    id,
    stage: heat ? stage : "other",
    ...presentPower(points, id, stage, parameters.plant.melt.occupiedKw),
    plannedKw: typeof planned === "number" ? planned : parameters.plant.melt.ratedKw,
    catchUpKw: heat ? catchUpKw(moment, id, heat.orderId, remainingKwh) : 0,
    remainingKwh,
  };
}

/** A melting furnace takes what it may: that stands in for a meter that says nothing, the same all the time, or less than holds a heat. */
function presentPower(
  points: PointReader,
  id: string,
  stage: TrackedFurnace["stage"],
  occupiedKw: number,
): Pick<TrackedFurnace, "powerKw" | "isEstimated"> {
  const measuredKw = points.optional(`${id}.powerKw`, z.number(), 0, 2 * minuteMs);
  const isEstimated = stage === "melting" && measuredKw < occupiedKw / 2;
  return { powerKw: isEstimated ? numberAt(points, `${id}.powerLimitKw`, 0) : measuredKw, isEstimated };
}

/** Power that brings a heat to its planned energy at the end of the quarter-hour, or to its planned tap in time. */
function catchUpKw(moment: Moment, id: string, orderId: string, remainingKwh: number): number {
  const { plan, step, nowMs, leftH } = moment;
  const { occupiedKw, ratedKw, energyKwhPerT } = moment.parameters.plant.melt;
  const bar = heatBar(plan, id, orderId);
  if (!bar) return 0;
  if (bar.endMs <= stepStartMs(plan.grid, step + 1)) {
    const meltingH = (bar.endMs - nowMs - afterMeltMin * minuteMs) / hourMs;
    return meltingH <= 0 ? ratedKw : remainingKwh / meltingH + occupiedKw;
  }
  const plannedKwh = plan.series.find((series) => series.id === `${id}.heatKwh`)?.values[step];
  if (plannedKwh === null || plannedKwh === undefined) return 0;
  const behindKwh = remainingKwh - (Number(bar.details.tonnes) * energyKwhPerT - plannedKwh);
  return behindKwh <= 0 ? 0 : behindKwh / leftH + occupiedKw;
}

const heatBar = (plan: Plan, id: string, orderId: string): Bar | undefined =>
  plan.lanes
    .find((lane) => lane.id === id)
    ?.bars.find(({ kind, details }) => kind === "melt" && details.order === orderId);

const numberAt = (points: PointReader, pointId: string, instead: number): number =>
  points.optional(pointId, z.number(), instead);
