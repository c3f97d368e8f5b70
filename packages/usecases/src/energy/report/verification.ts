import { type ModelError, modelError, sumUncertainty } from "@qtwin/forecast";
import type { PlantDay, ReportPeriod } from "../../reporting.ts";
import type { MeteredQuarter } from "../bill.ts";
import type { EnergyParameters } from "../parameters.ts";
import { tariffFacts } from "../twin/market.ts";
import type { PastSteps } from "./past-steps.ts";
import { type BilledDay, type DayCost, runningCosts } from "./running-costs.ts";

type Course = readonly (MeteredQuarter | null)[];
type Series = (seriesId: string) => readonly (number | null)[];

/** The same days in two courses: what was (or would be) paid, and what would have been paid otherwise. */
export interface Comparison {
  readonly actual: readonly DayCost[];
  readonly otherwise: readonly DayCost[];
  /** Quarter-hours of each day in which the two were compared. */
  readonly compared: readonly number[];
  readonly savingEur: number;
  /** Highest charged power of the other course above the actual one. */
  readonly avoidedPeakKw: number;
}

export interface Verification {
  /** Metered against what the plant would have done by itself; null where no plan was ever in force. */
  readonly saving: Comparison | null;
  /** What the plans that were only shown would have saved, by the model's word alone; null where there were none. */
  readonly proposed: Comparison | null;
  /** Error of the baseline model per hour, kW, while no plan was in force; null with less than `leastHours`. */
  readonly error: ModelError | null;
  readonly untouchedHours: number;
  /** The saving with the model's bias taken out, and half of its 95 % band; null while the error is not known. */
  readonly adjusted: { readonly savingEur: number; readonly uncertaintyEur: number } | null;
}

/** Fewer hours than this without a plan say nothing about the model. */
export const leastHours = 24;

/** What a series of a plan would show on the meters; reactive energy is nothing a plan knows, so it is left out of both courses. */
function courseOf(series: Series, { quarters, grid }: PastSteps, { plant }: EnergyParameters): Course {
  const [importKw, exportKw, gasKw] = [series("importKw"), series("exportKw"), series("gasKw")];
  const hours = grid.stepMin / 60;
  return quarters.map((quarter, step) => {
    const bought = importKw[step] ?? null;
    if (!quarter || bought === null) return null;
    return {
      ...quarter,
      importKwh: bought * hours,
      exportKwh: (exportKw[step] ?? 0) * hours,
      gasKwh: ((gasKw[step] ?? 0) / plant.hall.gasEfficiency) * hours,
      reactiveKvarh: 0,
    };
  });
}

/** Quarter-hours of each day; `days` lie on whole steps. */
export function perDay<T>(
  days: readonly PlantDay[],
  { grid }: PastSteps,
  values: readonly T[],
): readonly (readonly T[])[] {
  const stepMs = grid.stepMin * 60_000;
  return days.map(({ fromMs, untilMs }) =>
    values.slice((fromMs - grid.startMs) / stepMs, (untilMs - grid.startMs) / stepMs),
  );
}

export const billedDays = (
  days: readonly PlantDay[],
  past: PastSteps,
  course: Course,
): readonly BilledDay[] =>
  perDay(days, past, course).map((quarters, day) => ({
    fromMs: days[day]!.fromMs,
    quarters: quarters.filter((quarter) => quarter !== null),
  }));

/** Where `counts`, each course as it is; elsewhere both as `elsewhere`, so that only what is compared makes a difference. */
function compare(
  { days }: ReportPeriod,
  past: PastSteps,
  parameters: EnergyParameters,
  courses: { readonly actual: Course; readonly otherwise: Course; readonly elsewhere: Course },
  counts: (step: number) => boolean,
): Comparison | null {
  const { actual, otherwise, elsewhere } = courses;
  const both = actual.map((quarter, step) => quarter !== null && otherwise[step] != null && counts(step));
  if (!both.includes(true)) return null;
  const costs = (course: Course): readonly DayCost[] => {
    const joined = course.map((quarter, step) => (both[step] ? quarter : (elsewhere[step] ?? null)));
    return runningCosts(billedDays(days, past, joined), parameters, past.before);
  };
  const [paid, saved] = [costs(actual), costs(otherwise)];
  const total = (all: readonly DayCost[]): number => all.reduce((sum, { totalEur }) => sum + totalEur, 0);
  const highest = (all: readonly DayCost[]): number => Math.max(...all.map(({ chargedKw }) => chargedKw));
  return {
    actual: paid,
    otherwise: saved,
    compared: perDay(days, past, both).map((steps) => steps.filter(Boolean).length),
    savingEur: total(saved) - total(paid),
    avoidedPeakKw: highest(saved) - highest(paid),
  };
}

/** Per step: whether plans of its day were only shown. */
function stepsOfShownDays(
  { days, untouched, withoutPlan }: ReportPeriod,
  past: PastSteps,
): readonly boolean[] {
  const changed = withoutPlan("importKw").map((kw, step) => kw !== null && !untouched[step]);
  return perDay(days, past, changed).flatMap((ofDay) => ofDay.map(() => !ofDay.includes(true)));
}

/** Means of whole hours, kW; null where a quarter-hour of them is not known. */
export function hourlyKw(kwh: readonly (number | null)[], stepMin: number): readonly (number | null)[] {
  const steps = 60 / stepMin;
  return Array.from({ length: Math.floor(kwh.length / steps) }, (_, hour) => {
    const parts = kwh.slice(hour * steps, (hour + 1) * steps);
    return parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + part!, 0);
  });
}

function baselineError({ untouched }: ReportPeriod, past: PastSteps, baseline: Course) {
  const { stepMin } = past.grid;
  const known = baseline.map((quarter, step) => quarter !== null && untouched[step] === true);
  const of = (course: Course) =>
    hourlyKw(
      course.map((quarter, step) => (known[step] ? quarter!.importKwh : null)),
      stepMin,
    );
  const measured = of(past.quarters);
  const untouchedHours = measured.filter((kw) => kw !== null).length;
  const error = untouchedHours < leastHours ? null : modelError(measured, of(baseline));
  return { error, untouchedHours };
}

/**
 * Saving against the recorded baseline with the error of its model: IPMVP option D (calibrated simulation). The bias is taken from
 * hours in which no plan was in force and priced at the energy prices of the hours that are compared.
 */
export function verify(period: ReportPeriod, past: PastSteps, parameters: EnergyParameters): Verification {
  const { untouched } = period;
  const metered = past.quarters.map((quarter) => quarter && { ...quarter, reactiveKvarh: 0 });
  const baseline = courseOf(period.withoutPlan, past, parameters);
  const plans = courseOf(period.proposed, past, parameters);
  const saving = compare(
    period,
    past,
    parameters,
    { actual: metered, otherwise: baseline, elsewhere: metered },
    (step) => untouched[step] === false,
  );
  const nothing: Course = [];
  const shownOnly = stepsOfShownDays(period, past);
  const proposed = compare(
    period,
    past,
    parameters,
    { actual: plans, otherwise: baseline, elsewhere: nothing },
    (step) => shownOnly[step] === true,
  );
  const { error, untouchedHours } = baselineError(period, past, baseline);
  const { adderEurMwh } = tariffFacts(past.grid, parameters);
  const hours = past.grid.stepMin / 60;
  let comparedH = 0;
  let eurPerKw = 0;
  baseline.forEach((quarter, step) => {
    if (!quarter || untouched[step] !== false) return;
    comparedH += hours;
    eurPerKw += (hours * (quarter.priceEurMwh + adderEurMwh)) / 1000;
  });
  const adjusted =
    saving && error
      ? {
          savingEur: saving.savingEur + error.bias * eurPerKw,
          uncertaintyEur: Math.abs(eurPerKw / comparedH) * sumUncertainty(error, comparedH),
        }
      : null;
  return { saving, proposed, error, untouchedHours, adjusted };
}
