import type { CostBreakdown } from "../contract.ts";
import { type Deviation, deviationEur, deviationOf } from "./balancing.ts";
import type { Dispatch } from "./dispatch.ts";
import { endCostEur } from "./end-values.ts";
import { buyEurPerKwh, type EnergyFacts, sellEurPerKwh, stepHours } from "./facts.ts";
import { comfortMinC } from "./hall.ts";

const titles = {
  energy: "Energy and levies",
  feedIn: "Fed in",
  demand: "Peak above the peak so far",
  windowDemand: "Peak inside the windows",
  imbalance: "Imbalance (synthetic price)",
  gas: "Gas",
  wear: "Battery wear",
  wait: "Line waits for metal",
  crew: "Paid crew hours",
  comfort: "Hall below comfort",
  endState: "Left for the next day",
} as const;
export type CostPart = keyof typeof titles;

/** Money of a course by what it is for: the objective of the model, term by term, without its priorities. */
export function costOf(facts: EnergyFacts, dispatch: Dispatch, native: Dispatch): CostBreakdown {
  const amounts = costParts(facts, dispatch, native);
  const parts = (Object.keys(titles) as CostPart[])
    .map((id) => ({ id, title: titles[id], costEur: amounts[id] }))
    .filter(({ costEur }) => Math.abs(costEur) > 1e-9);
  return { totalEur: parts.reduce((sum, { costEur }) => sum + costEur, 0), parts };
}

export function costParts(
  facts: EnergyFacts,
  dispatch: Dispatch,
  native: Dispatch,
): Record<CostPart, number> {
  const sum = (of: (step: number) => number): number =>
    dispatch.importKw.reduce((total, _, step) => total + of(step) * stepHours(facts, step), 0);
  const { plant, tariff } = facts;
  const minutesPerT = 60 / plant.metal.pourTph;
  return {
    energy: sum((step) => dispatch.importKw[step]! * buyEurPerKwh(facts, step)),
    feedIn: -sum((step) => dispatch.exportKw[step]! * sellEurPerKwh(facts, step)),
    demand: demandEur(facts, dispatch),
    windowDemand: windowDemandEur(facts, dispatch),
    imbalance: deviations(facts, dispatch).reduce(
      (total, deviation) => total + (deviation ? deviationEur(facts.nomination!, deviation) : 0),
      0,
    ),
    gas: sum((step) => (dispatch.gasKw[step]! / plant.hall.gasEfficiency / 1000) * tariff.gasEurMwh),
    wear: sum((step) => (dispatch.dischargeKw[step]! * plant.battery.wearEurPerMwh) / 1000),
    wait:
      dispatch.shortT.reduce((total, tonnes) => total + tonnes, 0) * minutesPerT * plant.metal.waitEurPerMin,
    crew: sum((step) => dispatch.paidCrew[step]! * (facts.crewEurPerH[step] ?? 0)),
    comfort: sum(
      (step) => Math.max(0, comfortMinC(facts, step) - dispatch.hallC[step]!) * plant.hall.discomfortEurPerKh,
    ),
    endState: endCostEur(facts, dispatch, native),
  };
}

/** Metered mean of the quarter that holds the step; the demand controller evens out what the forecast misses. */
export function quarterKw(facts: EnergyFacts, dispatch: Dispatch, step: number): number {
  const quarterH = facts.grid.stepMin / 60;
  const boughtKwh = step === 0 ? facts.peak.runningQuarterKwh : 0;
  return (boughtKwh + dispatch.importKw[step]! * stepHours(facts, step)) / quarterH;
}

/** How far each quarter-hour is beyond the tolerance around its nomination; null where nothing is nominated. */
export function deviations(facts: EnergyFacts, dispatch: Dispatch): readonly (Deviation | null)[] {
  const { nomination, grid } = facts;
  const quarterH = grid.stepMin / 60;
  return dispatch.importKw.map((_, step) => {
    const nominatedKw = nomination?.kw[step] ?? null;
    if (!nomination || nominatedKw === null) return null;
    const boughtKwh = quarterKw(facts, dispatch, step) * quarterH;
    return deviationOf(nominatedKw * quarterH, boughtKwh, nomination.toleranceShare);
  });
}

export function peakKw(
  facts: EnergyFacts,
  dispatch: Dispatch,
  only: (step: number) => boolean = () => true,
): number {
  return dispatch.importKw.reduce(
    (peak, _, step) => (only(step) ? Math.max(peak, quarterKw(facts, dispatch, step)) : peak),
    0,
  );
}

function demandEur(facts: EnergyFacts, dispatch: Dispatch): number {
  const paidKw = Math.max(facts.peak.soFarKw, facts.peak.floorKw);
  return Math.max(0, peakKw(facts, dispatch) - paidKw) * facts.tariff.demand.eurPerKw;
}

function windowDemandEur(facts: EnergyFacts, dispatch: Dispatch): number {
  if (facts.tariff.demand.kind !== "window") return 0;
  const inWindowKw = peakKw(facts, dispatch, (step) => facts.tariff.inWindow[step]!);
  return Math.max(0, inWindowKw - facts.peak.windowSoFarKw) * facts.tariff.demand.windowEurPerKw;
}
