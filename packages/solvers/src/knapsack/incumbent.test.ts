import { expect, test } from "vitest";
import type { Progress, SolveContext, SolveJob } from "../contract.ts";
import { Incumbent } from "./incumbent.ts";
import { packingAt } from "./instance.ts";
import { binaryKnapsack } from "./knapsack-models.ts";
import { readKnapsack } from "./read-knapsack.ts";

/** Items worth 90, 120 and 150, of which one fits; what others say is heard one after the other. */
function incumbentHearing(...news: Progress[]) {
  const model = binaryKnapsack([90, 120, 150], [[1, 1, 1]], [1]);
  const knapsack = readKnapsack(model).knapsack!;
  const reports: Progress[] = [];
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => 0,
    received: () => news.shift() ?? null,
    onProgress: (progress) => reports.push(progress),
  };
  const job: SolveJob = { model, timeLimitMs: 1e6, gapLimit: 0, seed: 1, threads: 1, options: {} };
  const incumbent = new Incumbent(knapsack, job, context);
  // In steps of 30.
  incumbent.lower(6);
  const take = (column: number): boolean =>
    incumbent.offer(packingAt(knapsack, (item) => Number(knapsack.column[item] === column)));
  return { incumbent, reports, take };
}

const saying = (bound: number | null): Progress => ({ objective: null, bound });

test("a bound of others ends the search where it is reached, and is never said as one's own", () => {
  const { incumbent, reports, take } = incumbentHearing(saying(125), saying(150.25));
  take(0);
  incumbent.receive();
  expect(incumbent.isClosed()).toBe(false);
  take(2);
  // What is better than a bound has shown that it is false.
  expect(incumbent.isClosed()).toBe(false);
  incumbent.receive();
  expect(incumbent.isClosed()).toBe(true);
  expect(new Set(reports.map(({ bound }) => bound))).toEqual(new Set([180]));
  expect(incumbent.modelBound).toBe(180);
});

test("a bound that others no longer say counts no more", () => {
  const { incumbent, take } = incumbentHearing(saying(90), saying(null));
  take(0);
  incumbent.receive();
  expect(incumbent.isClosed()).toBe(true);
  incumbent.receive();
  expect(incumbent.isClosed()).toBe(false);
});
