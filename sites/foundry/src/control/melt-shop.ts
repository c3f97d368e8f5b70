import { streams, uniformAt } from "../noise.ts";
import type { Context } from "../physics/context.ts";
import { type FurnaceId, furnaceIds, inFlightT, startHeat } from "../physics/furnace.ts";
import { pourAheadT } from "../physics/line.ts";
import type { Order } from "../physics/state.ts";
import { plant } from "../plant-data.ts";

const heatT = plant.production.heatTonnes;
const usableT = plant.pouringFurnace.usableT;
/** A heat is started only if it can be tapped before the crew leaves. */
const shortestHeatMs = 80 * 60_000;
/** After a refusal the operator waits this long with that order. */
const afterRefusalMs = 15 * 60_000;
const reasons = ["slag on the lining", "charge not ready", "crane in use", "sample of the last heat open"];

function freeFurnaces(context: Context): FurnaceId[] {
  const { state } = context;
  return furnaceIds.filter((id) => {
    const furnace = state.furnaces[id];
    const soonOut = furnace.outage !== null && furnace.outage.startMs - state.nowMs < 2 * shortestHeatMs;
    return furnace.stage === "idle" && !soonOut && state.modes[id] !== "off" && state.modes[id] !== "fault";
  });
}

/** Orders that may start now: today's, first in, first out. */
function startable(context: Context): Order[] {
  const { state, input } = context;
  return state.orders.filter(
    (order) =>
      (order.state === "open" || order.state === "refused") &&
      order.pourFromMs < input.day.endMs &&
      order.blockedUntilMs <= state.nowMs,
  );
}

/** Metal above what the line takes in the next minutes, with every heat in flight. */
function coverT(context: Context, minutes: number): number {
  return context.state.metalT + inFlightT(context) - pourAheadT(context, minutes);
}

/** The pull rule: the heat's metal fits when it will be tapped. B2 waits in dear hours and fills before a window. */
function pulls(context: Context): boolean {
  const { input, controller, usesWindowTarget, state } = context;
  const { priceRule, operator } = plant;
  const window = input.day.windows[0];
  const fills = usesWindowTarget && window !== undefined && state.nowMs < window.startMs;
  const aheadMin = fills ? priceRule.windowPullAheadMin : operator.pullAheadMin;
  if (coverT(context, aheadMin) + heatT > usableT) return false;
  return !(controller === "b2" && input.dear && !fills && coverT(context, priceRule.coverMin) >= 0);
}

/** The operator's answer to a recommended start: a small share is refused, by seed and order. */
function refuses(context: Context, order: Order): boolean {
  const index = Number(order.orderId.replaceAll("-", "")) % 2_147_483_647;
  if (uniformAt(context.seed, streams.refusal, index) >= plant.operator.refusalShare) return false;
  const pick = Math.floor(uniformAt(context.seed, streams.refusal, index + 1) * reasons.length);
  refuse(context, order, reasons[pick]!);
  return true;
}

/** The operator refuses a recommended heat with a reason and will start it himself later. */
export function refuse(context: Context, order: Order, reason: string): void {
  const { state } = context;
  order.state = "refused";
  order.blockedUntilMs = state.nowMs + afterRefusalMs;
  state.recommended = state.recommended.filter((entry) => entry.orderId !== order.orderId);
  state.counts.refusedHeats += 1;
  context.emit({
    kind: "heat-refused",
    asset: "orders",
    message: `The operator refused heat ${order.orderId}: ${reason}.`,
    details: { orderId: order.orderId, reason },
  });
}

function startRecommended(context: Context, orders: readonly Order[]): void {
  const { state } = context;
  const due = state.recommended
    .filter((entry) => entry.notBeforeMs <= state.nowMs)
    .sort((left, right) => left.notBeforeMs - right.notBeforeMs);
  for (const entry of due) {
    const order = orders.find((candidate) => candidate.orderId === entry.orderId);
    if (order?.state !== "open") continue;
    const free = freeFurnaces(context);
    const late = state.nowMs - entry.notBeforeMs > 10 * 60_000;
    const furnace = free.find((id) => id === entry.furnace) ?? (late ? free[0] : undefined);
    if (!furnace || coverT(context, plant.furnace.maxHeatMin) + heatT > usableT + 0.01) continue;
    if (refuses(context, order)) continue;
    startHeat(context, furnace, order);
  }
}

/** The operator, each minute: recommended heats where a list is in force, else the pull rule; never lets the line run dry. */
export function tickMeltShop(context: Context, listInForce: boolean): void {
  const { state, input } = context;
  if (!input.crew || state.nowMs + shortestHeatMs > input.day.crew.endMs) return;
  if (freeFurnaces(context).length === 0) return;
  const orders = startable(context);
  if (listInForce) startRecommended(context, orders);
  const own = !listInForce || coverT(context, plant.operator.coverMin) < 0;
  if (!own) return;
  for (const order of orders.filter((candidate) => candidate.state !== "melting")) {
    const furnace = freeFurnaces(context)[0];
    if (!furnace || !pulls(context)) return;
    if (listInForce && coverT(context, plant.operator.coverMin) >= 0) return;
    startHeat(context, furnace, order);
  }
}
