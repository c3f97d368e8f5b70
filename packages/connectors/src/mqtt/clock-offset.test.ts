import { expect, test } from "vitest";
import { createClockOffset } from "./clock-offset.ts";

test("the offset is the difference with the least delay among the last messages", () => {
  const offset = createClockOffset(3);
  expect(offset.offsetMs()).toBeNull();
  for (const delayMs of [40, 5, 900]) offset.observe(2_000 - delayMs);
  expect(offset.offsetMs()).toBe(1_995);
  for (const delayMs of [70, 60, 50]) offset.observe(-delayMs);
  expect(offset.offsetMs(), "a clock that was set is followed").toBe(-50);
});
