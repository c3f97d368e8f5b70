import { plant } from "../plant-data.ts";
import { type DayPlan, dayPlanAt, instantOfPour } from "./calendar.ts";
import type { FoundryState, Order } from "./state.ts";

/** Days of orders the list holds beyond today: over a weekend still two working days. */
const horizonDays = 5;

/** Alloy of the heat with this number (from 0) on a day of `heats`. */
export function alloyOf(index: number, heats: number): string {
  const campaigns = plant.production.campaigns;
  return campaigns[Math.min(campaigns.length - 1, Math.floor((index * campaigns.length) / heats))]!;
}

function ordersOfDay(plan: DayPlan): Order[] {
  const tonnes = plant.production.heatTonnes;
  return Array.from({ length: plan.heats }, (_, index) => {
    const campaign = Math.floor((index * plant.production.campaigns.length) / plan.heats) + 1;
    return {
      orderId: `${plan.date}-${String(index + 1).padStart(2, "0")}`,
      alloy: alloyOf(index, plan.heats),
      tonnes,
      campaign: `${plan.date}/${campaign}`,
      pourFromMs: Math.round(instantOfPour(plan, index * tonnes + 1e-6)),
      pourByMs: instantOfPour(plan, (index + 1) * tonnes),
      state: "open",
      furnace: null,
      startedAtMs: null,
      tappedAtMs: null,
      blockedUntilMs: 0,
    };
  });
}

/** Adds the orders of new days and drops those of past days; called at local midnight and at the start. */
export function extendOrders(state: FoundryState): void {
  const today = dayPlanAt(state, state.nowMs);
  state.orders = state.orders.filter(
    (order) => order.pourByMs >= today.startMs || order.state === "melting" || order.state === "open",
  );
  for (let offset = 0; offset <= horizonDays; offset += 1) {
    const plan = dayPlanAt(state, state.nowMs, offset);
    if (plan.startMs < state.ordersUntilMs) continue;
    state.orders.push(...ordersOfDay(plan));
    state.ordersUntilMs = plan.endMs;
  }
}

/** Makes the orders of days from `fromMs` anew, after an outage was announced. */
export function replanOrders(state: FoundryState, fromMs: number): void {
  const first = dayPlanAt(state, fromMs);
  state.orders = state.orders.filter((order) => order.pourFromMs < first.startMs || order.state !== "open");
  const kept = new Set(state.orders.map((order) => order.orderId));
  for (let plan = first; plan.startMs < state.ordersUntilMs; plan = dayPlanAt(state, plan.endMs)) {
    state.orders.push(...ordersOfDay(plan).filter((order) => !kept.has(order.orderId)));
  }
}
