import { QtwinError } from "@qtwin/core";

/** QT_FORECAST_LEVELS: quantile levels are not ascending numbers in (0, 1). */
export const badLevels = (levels: readonly number[]): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_FORECAST_LEVELS",
    message: `Quantile levels [${levels.join(", ")}] are not ascending numbers between 0 and 1.`,
    fix: "Give levels such as [0.1, 0.5, 0.9].",
    where: "levels",
  });

/** QT_FORECAST_GRID: history and forecast do not share a step length, or lengths disagree. */
export const badGrid = (what: string): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_FORECAST_GRID",
    message: what,
    fix: "Give series and grids of the same step and length.",
    where: "grid",
  });
