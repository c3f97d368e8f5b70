import { expect, test } from "vitest";
import { restoreFoundry } from "./foundry.ts";
import { historyMeans } from "./history.ts";
import { mondayMs, syntheticMarket } from "./testing/market.ts";

test("history ends where the plant begins, and the plant continues from it", () => {
  const startMs = mondayMs + 2 * 86_400_000 + 7 * 3_600_000;
  const options = { startMs, seed: 1, controller: "b1" as const, market: syntheticMarket() };
  const history = historyMeans(options, 2);
  expect(history.startMs).toBe(startMs - 2 * 86_400_000);
  for (const [pointId, values] of Object.entries(history.series)) {
    expect(values, pointId).toHaveLength(192);
    expect(values.every(Number.isFinite), pointId).toBe(true);
  }
  expect(Math.max(...history.series["meter.importKw"])).toBeCloseTo(history.peakKw, 6);
  expect(history.peakKw).toBeGreaterThan(2000);
  const foundry = restoreFoundry(history.checkpoint, options);
  expect(foundry.nowMs()).toBe(startMs);
  foundry.step(900);
  expect(foundry.truth().line.state).toBe("pouring");
});
