import type { Json } from "@qtwin/core";
import { describe, expect, test } from "vitest";
import { createFoundry, restoreFoundry } from "../foundry.ts";
import type { Foundry, FoundryAck } from "../plant-model.ts";
import { mondayMs, syntheticMarket } from "../testing/market.ts";
import type { Order } from "./state.ts";

const market = syntheticMarket();
const tuesdayNineMs = mondayMs + 33 * 3_600_000;

const optionsAt = (startMs: number) =>
  ({ startMs, seed: 1, controller: "b1", market, demandTargetKw: 3500 }) as const;
const checkpoints = new Map<number, Json>();

/** A plant with a living lease; its first hours are simulated once. */
function plantAt(startMs = tuesdayNineMs): Foundry {
  const checkpoint = checkpoints.get(startMs) ?? createFoundry(optionsAt(startMs)).checkpoint();
  checkpoints.set(startMs, checkpoint);
  const foundry = restoreFoundry(checkpoint, optionsAt(startMs));
  foundry.heartbeat();
  return foundry;
}

let count = 0;
function send(foundry: Foundry, pointId: string, value: unknown, more: object = {}): FoundryAck {
  count += 1;
  return foundry.apply({
    pointId,
    id: `c${count}`,
    value,
    validFromMs: foundry.nowMs(),
    validUntilMs: foundry.nowMs() + 900_000,
    planId: "plan",
    ...more,
  });
}

/** Lets time pass with a living lease. */
function live(foundry: Foundry, seconds: number): void {
  for (let left = seconds; left > 0; left -= 20) {
    foundry.heartbeat();
    foundry.step(Math.min(20, left));
  }
}

test("a battery command is followed within its ramp", () => {
  const foundry = plantAt();
  expect(send(foundry, "battery.power", 120).state).toBe("accepted");
  live(foundry, 10);
  expect(foundry.truth().battery.netKw).toBe(120);
});

test("a furnace limit ramps at 500 kW/s and caps the melting power", () => {
  const foundry = plantAt();
  send(foundry, "f1.powerLimit", 300);
  send(foundry, "f2.powerLimit", 300);
  foundry.step(1);
  expect(foundry.truth().furnaces.f1.limitKw).toBe(1500);
  live(foundry, 60);
  expect(foundry.truth().furnaces.f1.limitKw).toBe(300);
  const { f1, f2 } = foundry.truth().furnaces;
  expect(Math.max(f1.powerKw, f2.powerKw)).toBeLessThanOrEqual(300);
});

test("an id has one effect: its repetition gets the first answer", () => {
  const foundry = plantAt();
  const first = send(foundry, "battery.power", 100, { id: "once" });
  foundry.release(["battery"]);
  const again = send(foundry, "battery.power", 200, { id: "once" });
  expect(again).toEqual(first);
  live(foundry, 10);
  expect(foundry.truth().commands["battery.power"]).toBeUndefined();
});

test("an expired command is refused as expired, and has no effect", () => {
  const foundry = plantAt();
  const ack = send(foundry, "battery.power", 100, { validUntilMs: foundry.nowMs() });
  expect(ack.state).toBe("expired");
  expect(foundry.truth().commands["battery.power"]).toBeUndefined();
});

test.each([
  ["f1.powerLimit", 20, 75],
  ["f2.powerLimit", 5000, 2000],
  ["air.headerPressure", 5, 6.2],
  ["hvac.setpoint", 30, 23],
  ["battery.power", -999, -250],
  ["pv.limit", 120, 100],
])("%s of %d is clamped to %d", (pointId, asked, given) => {
  const ack = send(plantAt(), pointId, asked);
  expect(ack).toMatchObject({ state: "clamped", value: given });
});

test.each([
  ["cooling.power", 0, "cannot be written"],
  ["battery.power", "full", "expected a number"],
  ["battery.power", Number.NaN, "expected a number"],
  ["air.enabled", ["c9"], "expected a list"],
  ["air.enabled", ["c3"], "do not cover"],
  ["heats.list", [{ orderId: "none", furnace: "f1", notBeforeMs: 0 }], "not in the list"],
])("%s = %j is refused", (pointId, value, reason) => {
  const ack = send(plantAt(), pointId, value);
  expect(ack.state).toBe("refused");
  expect(ack.reason).toContain(reason);
});

describe("native control comes back", () => {
  test("without a heartbeat for 30 s", () => {
    const foundry = plantAt();
    send(foundry, "f1.powerLimit", 500);
    live(foundry, 20);
    foundry.events();
    foundry.step(31);
    expect(foundry.truth().commands["f1.powerLimit"]).toBeUndefined();
    expect(foundry.events()).toContainEqual(expect.objectContaining({ kind: "handed-back", asset: "f1" }));
    foundry.step(5);
    expect(foundry.truth().furnaces.f1.limitKw).toBe(2000);
  });

  test("without a jump: the limit ramps back", () => {
    const foundry = plantAt();
    send(foundry, "f1.powerLimit", 500);
    live(foundry, 20);
    foundry.release();
    foundry.step(1);
    expect(foundry.truth().furnaces.f1.limitKw).toBe(1000);
  });

  test("when validUntil has passed", () => {
    const foundry = plantAt();
    send(foundry, "hvac.setpoint", 22, { validUntilMs: foundry.nowMs() + 60_000 });
    live(foundry, 50);
    expect(foundry.truth().hall.setpointC).toBe(22);
    live(foundry, 20);
    expect(foundry.truth().hall.setpointC).toBe(20);
  });

  test("when the operator presses local; then commands are refused", () => {
    const foundry = plantAt();
    send(foundry, "battery.power", 100);
    foundry.setMode("battery", "local");
    expect(foundry.truth().commands["battery.power"]).toBeUndefined();
    expect(send(foundry, "battery.power", 100)).toMatchObject({ state: "refused", reason: "mode is local" });
    foundry.setMode("battery", "remote");
    expect(send(foundry, "battery.power", 100).state).toBe("accepted");
  });
});

test("a command waits for its time, and the next one takes over without a gap", () => {
  const foundry = plantAt();
  const now = foundry.nowMs();
  send(foundry, "battery.power", 50, { validUntilMs: now + 60_000 });
  send(foundry, "battery.power", -50, { validFromMs: now + 60_000 });
  live(foundry, 59);
  expect(foundry.truth().battery.netKw).toBe(50);
  foundry.events();
  live(foundry, 10);
  expect(foundry.truth().battery.netKw).toBe(-50);
  expect(foundry.events().filter((event) => event.kind === "handed-back")).toHaveLength(0);
});

test("a commanded setpoint moves the hall by at most 1 K in 30 min", () => {
  const foundry = plantAt();
  send(foundry, "hvac.setpoint", 23);
  const before = foundry.truth().hall.rampedC;
  live(foundry, 900);
  expect(foundry.truth().hall.rampedC - before).toBeLessThanOrEqual(0.5001);
});

test("recommended heats are started by the operator at their time and furnace", () => {
  const foundry = plantAt(mondayMs + 28 * 3_600_000);
  const orders = foundry.truth().orders.filter((order: Order) => order.state === "open");
  const startMs = foundry.nowMs() + 45 * 60_000;
  const order = orders[0]!;
  const list = [{ orderId: order.orderId, furnace: "f2", notBeforeMs: startMs }];
  expect(send(foundry, "heats.list", list, { validUntilMs: startMs + 3_600_000 }).state).toBe("accepted");
  live(foundry, 45 * 60 - 30);
  expect(foundry.truth().furnaces.f2.orderId).toBeNull();
  expect(foundry.truth().recommended).toHaveLength(1);
  live(foundry, 120);
  expect(foundry.truth().furnaces.f2.orderId).toBe(order.orderId);
});

test("a refused heat leaves the list and is melted later all the same", () => {
  const foundry = plantAt(mondayMs + 28 * 3_600_000);
  const [order] = foundry.truth().orders.filter((item: Order) => item.state === "open");
  foundry.refuseHeat(order!.orderId, "slag on the lining");
  expect(foundry.truth().orders.find((item: Order) => item.orderId === order!.orderId)?.state).toBe(
    "refused",
  );
  foundry.step(20 * 3600);
  expect(foundry.meter().heats).toBe(15);
});

test("a list that would let the line run dry does not stop the operator", () => {
  const foundry = plantAt(mondayMs + 28 * 3_600_000);
  for (let hour = 0; hour < 18; hour += 1) {
    send(foundry, "heats.list", [], { validUntilMs: foundry.nowMs() + 3_700_000 });
    live(foundry, 3600);
  }
  expect(foundry.meter().heats).toBe(15);
  expect(foundry.meter().pourWaitMin).toBe(0);
});

test("a set of machines too small for the demand gives way to the protection", () => {
  const foundry = plantAt();
  foundry.trip("air.c1", 60);
  foundry.trip("air.c2", 60);
  send(foundry, "air.enabled", ["c1", "c4"]);
  live(foundry, 300);
  expect(foundry.truth().commands["air.enabled"]).toBeUndefined();
  expect(foundry.events()).toContainEqual(expect.objectContaining({ kind: "air-protection" }));
});

test("the demand controller takes a commanded battery before the quarter exceeds", () => {
  const foundry = createFoundry({
    startMs: tuesdayNineMs,
    seed: 1,
    controller: "b1",
    market,
    demandTargetKw: 2900,
  });
  foundry.heartbeat();
  send(foundry, "battery.power", -250, { validUntilMs: foundry.nowMs() + 3_600_000 });
  live(foundry, 3600);
  expect(foundry.events()).toContainEqual(
    expect.objectContaining({ kind: "demand-override", asset: "battery" }),
  );
  expect(foundry.meter().violations.targetQuarters).toBe(0);
});
