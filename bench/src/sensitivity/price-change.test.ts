import { loadMarket } from "@qtwin/foundry";
import { expect, test } from "vitest";
import { withPrices } from "./price-change.ts";

const startMs = Date.parse("2023-05-08T22:00:00Z");
const market = loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 3, seed: 1 });
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
const hoursOf = (spanMs: number): number[] =>
  Array.from({ length: spanMs / 3_600_000 }, (_, hour) => startMs + hour * 3_600_000);

test("a wider spread keeps the mean of each day and moves each price away from it, known, forecast and billed alike", () => {
  const wide = withPrices(market, { level: 1, spread: 1.2 });
  const atMs = startMs + 14 * 3_600_000;
  const [before, after] = [market.known(atMs), wide.known(atMs)];
  expect(after).toHaveLength(2);
  for (const [index, day] of after.entries()) {
    const was = before[index]!.eurMwh;
    expect(mean(day.eurMwh)).toBeCloseTo(mean(was), 9);
    expect(day.eurMwh).toEqual(was.map((eur) => mean(was) + 1.2 * (eur - mean(was))));
    day.eurMwh.forEach((eur, hour) => {
      expect(wide.priceEurMwh(day.startMs + hour * 3_600_000)).toBeCloseTo(eur, 9);
    });
  }
  const forecast = wide.forecast(atMs);
  expect(mean(forecast.eurMwh)).toBeCloseTo(mean(market.forecast(atMs).eurMwh), 9);
  expect(Math.max(...forecast.eurMwh)).toBeGreaterThan(Math.max(...market.forecast(atMs).eurMwh) + 1);
});

test("a higher level moves the mean of a day and leaves the distances of its prices", () => {
  const dear = withPrices(market, { level: 1.2, spread: 1 });
  const day = market.known(startMs)[0]!;
  for (const atMs of hoursOf(24 * 3_600_000))
    expect(dear.priceEurMwh(atMs) - market.priceEurMwh(atMs)).toBeCloseTo(0.2 * mean(day.eurMwh), 9);
});

test("going back to an earlier day gives that day's mean", () => {
  const wide = withPrices(market, { level: 1, spread: 1.2 });
  const first = wide.priceEurMwh(startMs + 3_600_000);
  wide.priceEurMwh(startMs + 30 * 3_600_000);
  expect(wide.priceEurMwh(startMs + 3_600_000)).toBe(first);
});
