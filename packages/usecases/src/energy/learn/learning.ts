import type { Learning } from "../../contract.ts";
import type { EnergyParameters } from "../parameters.ts";
import { estimate } from "./estimate.ts";
import { describedValues, withLearntValues } from "./learnable-values.ts";
import { predictionErrors } from "./prediction-errors.ts";

/** A fortnight has two weekends and ten work days; longer ago the plant may have been another. */
const windowDays = 14;

/** Energy of heats, compressors, leaks, hall and battery from the plant's own meters, a fortnight back. */
export const learning: Learning<EnergyParameters> = {
  windowDays,
  values: describedValues,
  estimate,
  apply: withLearntValues,
  errors: predictionErrors,
};
