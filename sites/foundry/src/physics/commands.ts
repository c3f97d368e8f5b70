import type { Json } from "@qtwin/core";
import { plant } from "../plant-data.ts";
import { type CommandPoint, commandPoints, type FoundryAck, type FoundryCommand } from "../plant-model.ts";
import { machines } from "./air.ts";
import { dayPlanAt, phaseAt } from "./calendar.ts";
import type { Context } from "./context.ts";
import type { ActiveCommand, FoundryState, Recommendation } from "./state.ts";

/** Asset a write point belongs to, and the asset whose mode switch guards it. */
export const pointAssets: Readonly<
  Record<CommandPoint, { readonly asset: string; readonly modeOf: string }>
> = {
  "f1.powerLimit": { asset: "f1", modeOf: "f1" },
  "f2.powerLimit": { asset: "f2", modeOf: "f2" },
  "heats.list": { asset: "orders", modeOf: "f1" },
  "air.enabled": { asset: "air", modeOf: "air" },
  "air.headerPressure": { asset: "air", modeOf: "air" },
  "hvac.setpoint": { asset: "hvac", modeOf: "hvac" },
  "battery.power": { asset: "battery", modeOf: "battery" },
  "pv.limit": { asset: "pv", modeOf: "pv" },
};

const limits: Readonly<Partial<Record<CommandPoint, readonly [number, number]>>> = {
  "f1.powerLimit": [plant.furnace.holdingKw, plant.furnace.ratedKw],
  "f2.powerLimit": [plant.furnace.holdingKw, plant.furnace.ratedKw],
  "air.headerPressure": [plant.air.setpointMinBar, plant.air.setpointMaxBar],
  "hvac.setpoint": [plant.hall.nightMinC, plant.hall.comfortMaxC],
  "battery.power": [-plant.battery.powerKw, plant.battery.powerKw],
  "pv.limit": [0, 100],
};

const leaseMs = plant.lease.heartbeatS * 1000;
const longestValidMs = 36 * 3_600_000;
/** Answers are kept this long after the end of their command; later the id is expired anyway. */
const keepAckMs = 3_600_000;

function isCommandPoint(pointId: string): pointId is CommandPoint {
  return (commandPoints as readonly string[]).includes(pointId);
}

type Checked = { readonly value: Json; readonly clamped: string } | { readonly refused: string };

/** Free air the set must deliver in a phase of the shift: no reserve machine, but the peaks of a shift. */
function neededM3min(context: Context, fromMs: number, toMs: number): number {
  const { air } = plant;
  let needed = 0;
  for (let atMs = fromMs; atMs < Math.min(toMs, fromMs + 24 * 3_600_000); atMs += 900_000) {
    const phase = phaseAt(dayPlanAt(context.state, atMs), atMs);
    const demand =
      phase === "shift"
        ? air.peakM3min
        : phase === "break"
          ? air.breakM3min + air.leaksM3min
          : air.offM3min + air.leaksM3min;
    needed = Math.max(needed, demand);
  }
  return needed;
}

function checkSet(context: Context, command: FoundryCommand): Checked {
  const known = machines.map((machine) => machine.id as string);
  const { value } = command;
  if (!Array.isArray(value) || !value.every((id) => typeof id === "string" && known.includes(id))) {
    return { refused: `expected a list of ${known.join(", ")}` };
  }
  const chosen = machines.filter((machine) => value.includes(machine.id));
  const flow = chosen.reduce((sum, machine) => sum + machine.flowM3min, 0);
  const needed = neededM3min(
    context,
    Math.max(context.state.nowMs, command.validFromMs),
    command.validUntilMs,
  );
  if (flow < needed)
    return { refused: `${flow.toFixed(1)} m³/min do not cover the forecast ${needed.toFixed(1)}` };
  return { value: chosen.map((machine) => machine.id), clamped: "" };
}

function checkHeat(context: Context, entry: unknown): Recommendation | string {
  const item = entry as Partial<Recommendation> | null;
  const order = context.state.orders.find((candidate) => candidate.orderId === item?.orderId);
  if (!item || !order) return `order '${item?.orderId}' is not in the list`;
  if (item.furnace !== "f1" && item.furnace !== "f2") return `heat ${order.orderId} names no furnace`;
  if (typeof item.notBeforeMs !== "number") return `heat ${order.orderId} has no start`;
  return {
    orderId: order.orderId,
    alloy: order.alloy,
    tonnes: order.tonnes,
    furnace: item.furnace,
    notBeforeMs: item.notBeforeMs,
    pourByMs: order.pourByMs,
  };
}

function checkHeats(context: Context, value: unknown): Checked {
  if (!Array.isArray(value)) return { refused: "expected a list of heats" };
  const heats: Recommendation[] = [];
  for (const entry of value) {
    const heat = checkHeat(context, entry);
    if (typeof heat === "string") return { refused: heat };
    heats.push(heat);
  }
  return { value: heats as unknown as Json, clamped: "" };
}

function checkValue(context: Context, point: CommandPoint, command: FoundryCommand): Checked {
  if (point === "air.enabled") return checkSet(context, command);
  if (point === "heats.list") return checkHeats(context, command.value);
  const [low, high] = limits[point]!;
  if (typeof command.value !== "number" || !Number.isFinite(command.value))
    return { refused: "expected a number" };
  const value = Math.min(high, Math.max(low, command.value));
  return { value, clamped: value === command.value ? "" : `limits are ${low} … ${high}` };
}

/** The command in force on a point; null under native control. */
export function inForce(state: FoundryState, point: CommandPoint): ActiveCommand | null {
  const list = state.commands[point];
  if (!list) return null;
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const command = list[index]!;
    if (command.validFromMs <= state.nowMs && state.nowMs < command.validUntilMs) return command;
  }
  return null;
}

function refusalOf(context: Context, command: FoundryCommand): string | null {
  const { state } = context;
  if (!isCommandPoint(command.pointId)) return `'${command.pointId}' cannot be written`;
  const mode = state.modes[pointAssets[command.pointId].modeOf];
  if (mode !== "remote") return `mode is ${mode}`;
  if (!(command.validUntilMs > command.validFromMs)) return "validUntil is not after validFrom";
  if (command.validUntilMs - state.nowMs > longestValidMs) return "valid for more than 36 h";
  return null;
}

function place(state: FoundryState, point: CommandPoint, command: ActiveCommand): void {
  // A newer command replaces what it overlaps from its start on.
  const kept = (state.commands[point] ?? []).filter((other) => other.validFromMs < command.validFromMs);
  state.commands[point] = [...kept, command];
}

function decide(context: Context, command: FoundryCommand): FoundryAck {
  const { state } = context;
  const current = isCommandPoint(command.pointId) ? (inForce(state, command.pointId)?.value ?? null) : null;
  const answer = (kind: FoundryAck["state"], value: Json, reason: string): FoundryAck => ({
    id: command.id,
    state: kind,
    value,
    reason,
  });
  const refusal = refusalOf(context, command);
  if (refusal !== null && command.validUntilMs > state.nowMs) return answer("refused", current, refusal);
  if (command.validUntilMs <= state.nowMs) return answer("expired", current, "validUntil has passed");
  const point = command.pointId as CommandPoint;
  const checked = checkValue(context, point, command);
  if ("refused" in checked) return answer("refused", current, checked.refused);
  const { id, validFromMs, validUntilMs, planId } = command;
  place(state, point, { id, pointId: point, value: checked.value, validFromMs, validUntilMs, planId });
  state.heartbeatMs = state.nowMs;
  return answer(checked.clamped === "" ? "accepted" : "clamped", checked.value, checked.clamped);
}

/** Takes a command in; an id has an effect once, asked again it gets its first answer. */
export function applyCommand(context: Context, command: FoundryCommand): FoundryAck {
  const { state } = context;
  const before = state.appliedIds[command.id];
  if (before) return before.ack as FoundryAck;
  const ack = decide(context, command);
  state.appliedIds[command.id] = { ack, untilMs: Math.max(command.validUntilMs, state.nowMs) + keepAckMs };
  if (isCommandPoint(command.pointId)) state.lastAcks[command.pointId] = ack;
  context.emit({
    kind: "command",
    asset: isCommandPoint(command.pointId) ? pointAssets[command.pointId].asset : "",
    message: `Command ${command.id} on ${command.pointId}: ${ack.state}${ack.reason ? ` (${ack.reason})` : ""}.`,
    details: { id: command.id, pointId: command.pointId, state: ack.state, planId: command.planId },
  });
  return ack;
}

function handBack(context: Context, point: CommandPoint, reason: string): void {
  const { state } = context;
  if (!state.commands[point]) return;
  delete state.commands[point];
  const { asset } = pointAssets[point];
  context.emit({
    kind: "handed-back",
    asset,
    message: `${point} is back under native control: ${reason}.`,
    details: { pointId: point, reason },
  });
}

/** Hands back the write points of some assets; of all with an empty list. */
export function handBackAssets(context: Context, assetIds: readonly string[], reason: string): void {
  for (const point of commandPoints) {
    const { asset, modeOf } = pointAssets[point];
    if (
      assetIds.length > 0 &&
      !assetIds.includes(asset) &&
      !(reason.startsWith("mode") && assetIds.includes(modeOf))
    ) {
      continue;
    }
    handBack(context, point, reason);
  }
}

/** Each second: the lease, and commands whose time is over. */
export function stepLease(context: Context): void {
  const { state } = context;
  const expired = state.nowMs - state.heartbeatMs > leaseMs;
  for (const point of commandPoints) {
    const list = state.commands[point];
    if (!list) continue;
    if (expired) {
      handBack(context, point, `no heartbeat for ${plant.lease.heartbeatS} s`);
      continue;
    }
    const live = list.filter((command) => command.validUntilMs > state.nowMs);
    if (live.length === 0) handBack(context, point, "validUntil has passed");
    else if (live.length < list.length) state.commands[point] = live;
  }
}

/** Forgets answers of commands that are long over. */
export function forgetAcks(state: FoundryState): void {
  for (const [id, entry] of Object.entries(state.appliedIds)) {
    if (entry.untilMs < state.nowMs) delete state.appliedIds[id];
  }
}
