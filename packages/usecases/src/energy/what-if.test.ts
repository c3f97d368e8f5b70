import { minuteMs, stepStartMs } from "@qtwin/core";
import { objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import type { WhatIfChange } from "../contract.ts";
import { build } from "./build.ts";
import { exampleFacts } from "./example-facts.ts";
import { simulateNative } from "./native.ts";
import { columnValues } from "./warm-start.ts";
import { whatIf } from "./what-if.ts";

const facts = exampleFacts();
const change = (parts: Partial<WhatIfChange> = {}): WhatIfChange => ({
  values: {},
  pins: [],
  outages: [],
  ...parts,
});
const apply = (parts: Partial<WhatIfChange>) => whatIf.apply(facts, change(parts));

test("no change leaves the facts as they are", () => {
  expect(whatIf.apply(facts, change())).toEqual({ ...facts, pinned: [] });
});

test("every value can be set to both of its ends, and changes what it names", () => {
  for (const { id, min, max, value, step } of whatIf.values(facts)) {
    expect(min, id).toBeLessThan(max);
    expect(value, id).toBeGreaterThanOrEqual(min);
    expect(value, id).toBeLessThanOrEqual(max);
    expect(step, id).toBeGreaterThan(0);
    for (const end of [min, max]) expect(apply({ values: { [id]: end } }), id).not.toEqual(apply({}));
  }
  expect(apply({ values: { price: 200 } }).prices.dayAheadEurMwh[0]).toBe(184);
  expect(apply({ values: { pv: 0 } }).pvKw.p90.every((kw) => kw === 0)).toBe(true);
  expect(apply({ values: { baseLoad: 150 } }).baseKw.p50[0]).toBeCloseTo(1.5 * facts.baseKw.p50[0]!, 9);
  expect(apply({ values: { peakKw: 2500 } }).peak.floorKw).toBe(2500);
});

test("an outage is one of the furnace it names", () => {
  const outage = { laneId: "f2", startMs: facts.grid.startMs, endMs: facts.grid.startMs + 60 * minuteMs };
  const [f1, f2] = apply({ outages: [outage] }).furnaces;
  expect(f1!.outages).toEqual([]);
  expect(f2!.outages).toEqual([{ startMs: outage.startMs, endMs: outage.endMs, reason: "what if" }]);
});

test("a start is pinned at its quarter-hour, and costs when it is not kept", () => {
  const order = facts.openHeats[1]!.orderId;
  const startMs = stepStartMs(facts.grid, 30);
  const pins = [{ barId: order, laneId: "f2", startMs: startMs + 7 * minuteMs }];
  const changed = apply({ pins });
  expect(changed.pinned).toEqual([{ orderId: order, furnace: "f2", startMs }]);
  const model = build(changed);
  const rows = model.constraints.meaning.filter(({ rule }) => rule === "pinned-starts");
  expect(rows.map(({ id }) => id)).toEqual([`pinned-starts[${order}]`, `pinned-starts[${order},before]`]);
  // The native rules start that heat at another time: both rows are paid for.
  const values = columnValues(changed, model, simulateNative(changed));
  const plain = build(facts);
  const without = objectiveValue(plain, columnValues(facts, plain, simulateNative(facts)));
  expect(objectiveValue(model, values) - without).toBeGreaterThanOrEqual(500);
});

test.each([
  ["an unknown value", { values: { wind: 100 } }, "values.wind"],
  ["a value out of its range", { values: { price: 301 } }, "values.price"],
  [
    "a heat that is not open",
    { pins: [{ barId: "x", laneId: "f1", startMs: facts.grid.startMs }] },
    "pins[0].barId",
  ],
  [
    "a furnace that is not there",
    { pins: [{ barId: facts.openHeats[0]!.orderId, laneId: "f9", startMs: facts.grid.startMs }] },
    "pins[0].laneId",
  ],
  [
    "a start outside of the plan",
    { pins: [{ barId: facts.openHeats[0]!.orderId, laneId: "f1", startMs: 0 }] },
    "pins[0].startMs",
  ],
  [
    "an outage of what is no furnace",
    { outages: [{ laneId: "air", startMs: 0, endMs: 1 }] },
    "outages[0].laneId",
  ],
  [
    "an outage that ends before it begins",
    { outages: [{ laneId: "f1", startMs: 1, endMs: 1 }] },
    "outages[0].endMs",
  ],
])("%s is refused by name", (_, parts, where) => {
  expect(() => apply(parts)).toThrow(expect.objectContaining({ code: "QT_ENERGY_BAD_CHANGE", where }));
});
