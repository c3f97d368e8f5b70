import { expect, it } from "vitest";
import { randomQuadratic } from "./testing/costs.ts";
import { openTimer } from "./timer.ts";

it("times each part once, by the clock it is given", async () => {
  let ticks = 0;
  const options = {
    qubits: 10,
    cost: randomQuadratic(10, 1),
    precision: "f32",
    now: () => 5 * ticks++,
  } as const;
  const timer = await openTimer(options);
  expect([timer.heldQubits, timer.threads]).toEqual([10, 1]);
  expect([timer.passMs(), timer.layerMs(), timer.expectationMs(), timer.evaluationMs(2)]).toEqual([
    5, 5, 5, 5,
  ]);
  expect(timer.gradientMs(2)).toBe(5);
  // Twelve multiply-adds a round, two million rounds in 5 ms.
  expect(timer.multiplyAddsPerS()).toBe((12 * 2e6) / 5e-3);
  await timer.close();
});
