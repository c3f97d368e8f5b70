import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Deadline } from "./deadline.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const record = (): { deadline: Deadline; notes: string[] } => {
  const notes: string[] = [];
  return { deadline: new Deadline((note) => notes.push(note)), notes };
};

test.each([0, 1, 100, 2 ** 31 - 1, 2 ** 31, 1e10])("is over after %d ms and not before", (delayMs) => {
  const { deadline, notes } = record();
  deadline.set(delayMs, "over");
  vi.advanceTimersByTime(Math.max(0, delayMs - 1));
  if (delayMs > 1) expect(notes).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(notes).toEqual(["over"]);
});

test("set anew or cleared, only the last counts, though the time of the first is over", () => {
  const { deadline, notes } = record();
  deadline.set(100, "first");
  // The timer has fired; what has come in meanwhile is heard now.
  vi.advanceTimersToNextTimer();
  deadline.set(100, "second");
  vi.advanceTimersByTime(99);
  expect(notes).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(notes).toEqual(["second"]);
  deadline.set(100, "third");
  vi.advanceTimersToNextTimer();
  deadline.clear();
  vi.advanceTimersByTime(1000);
  expect(notes).toEqual(["second"]);
});
