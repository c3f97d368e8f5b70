import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createSiteClock, openSiteClock } from "./site-clock.ts";

const simulated = { plant: "foundry", speed: 10, start: "", zone: "DE", controller: "b1", seed: 1 } as const;
const dir = mkdtempSync(join(tmpdir(), "qtwin-clock-"));
const endpointsFile = join(dir, "endpoints.json");
const publish = (clock: object): void =>
  writeFileSync(endpointsFile, JSON.stringify({ pid: 1, startedAtMs: 0, opcua: {}, mqtt: {}, clock }));

afterEach(() => {
  vi.useRealTimers();
  rmSync(endpointsFile, { force: true });
});

test("plant time runs from its epoch at its speed; a real plant's is wall time", () => {
  const clock = createSiteClock(() => 1_500, { epochWallMs: 1_000, epochPlantMs: 90_000, speed: 10 });
  expect(clock.nowMs()).toBe(95_000);
  expect(
    openSiteClock({ simulated: null }, { endpointsFile }, () => 42, new AbortController().signal).nowMs(),
  ).toBe(42);
});

test("a plant that begins a new epoch is followed; while it is being written the old one holds", () => {
  vi.useFakeTimers();
  const stopping = new AbortController();
  publish({ epochWallMs: 0, epochPlantMs: 1_000, speed: 10 });
  const clock = openSiteClock({ simulated }, { endpointsFile }, () => 10, stopping.signal);
  expect(clock.nowMs()).toBe(1_100);
  writeFileSync(endpointsFile, "{");
  vi.advanceTimersByTime(1_000);
  expect(clock.nowMs()).toBe(1_100);
  publish({ epochWallMs: 0, epochPlantMs: 5_000, speed: 20 });
  vi.advanceTimersByTime(1_000);
  expect({ nowMs: clock.nowMs(), speed: clock.speed }).toEqual({ nowMs: 5_200, speed: 20 });
  stopping.abort();
  publish({ epochWallMs: 0, epochPlantMs: 0, speed: 1 });
  vi.advanceTimersByTime(5_000);
  expect(clock.nowMs(), "nobody follows after the end").toBe(5_200);
});

test("a plant that has not said where it is: the error says to wait or to start it", () => {
  expect(() =>
    openSiteClock({ simulated }, { endpointsFile }, () => 0, new AbortController().signal),
  ).toThrowError(expect.objectContaining({ code: "QT_SITE_PLANT_NOT_READY", where: endpointsFile }));
});
