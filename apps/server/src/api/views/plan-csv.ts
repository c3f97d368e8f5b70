import { csvLine, localIso, stepStartMs } from "@qtwin/core";
import type { Plan } from "@qtwin/usecases";

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
