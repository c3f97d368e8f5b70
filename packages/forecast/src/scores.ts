import { badGrid } from "./errors.ts";
import type { QuantileForecast } from "./forecast.ts";

/** Pinball (quantile) loss of one value at one level, in the unit of the value; 0 is best. */
export function pinball(actual: number, quantile: number, level: number): number {
  return actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual);
}

export interface ForecastScore {
  /** Steps with a known actual. */
  readonly count: number;
  /** Mean pinball loss per level, in the unit of the values. */
  readonly pinball: readonly number[];
  /** Share of actuals at or below each level's quantile; calibrated when equal to the level. */
  readonly coverage: readonly number[];
  /** Continuous ranked probability score, approximated as twice the mean pinball loss over the levels. */
  readonly crps: number;
  /** Share of actuals between the lowest and the highest level, and what it should be. */
  readonly band: { readonly nominal: number; readonly achieved: number };
}

/**
 * Scores a forecast against what came; null when nothing is known yet.
 * @throws QT_FORECAST_GRID
 */
export function scoreForecast(
  forecast: QuantileForecast,
  actual: readonly (number | null)[],
): ForecastScore | null {
  if (actual.length !== forecast.grid.count)
    throw badGrid(`${actual.length} actual values for ${forecast.grid.count} steps.`);
  const known = actual.flatMap((value, step) => (value === null ? [] : [{ value, step }]));
  if (known.length === 0) return null;
  const mean = (of: (sample: { value: number; step: number }) => number): number =>
    known.reduce((sum, sample) => sum + of(sample), 0) / known.length;
  const { levels, values } = forecast;
  const lowest = values[0]!;
  const highest = values[levels.length - 1]!;
  const losses = levels.map((level, i) =>
    mean(({ value, step }) => pinball(value, values[i]![step]!, level)),
  );
  return {
    count: known.length,
    pinball: losses,
    coverage: levels.map((_, i) => mean(({ value, step }) => (value <= values[i]![step]! ? 1 : 0))),
    crps: (2 * losses.reduce((sum, loss) => sum + loss, 0)) / levels.length,
    band: {
      nominal: levels[levels.length - 1]! - levels[0]!,
      achieved: mean(({ value, step }) => (value >= lowest[step]! && value <= highest[step]! ? 1 : 0)),
    },
  };
}
