import type { DayFigure } from "@qtwin/api";
import { dayMs } from "@qtwin/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys } from "../client.ts";

/** Bands are drawn from the 10th to the 90th percentile. */
const nominalPct = 80;
const days = 30;

/** Steps that had a band, and those in which what came lay inside it. */
export interface BandCount {
  readonly steps: number;
  readonly inside: number;
}

/** Counts for bands stand beside their charts, not among the figures of a day. */
export const isBandFigure = (id: string): boolean => /^band(Steps|Inside)\./.test(id);

/** Counts of the days by id of a series, from the figures that are kept of each day. */
export function countsOf(
  figures: readonly Pick<DayFigure, "id" | "value">[],
): ReadonlyMap<string, BandCount> {
  const counts = new Map<string, BandCount>();
  for (const { id, value } of figures) {
    if (!isBandFigure(id)) continue;
    const [figure, seriesId] = id.split(".") as [string, string];
    const known = counts.get(seriesId) ?? { steps: 0, inside: 0 };
    const added = figure === "bandSteps" ? { steps: known.steps + value } : { inside: known.inside + value };
    counts.set(seriesId, { ...known, ...added });
  }
  return counts;
}

/** What stands beside a band: what it should hold, and what it held. */
export function coverageText(count: BandCount | undefined): string {
  const nominal = `band: nominal ${nominalPct} %`;
  if (count === undefined || count.steps === 0) return `${nominal}, not yet measured`;
  const achieved = Math.round((100 * count.inside) / count.steps);
  return `${nominal}, achieved ${achieved} % (${days} days, n = ${count.steps.toLocaleString("en")})`;
}

/** Coverage of the bands of plans in force over the last 30 days; undefined while it is not known. */
export function useBandCoverage(nowMs: number): ((seriesId: string) => string) | undefined {
  const untilMs = Math.ceil(nowMs / dayMs) * dayMs;
  const fromMs = untilMs - (days + 1) * dayMs;
  const figures = useQuery({
    queryKey: keys.bandCoverage(fromMs),
    queryFn: () => api.figures({ query: { fromMs, untilMs } }),
  });
  const counts = useMemo(() => figures.data && countsOf(figures.data), [figures.data]);
  return useMemo(() => counts && ((seriesId) => coverageText(counts.get(seriesId))), [counts]);
}
