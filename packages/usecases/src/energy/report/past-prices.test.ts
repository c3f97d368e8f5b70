import { expect, test } from "vitest";
import type { RecordReader } from "../../contract.ts";
import { pastPrices } from "./past-prices.ts";

const hourMs = 3_600_000;
const startMs = Date.UTC(2023, 4, 8, 22);
const grid = { startMs, stepMin: 60, count: 4 };
const message = (
  atMs: number,
  source: string,
  firstMs: number,
  eurMwh: readonly number[],
  forecast = false,
) => {
  const day = { startMs: firstMs, stepMin: 60, eurMwh: [...eurMwh] };
  const value = {
    zone: "DE",
    source,
    days: forecast ? [] : [day],
    ...(forecast ? { forecast: { ...day, method: "m" } } : {}),
  };
  return { atMs, value };
};
const historyOf = (values: readonly { atMs: number; value: unknown }[]): RecordReader => ({
  means: async () => [],
  values: async (pointId, fromMs, untilMs) =>
    pointId === "market.dayAhead" ? values.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs) : [],
});

test("of the messages that hold a price the newest counts; forecasts, other texts and later days do not", async () => {
  const found = await pastPrices(
    historyOf([
      message(startMs - 9 * hourMs, "ENTSO-E day-ahead", startMs, [10, 20, 30]),
      message(startMs - 8 * hourMs, "synthetic", startMs, [11]),
      message(startMs + hourMs, "guess", startMs, [99, 99, 99, 99], true),
      { atMs: startMs + 2 * hourMs, value: "no message" },
    ]),
    grid,
  );
  expect(found.eurMwh).toEqual([11, 20, 30, null]);
  expect(found.sources).toEqual(["synthetic", "ENTSO-E day-ahead"]);
});

test("yesterday's prices are those that were published then, though today's message does not hold them any more", async () => {
  const today = message(startMs + 25 * hourMs, "ENTSO-E day-ahead", startMs + 24 * hourMs, [50]);
  const then = message(startMs - 9 * hourMs, "ENTSO-E day-ahead", startMs, [10, 20, 30, 40]);
  expect((await pastPrices(historyOf([then, today]), grid)).eurMwh).toEqual([10, 20, 30, 40]);
  expect((await pastPrices(historyOf([today]), grid)).eurMwh).toEqual([null, null, null, null]);
});
