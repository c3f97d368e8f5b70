import { csvLine, localTime, stepStartMs } from "@qtwin/core";
import type { Plan } from "@qtwin/usecases";

const pad = (value: number): string => String(value).padStart(2, "0");

/** `2023-05-09T07:15:00+02:00`: plant local time, which on the day the clocks go back is there twice but for its offset. */
export function localIso(atMs: number, zone: string): string {
  const { year, month, day, hour, minute, second, offsetMin } = localTime(atMs, zone);
  const size = Math.abs(offsetMin);
  const offset = `${offsetMin < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${offset}`;
}

/**
 * A plan as CSV, one line a step: its start, what stands on each lane, and each series with its 80 % band where it has one. An empty
 * field: nothing there.
 */
export function planCsv({ grid, lanes, series }: Plan, zone: string): string {
  const columns = series.flatMap(({ title, unit, values, low, high }) => [
    { title: `${title} (${unit})`, values },
    ...(low && high
      ? [
          { title: `${title}, 10th percentile (${unit})`, values: low },
          { title: `${title}, 90th percentile (${unit})`, values: high },
        ]
      : []),
  ]);
  const header = csvLine(["start", ...lanes.map(({ title }) => title), ...columns.map(({ title }) => title)]);
  const lines = Array.from({ length: grid.count }, (_, step) => {
    const startMs = stepStartMs(grid, step);
    const endMs = stepStartMs(grid, step + 1);
    return csvLine([
      localIso(startMs, zone),
      ...lanes.map(({ bars }) =>
        bars
          .filter((bar) => bar.startMs < endMs && bar.endMs > startMs)
          .map((bar) => bar.title)
          .join("; "),
      ),
      ...columns.map(({ values }) => values[step] ?? null),
    ]);
  });
  return header + lines.join("");
}
