import type { TimeGrid } from "@qtwin/core";

/** How the values of a step were found: from history, or from the caller's profile while history is short. */
export type ForecastBasis = "history" | "fallback";

/** Values per step and quantile level; replaceable by any method that answers this shape. */
export interface QuantileForecast {
  readonly grid: TimeGrid;
  /** Levels in (0, 1), ascending. */
  readonly levels: readonly number[];
  /** `values[level][step]`, in the unit of the history, non-decreasing over the levels. */
  readonly values: readonly (readonly number[])[];
  readonly basis: readonly ForecastBasis[];
  /** Name of the method, for screens and records. */
  readonly method: string;
}

/** Values of a point on an equal grid; null where unknown. */
export interface History {
  readonly grid: TimeGrid;
  readonly values: readonly (number | null)[];
}

/**
 * The value of one step at a level, linear between the levels that are there and constant beyond them.
 * @param level in [0, 1]
 */
export function quantileAt(forecast: QuantileForecast, step: number, level: number): number {
  const { levels, values } = forecast;
  const above = levels.findIndex((each) => each >= level);
  if (above === 0) return values[0]![step]!;
  if (above < 0) return values[levels.length - 1]![step]!;
  const share = (level - levels[above - 1]!) / (levels[above]! - levels[above - 1]!);
  return values[above - 1]![step]! * (1 - share) + values[above]![step]! * share;
}

/** The row of one level for all steps. */
export function quantileRow(forecast: QuantileForecast, level: number): readonly number[] {
  return Array.from({ length: forecast.grid.count }, (_, step) => quantileAt(forecast, step, level));
}
