import { minuteMs, type TimeGrid } from "@qtwin/core";
import type { Foundry } from "@qtwin/foundry";
import catalogueJson from "@qtwin/foundry/points.json" with { type: "json" };
import type { RecordReader } from "@qtwin/usecases";

const points = catalogueJson.points;
const counters: ReadonlySet<string> = new Set(
  points.filter(({ kind }) => kind === "counter").map(({ id }) => id),
);

/** Lets a plant live for some minutes and keeps what its sensors said once a minute, as a historian would. */
export function recordPlant(foundry: Foundry, minutes: number): RecordReader {
  const startMs = foundry.nowMs();
  const numbers = new Map<string, (number | null)[]>();
  const orders: { readonly atMs: number; readonly value: unknown }[] = [];
  let heard = "";
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute > 0) foundry.step(60);
    for (const { pointId, value, quality } of foundry.readings()) {
      if (typeof value === "number") {
        const series = numbers.get(pointId) ?? [];
        numbers.set(pointId, series);
        series[minute] = quality === "bad" ? null : value;
      } else if (pointId === "orders.heats") {
        const text = JSON.stringify(value);
        if (text !== heard) orders.push({ atMs: foundry.nowMs(), value });
        heard = text;
      }
    }
    foundry.events();
  }
  return {
    means: async (pointId, grid) => meansOf(numbers.get(pointId) ?? [], counters.has(pointId), startMs, grid),
    values: async (pointId, fromMs, untilMs) =>
      pointId === "orders.heats" ? orders.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs) : [],
  };
}

function meansOf(
  series: readonly (number | null)[],
  isCounter: boolean,
  startMs: number,
  { startMs: fromMs, stepMin, count }: TimeGrid,
): (number | null)[] {
  const first = (fromMs - startMs) / minuteMs;
  return Array.from({ length: count }, (_, step) => {
    const [at, until] = [first + step * stepMin, first + (step + 1) * stepMin];
    if (isCounter) {
      const [before, after] = [series[at] ?? null, series[until] ?? null];
      return before === null || after === null ? null : ((after - before) * 60) / stepMin;
    }
    let sum = 0;
    for (let minute = at; minute <= until; minute++) {
      const value = series[minute] ?? null;
      if (value === null) return null;
      sum += minute === at || minute === until ? value / 2 : value;
    }
    return sum / stepMin;
  });
}
