import { plant } from "../plant-data.ts";
import { dayPlanAt } from "./calendar.ts";
import type { Context } from "./context.ts";
import type { TrueFactors } from "./mismatch.ts";
import { replanOrders } from "./orders.ts";
import type { FurnaceStage, FurnaceState, Order } from "./state.ts";

export const furnaceIds = ["f1", "f2"] as const;
export type FurnaceId = (typeof furnaceIds)[number];

const values = plant.furnace;
const chargeS = values.chargeMin * 60;
const sampleS = values.sampleMin * 60;
const tapS = values.tapMin * 60;
const holdS = values.holdMin * 60;
const correctionS = values.correctionMin * 60;
const coldS = values.coldStartMin * 60;
const coldKw = (values.coldStartKwh * 3600) / coldS;
/** Relining is announced this many heats ahead: about three work days. */
const announceHeats = 25;

/** Metal of heats that are not yet in the pouring furnace. */
export function inFlightT(context: Context): number {
  const { f1, f2 } = context.state.furnaces;
  const tonnes = plant.production.heatTonnes;
  return (f1.orderId ? tonnes - f1.tappedT : 0) + (f2.orderId ? tonnes - f2.tappedT : 0);
}

function orderOf(context: Context, furnace: FurnaceState): Order | undefined {
  return context.state.orders.find((order) => order.orderId === furnace.orderId);
}

/** Puts a heat into an idle furnace. */
export function startHeat(context: Context, id: FurnaceId, order: Order): void {
  const furnace = context.state.furnaces[id];
  const { nowMs } = context.state;
  const cold = nowMs - furnace.lastHotMs > values.coldAfterH * 3_600_000;
  furnace.stage = "charge";
  // A cold lining is heated first: its stage clock starts before zero.
  furnace.stageS = cold ? -coldS : 0;
  furnace.orderId = order.orderId;
  furnace.heatStartMs = nowMs;
  furnace.heatKwh = 0;
  furnace.targetKwh =
    values.meltKwhPerT * context.factors.meltKwhPerT * order.tonnes + (cold ? values.coldStartKwh : 0);
  furnace.tappedT = 0;
  order.state = "melting";
  order.furnace = id;
  order.startedAtMs = nowMs;
  context.emit({
    kind: "heat-started",
    asset: id,
    message: `Heat ${order.orderId} started${cold ? " in the cold furnace" : ""}.`,
    details: { orderId: order.orderId, cold },
  });
}

function enter(furnace: FurnaceState, stage: FurnaceStage): void {
  furnace.stage = stage;
  furnace.stageS = 0;
}

function finishHeat(context: Context, id: FurnaceId): void {
  const { state } = context;
  const furnace = state.furnaces[id];
  const order = orderOf(context, furnace);
  if (order) {
    order.state = "done";
    order.tappedAtMs = state.nowMs;
    state.tappedT[order.alloy] = (state.tappedT[order.alloy] ?? 0) + order.tonnes;
  }
  state.counts.heats += 1;
  furnace.heatsSinceReline += 1;
  const minutes = Math.round((state.nowMs - furnace.heatStartMs) / 60_000);
  context.emit({
    kind: "heat-tapped",
    asset: id,
    message: `Heat ${furnace.orderId} tapped after ${minutes} min.`,
    details: { orderId: furnace.orderId, minutes },
  });
  furnace.orderId = null;
  furnace.heatKwh = 0;
  furnace.targetKwh = 0;
  furnace.tappedT = 0;
  enter(furnace, "idle");
  if (furnace.heatsSinceReline >= values.relineAfterHeats - announceHeats && !furnace.outage) {
    announceRelining(context, id);
  }
}

/** Relining begins in the evening of the third work day after its announcement. */
function announceRelining(context: Context, id: FurnaceId): void {
  const { state } = context;
  const furnace = state.furnaces[id];
  let workDays = 0;
  let day = dayPlanAt(state, state.nowMs);
  while (workDays < 3) {
    day = dayPlanAt(state, day.endMs);
    if (day.workDay) workDays += 1;
  }
  const startMs = day.crew.endMs;
  const endMs = startMs + values.relineDays * 86_400_000 + values.sinterH * 3_600_000;
  furnace.outage = { startMs, endMs, confidence: 0.9, reason: "relining" };
  replanOrders(state, startMs + 1);
  context.emit({
    kind: "relining",
    asset: id,
    message: `Relining of ${id.toUpperCase()} announced.`,
    details: { startMs, endMs },
  });
}

function stepOutage(furnace: FurnaceState, nowMs: number): void {
  const { outage } = furnace;
  if (!outage || nowMs < outage.startMs || furnace.orderId) return;
  const sinterFromMs = outage.endMs - values.sinterH * 3_600_000;
  if (nowMs >= outage.endMs) {
    furnace.outage = null;
    furnace.heatsSinceReline = 0;
    furnace.lastHotMs = nowMs;
    enter(furnace, "idle");
  } else if (nowMs >= sinterFromMs) {
    if (furnace.stage !== "sinter") enter(furnace, "sinter");
  } else if (furnace.stage !== "reline") enter(furnace, "reline");
}

/** Power the stage takes by itself; melting takes what limit and demand controller allow. */
function wantedKw(furnace: FurnaceState, factors: TrueFactors): number {
  switch (furnace.stage) {
    case "charge":
      return furnace.stageS < 0 ? coldKw : values.lidOpenKw * factors.lidOpenKw;
    case "melt":
      return Math.min(values.ratedKw, furnace.limitKw, furnace.shedKw);
    case "sample":
    case "ready":
      return values.holdingKw * factors.holdingKw;
    case "correct":
    case "tap":
      return values.lidOpenKw * factors.lidOpenKw;
    case "sinter":
      return Math.min(values.sinterKw, 200 + (furnace.stageS / 3600) * 80);
    default:
      return 0;
  }
}

function advance(context: Context, id: FurnaceId, furnace: FurnaceState): void {
  const { state } = context;
  const holdingKw = values.holdingKw * context.factors.holdingKw;
  switch (furnace.stage) {
    case "charge":
      if (furnace.stageS < 0) furnace.heatKwh += furnace.powerKw / 3600;
      if (furnace.stageS >= chargeS) enter(furnace, "melt");
      return;
    case "melt":
      furnace.heatKwh = Math.max(0, furnace.heatKwh + (furnace.powerKw - holdingKw) / 3600);
      if (furnace.heatKwh >= furnace.targetKwh) enter(furnace, "sample");
      return;
    case "sample":
      if (furnace.stageS >= sampleS) enter(furnace, "ready");
      return;
    case "ready":
      if (state.crewPresent && state.metalT + plant.production.heatTonnes <= plant.pouringFurnace.usableT) {
        enter(furnace, "tap");
      } else if (furnace.stageS >= holdS) {
        state.counts.corrections += 1;
        enter(furnace, "correct");
        context.emit({
          kind: "heat-correction",
          asset: id,
          message: `Heat ${furnace.orderId} held too long: corrected.`,
          details: { orderId: furnace.orderId },
        });
      }
      return;
    case "correct":
      if (furnace.stageS >= correctionS) enter(furnace, "ready");
      return;
    case "tap": {
      const tonnes = Math.min(
        plant.production.heatTonnes / tapS,
        plant.production.heatTonnes - furnace.tappedT,
      );
      furnace.tappedT += tonnes;
      state.metalT += tonnes;
      if (furnace.stageS >= tapS) {
        state.metalT += plant.production.heatTonnes - furnace.tappedT;
        finishHeat(context, id);
      }
      return;
    }
    default:
  }
}

function stepTrip(context: Context, furnace: FurnaceState): void {
  furnace.tripS -= 1;
  furnace.powerKw = 0;
  const holdingKw = values.holdingKw * context.factors.holdingKw;
  if (furnace.stageBeforeTrip === "melt") {
    furnace.heatKwh = Math.max(0, furnace.heatKwh - holdingKw / 3600);
  }
  if (furnace.tripS <= 0) furnace.stage = furnace.stageBeforeTrip;
}

/** Temperature of the charge by energy: solid to 1150 °C, melting to 1250 °C, superheat to tapping. */
function bathTarget(furnace: FurnaceState): number {
  if (!furnace.orderId) return 0;
  const share = Math.min(1, furnace.heatKwh / Math.max(1, furnace.targetKwh));
  if (share < 0.62) return 20 + (1130 * share) / 0.62;
  if (share < 0.84) return 1150 + (100 * (share - 0.62)) / 0.22;
  return 1250 + ((values.tapC - 1250) * (share - 0.84)) / 0.16;
}

/** One second of one furnace. */
export function stepFurnace(context: Context, id: FurnaceId, commandKw: number): void {
  const { state } = context;
  const furnace = state.furnaces[id];
  const ramp = values.rampKwPerS;
  furnace.limitKw += Math.max(-ramp, Math.min(ramp, commandKw - furnace.limitKw));
  if (furnace.outage) stepOutage(furnace, state.nowMs);
  if (furnace.stage === "trip") {
    stepTrip(context, furnace);
    return;
  }
  if (furnace.stage === "idle") {
    furnace.powerKw = 0;
    furnace.bathC += (20 - furnace.bathC) / 30_000;
    return;
  }
  const wanted = wantedKw(furnace, context.factors);
  furnace.powerKw += Math.max(-ramp, Math.min(ramp, wanted - furnace.powerKw));
  furnace.stageS += 1;
  advance(context, id, furnace);
  if (furnace.orderId) {
    furnace.lastHotMs = state.nowMs;
    furnace.bathC = bathTarget(furnace);
  }
}
