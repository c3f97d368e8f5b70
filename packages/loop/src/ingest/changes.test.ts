import type { Json } from "@qtwin/core";
import type { Measurement } from "@qtwin/twin";
import { expect, test } from "vitest";
import { loadSite } from "../site/index.ts";
import { createChangeWatch } from "./changes.ts";

const { points } = loadSite("foundry");
const value = (pointId: string, content: Json, sourceTimeMs: number): Measurement =>
  ({ pointId, value: content, sourceTimeMs, quality: "good" }) as Measurement;
const days = (ts: number, ...names: string[]): Json => ({
  ts,
  days: names.map((deliveryDay) => ({ deliveryDay })),
});

test("a new day of prices is a change, the same days sent again are none", () => {
  const watch = createChangeWatch(points, [value("market.dayAhead", days(1, "a"), 1)]);
  expect(watch.see([value("market.dayAhead", days(2, "a"), 2)])).toEqual([]);
  expect(watch.see([value("market.dayAhead", days(3, "a", "b"), 3)])).toMatchObject([
    { kind: "price-publication", pointId: "market.dayAhead", asset: "market" },
  ]);
});

test("a mode that changes and a machine that trips are told with before and after", () => {
  const watch = createChangeWatch(points, []);
  expect(watch.see([value("f1.mode", "remote", 1), value("air.c1.state", "loaded", 1)])).toEqual([]);
  expect(watch.see([value("f1.mode", "local", 2), value("air.c1.state", "idle", 2)])).toEqual([
    {
      kind: "mode-change",
      pointId: "f1.mode",
      asset: "f1",
      before: "remote",
      after: "local",
      sourceTimeMs: 2,
    },
  ]);
  expect(watch.see([value("air.c1.state", "fault", 3)])).toMatchObject([
    { kind: "asset-trip", asset: "air", before: "idle", after: "fault" },
  ]);
  expect(watch.see([value("f1.powerKw", 1, 3), value("f1.powerKw", 900, 4)])).toEqual([]);
});

test("an order that the operator refuses is told as that, other news of the orders are not", () => {
  const orders = (state: string): Json => [
    { orderId: "a", state: "done" },
    { orderId: "b", state },
  ];
  const watch = createChangeWatch(points, [value("orders.heats", orders("open"), 1)]);
  expect(watch.see([value("orders.heats", orders("refused"), 2)])).toMatchObject([{ kind: "order-refused" }]);
  expect(watch.see([value("orders.heats", orders("melting"), 3)])).toMatchObject([{ kind: "orders" }]);
});

test("late and bad values change nothing", () => {
  const watch = createChangeWatch(points, [value("f1.mode", "remote", 10)]);
  expect(watch.see([value("f1.mode", "local", 5)])).toEqual([]);
  expect(watch.see([{ ...value("f1.mode", "local", 11), quality: "bad" }])).toEqual([]);
  expect(watch.see([value("f1.mode", "remote", 12)])).toEqual([]);
});
