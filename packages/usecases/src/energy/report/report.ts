import type { Reporting } from "../../reporting.ts";
import type { EnergyParameters } from "../parameters.ts";
import { assetPredictions } from "./asset-predictions.ts";
import { readPastSteps } from "./past-steps.ts";
import { monthBills, runningCosts } from "./running-costs.ts";
import { energySections } from "./sections.ts";
import { billedDays, verify } from "./verification.ts";

/** Bill, cost of days, saving with its error, and how far plans were from what came: all of it from meters, messages and tariff. */
export const report: Reporting<EnergyParameters> = async (history, parameters, period, formats) => {
  const [past, predictions] = await Promise.all([
    readPastSteps(history, parameters, period.grid),
    assetPredictions(history, parameters, period),
  ]);
  const billed = billedDays(period.days, past, past.quarters);
  return energySections(
    {
      days: period.days,
      past,
      months: monthBills(billed, parameters, past.before),
      costs: runningCosts(billed, parameters, past.before),
      verification: verify(period, past, parameters),
      predictions,
    },
    formats,
  );
};
