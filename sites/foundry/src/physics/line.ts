import { plant } from "../plant-data.ts";
import { plannedPourT } from "./calendar.ts";
import type { Context } from "./context.ts";
import { alloyOf } from "./orders.ts";

const heatT = plant.production.heatTonnes;
/** A heat poured later than this after its due time counts as late. */
const lateAfterMs = 5 * 60_000;

/** Tonnes the line wants in the next minutes: calendar plus what it is behind. */
export function pourAheadT(context: Context, minutes: number): number {
  const { state, input } = context;
  const { day } = input;
  const planned = plannedPourT(day, state.nowMs, state.nowMs + minutes * 60_000);
  const behind = plannedPourT(day, day.startMs, state.nowMs) - state.line.dayT;
  return Math.min(planned + Math.max(0, behind), day.tonnes - state.line.dayT);
}

function heatPoured(context: Context, index: number): void {
  const { state, input } = context;
  const orderId = `${input.day.date}-${String(index + 1).padStart(2, "0")}`;
  const order = state.orders.find((candidate) => candidate.orderId === orderId);
  if (order && state.nowMs > order.pourByMs + lateAfterMs) state.line.lateHeats += 1;
}

/** One second of moulding line and pouring furnace. */
export function stepLine(context: Context): void {
  const { state, input } = context;
  const { line } = state;
  const { day } = input;
  if (line.dayStartMs !== day.startMs) {
    line.dayStartMs = day.startMs;
    line.dayT = 0;
  }
  const open = input.linePours || (input.phase === "off" && line.dayT > 0 && state.nowMs < day.overtimeToMs);
  const left = day.tonnes - line.dayT;
  if (!open || left <= 1e-9) {
    line.state = input.phase === "break" ? "break" : "off";
    line.tph = 0;
    return;
  }
  const wanted = Math.min(day.rateTph / 3600, left);
  if (state.metalT < wanted) {
    if (line.state !== "waiting") {
      context.emit({ kind: "pour-wait", asset: "line", message: "The line waits for metal.", details: {} });
    }
    line.state = "waiting";
    line.tph = 0;
    line.waitS += 1;
    return;
  }
  line.state = "pouring";
  line.tph = day.rateTph;
  state.metalT -= wanted;
  const before = Math.floor((line.dayT + 1e-6) / heatT);
  const alloy = alloyOf(Math.min(before, day.heats - 1), day.heats);
  line.dayT += wanted;
  line.pouredT[alloy] = (line.pouredT[alloy] ?? 0) + wanted;
  if (Math.floor((line.dayT + 1e-6) / heatT) > before) heatPoured(context, before);
}
