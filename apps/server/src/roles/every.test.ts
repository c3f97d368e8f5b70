import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { every } from "./every.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("work that fails, at once or later, is tried again until told to stop", async () => {
  const stop = new AbortController();
  let turns = 0;
  every(1000, stop.signal, () => {
    turns += 1;
    if (turns === 1) throw new Error("thrown at once, as by a store that is not open");
    return Promise.reject(new Error("later"));
  });
  await vi.advanceTimersByTimeAsync(3000);
  expect(turns).toBe(3);
  stop.abort();
  await vi.advanceTimersByTimeAsync(3000);
  expect(turns).toBe(3);
});

test("work that lasts is not begun again before its end", async () => {
  const stop = new AbortController();
  const ends: (() => void)[] = [];
  every(1000, stop.signal, () => new Promise<void>((resolve) => ends.push(resolve)));
  await vi.advanceTimersByTimeAsync(3000);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ends).toHaveLength(2);
  stop.abort();
});
