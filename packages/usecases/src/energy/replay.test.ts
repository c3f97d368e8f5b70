import { createRandom, minuteMs } from "@qtwin/core";
import { checkFeasibility } from "@qtwin/model";
import { expect, test } from "vitest";
import { build } from "./build.ts";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts } from "./facts.ts";
import { simulateNative } from "./native.ts";
import { dispatchOnGrid, planOf } from "./plan.ts";
import { replay } from "./replay.ts";
import { columnValues } from "./warm-start.ts";

const noCost = { totalEur: 0, parts: [] };

/** Rules that say what a furnace can do, whatever is planned for it. */
const furnaceRules =
  /^(heat-(energy|contents|near-tap|shortest)|heats-counted|furnace-(one-heat|power)|battery-charge-state|hall-heat-balance|metal-balance)/;

/** The same plant two hours later, when not all went as it was planned. */
function later(facts: EnergyFacts, random: () => number): EnergyFacts {
  const next = exampleFacts({ startHour: 10, hours: 14, metalT: 3 + 3 * random() });
  const behindKwh = 300 * random();
  const running = facts.openHeats[3]!;
  const heat = {
    orderId: running.orderId,
    alloy: running.alloy,
    tonnes: 4,
    startedAtMs: next.grid.startMs - 45 * minuteMs,
    energyKwh: 1000,
    remainingKwh: 900 + behindKwh,
    pourByMs: running.pourByMs,
  };
  return {
    ...next,
    openHeats: facts.openHeats.slice(4),
    furnaces: next.furnaces.map((furnace, i) => (i === 0 ? { ...furnace, heat } : furnace)),
    battery: { ...next.battery, socKwh: 60 + 380 * random() },
    hall: { ...next.hall, airC: 18 + 3 * random() },
  };
}

test("a plan carried on from another state keeps what furnaces, battery and hall can do", () => {
  const random = createRandom(7);
  const before = exampleFacts({ startHour: 8, hours: 16, metalT: 5 });
  for (let i = 0; i < 20; i++) {
    const plan = planOf(before, simulateNative(before, 2850 + 200 * random.next()), noCost);
    const facts = later(before, () => random.next());
    const model = build(facts);
    const carriedOn = replay(facts, dispatchOnGrid(facts, plan)!);
    const { violations } = checkFeasibility(model, columnValues(facts, model, carriedOn));
    expect(violations.filter(({ constraintId }) => furnaceRules.test(constraintId))).toEqual([]);
  }
});

test("heats are kept, and a running heat that fell behind is tapped when its energy can be in", () => {
  const before = exampleFacts({ startHour: 8, hours: 16, metalT: 5 });
  const plan = planOf(before, simulateNative(before), noCost);
  const facts = later(before, () => 1);
  const carriedOn = replay(facts, dispatchOnGrid(facts, plan)!);
  const planned = plan.lanes.flatMap(({ bars }) => bars).filter(({ kind }) => kind === "melt");
  const open = new Set(facts.openHeats.map(({ orderId }) => orderId));
  const kept = planned.filter(({ id }) => open.has(id)).map(({ id }) => id);
  expect(
    carriedOn.heats
      .map(({ orderId }) => orderId)
      .filter((id) => open.has(id))
      .sort(),
  ).toEqual(kept.sort());
  // 1,200 kWh at 2,000 kW less 75 kW of losses, the last quarter-hour at 640 kW: not before four quarter-hours.
  const [running] = carriedOn.heats;
  expect((running!.tapMs - facts.grid.startMs) / (15 * minuteMs)).toBeGreaterThanOrEqual(4);
  expect(carriedOn.heatKwh.f1!.every((kwh) => kwh <= 2060 + 1e-6)).toBe(true);
});
