import { minuteMs } from "@qtwin/core";
import { expect, test } from "vitest";
import type { CycleOutcome } from "./plan-cycle.ts";
import { createPlanner } from "./planner.ts";

type Context = Parameters<typeof createPlanner>[0];

function planner(outcomes: (() => Promise<CycleOutcome>)[]) {
  let nowMs = 7 * 60 * minuteMs;
  const triggers: string[] = [];
  const context = {
    site: { id: "test" },
    clock: { nowMs: () => nowMs, speed: 1 },
    log: () => {},
    status: { set: () => {}, all: () => [] },
  } as unknown as Context;
  const made = createPlanner(context, 30, (_, trigger) => {
    triggers.push(trigger);
    return (outcomes.shift() ?? proposed)();
  });
  /** Ticks each plant minute for so many minutes. */
  const pass = async (minutes: number): Promise<number> => {
    const before = triggers.length;
    for (let minute = 0; minute < minutes; minute++) {
      made.tick();
      await made.idle();
      nowMs += minuteMs;
    }
    return triggers.length - before;
  };
  return { ...made, pass, triggers };
}

const proposed = async (): Promise<CycleOutcome> =>
  ({ kind: "proposed", proposalId: "p-1", state: "open", reason: "" }) as CycleOutcome;
const kept = async (): Promise<CycleOutcome> => ({ kind: "kept", reason: "values are missing" });

test("plans at once and then on schedule", async () => {
  const { pass } = planner([]);
  expect(await pass(1)).toBe(1);
  expect(await pass(29)).toBe(0);
  expect(await pass(1)).toBe(1);
});

test("a cycle without a plan, or one that fails, is tried again after two minutes", async () => {
  const failing = () => Promise.reject(new Error("away"));
  const { pass, triggers } = planner([kept, failing]);
  expect(await pass(5)).toBe(3);
  expect(triggers).toEqual(["schedule", "schedule", "schedule"]);
  expect(await pass(20)).toBe(0);
});

test("an event makes a plan soon, a burst of events one", async () => {
  const { pass, trigger, triggers } = planner([]);
  await pass(5);
  trigger("asset-trip");
  trigger("price-publication");
  expect(await pass(10)).toBe(1);
  expect(triggers.at(-1)).toBe("asset-trip");
});
