import { badGrid } from "./errors.ts";

/** How far a model was from what was measured, over the steps where both are known. */
export interface ModelError {
  readonly count: number;
  /** Mean of what was measured, in its unit. */
  readonly mean: number;
  /** Mean of measured minus modelled: positive where the model says too little. */
  readonly bias: number;
  /** Root of the mean square, with one degree of freedom less. */
  readonly rmse: number;
  /** Normalised mean bias error, a share of the mean; null where the mean is too small to be a measure. */
  readonly nmbe: number | null;
  /** Coefficient of variation of the root mean square error, a share of the mean; null as `nmbe`. */
  readonly cvRmse: number | null;
  /** Of errors one step apart, 0 … 0.99: neighbours that err alike count for less. */
  readonly autocorrelation: number;
}

/** A mean below this share of the error says nothing about it (a battery's net power is near 0). */
const leastMeanShare = 0.1;

/**
 * NMBE = sum(measured - modelled) / ((n - 1) mean), CV(RMSE) = sqrt(sum((measured - modelled)^2) / (n - 1)) / mean; null with fewer
 * than two known steps. Source: ASHRAE Guideline 14, whole-building calibrated simulation (p = 1).
 * @throws QT_FORECAST_GRID
 */
export function modelError(
  measured: readonly (number | null)[],
  modelled: readonly (number | null)[],
): ModelError | null {
  if (measured.length !== modelled.length)
    throw badGrid(`${measured.length} measured values for ${modelled.length} modelled ones.`);
  const errors = measured.map((value, step) => {
    const model = modelled[step] ?? null;
    return value === null || model === null ? null : value - model;
  });
  const known = errors.filter((error) => error !== null);
  const count = known.length;
  if (count < 2) return null;
  const sum = known.reduce((total, error) => total + error, 0);
  const mean = measured.reduce<number>(
    (total, value, step) => total + (errors[step] === null ? 0 : (value ?? 0)) / count,
    0,
  );
  const rmse = Math.sqrt(known.reduce((total, error) => total + error ** 2, 0) / (count - 1));
  const isMeasure = Math.abs(mean) > leastMeanShare * rmse && mean !== 0;
  return {
    count,
    mean,
    bias: sum / count,
    rmse,
    nmbe: isMeasure ? sum / ((count - 1) * mean) : null,
    cvRmse: isMeasure ? rmse / mean : null,
    autocorrelation: neighbourCorrelation(errors, sum / count),
  };
}

function neighbourCorrelation(errors: readonly (number | null)[], bias: number): number {
  let together = 0;
  let alone = 0;
  errors.forEach((error, step) => {
    if (error === null) return;
    alone += (error - bias) ** 2;
    const before = errors[step - 1] ?? null;
    if (before !== null) together += (error - bias) * (before - bias);
  });
  return alone === 0 ? 0 : Math.min(0.99, Math.max(0, together / alone));
}

/** Two-sided normal quantile of 95 %. */
const z95 = 1.96;

/**
 * Half width of the 95 % band of the model's sum over further steps, once its bias is taken out: scatter of those steps, and what is not
 * known of the bias. Neighbours that err alike are counted as (1 - r) / (1 + r) steps.
 * @param steps how many steps are summed up, 0 or more
 */
export function sumUncertainty({ count, rmse, bias, autocorrelation }: ModelError, steps: number): number {
  const scatter = Math.sqrt(Math.max(0, (rmse ** 2 * (count - 1)) / count - bias ** 2));
  const inflation = (1 + autocorrelation) / (1 - autocorrelation);
  return z95 * scatter * Math.sqrt(inflation * steps * (1 + steps / count));
}
