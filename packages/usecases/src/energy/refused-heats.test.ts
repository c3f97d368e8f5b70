import { minuteMs } from "@qtwin/core";
import { checkFeasibility } from "@qtwin/model";
import { expect, test } from "vitest";
import { build } from "./build.ts";
import { columnsOf } from "./columns.ts";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts, RunningHeat } from "./facts.ts";
import { simulateNative } from "./native.ts";
import { dispatchOfSolution } from "./read.ts";
import { columnValues } from "./warm-start.ts";

const plain = exampleFacts({ startHour: 4, hours: 20 });
const [first, second] = plain.openHeats;
const refused: EnergyFacts = {
  ...plain,
  openHeats: plain.openHeats.map((heat, i) => (i === 0 ? { ...heat, refused: true } : heat)),
};

/** Orders of the native course in the order they start, with another level of metal in the first hours. */
function startsAt(facts: EnergyFacts, levelT: number | null): string[] {
  const model = build(facts);
  const values = columnValues(facts, model, simulateNative(facts));
  if (levelT !== null)
    for (const column of columnsOf(facts, model).metalT.slice(0, 10)) values[column] = levelT;
  return dispatchOfSolution(facts, model, values).heats.map(({ orderId }) => orderId);
}

test("a refused heat stays first where the operator's own rule would start it, else others go before", () => {
  expect(startsAt(refused, 0).slice(0, 2)).toEqual([first!.orderId, second!.orderId]);
  const late = startsAt(refused, refused.plant.metal.usableT);
  expect(late[0]).toBe(second!.orderId);
  expect(late.indexOf(first!.orderId)).toBeGreaterThan(0);
  expect([...late].sort()).toEqual([...startsAt(plain, null)].sort());
});

test("when a later order is melted first, no more metal is due than is poured by then", () => {
  const heat: RunningHeat = {
    orderId: second!.orderId,
    alloy: second!.alloy,
    tonnes: 4,
    startedAtMs: plain.grid.startMs - 60 * minuteMs,
    energyKwh: 1000,
    remainingKwh: 1000,
    pourByMs: second!.pourByMs,
  };
  const facts: EnergyFacts = {
    ...refused,
    openHeats: refused.openHeats.filter(({ orderId }) => orderId !== second!.orderId),
    furnaces: refused.furnaces.map((furnace, i) => (i === 0 ? { ...furnace, heat } : furnace)),
  };
  const model = build(facts);
  const due = model.constraints.meaning.filter(({ rule }) => rule === "order-due");
  expect(due[0]!.id).toContain(first!.orderId);
  const rows = model.constraints.meaning.flatMap(({ rule }, index) => (rule === "order-due" ? [index] : []));
  // One heat is tapped by the first due time, two by the second, whichever they are.
  expect(rows.slice(0, 3).map((index) => model.constraints.lower[index])).toEqual([1, 2, 3]);
  const { violations } = checkFeasibility(model, columnValues(facts, model, simulateNative(facts)));
  expect(violations.filter(({ constraintId }) => constraintId.includes(first!.orderId))).toEqual([]);
});
