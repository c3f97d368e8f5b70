import type { Band, EnergyFacts } from "./facts.ts";

/** Marginal power of compressed air. */
export const kwPerM3min = 6.2;

/**
 * Half-bands (1.28 standard deviations) kept free below the billed peak. The peak itself is held within each quarter-hour
 * (`track.ts`); what is left free here is for the heats that lose power to it, and half of the time none does.
 */
const peakHalfBands = 0.5;
/**
 * Load that is not ours rises within a minute by less than this, but for the steps of the calendar, which are known: room kept below the
 * contract of the connection, which holds for each second.
 */
export const momentaryKw = 220;
/** Charging and tapping leave so much of that unused on the mean of a quarter-hour: no plan may count on it. */
const unusedKw = 120;
/** Below the contract of the connection in a plan. */
export const connectionRoomKw = momentaryKw + unusedKw;
/** The PV forecast errs for hours, not from quarter-hour to quarter-hour: plans are made anew meanwhile. */
const pvShare = 0.43;

const known = new WeakMap<EnergyFacts, readonly number[]>();

/** Room kept below the billed peak for what is not ours to move, kW. */
export const peakMarginKw = (facts: EnergyFacts, step: number): number =>
  peakHalfBands * errorKw(facts, step);

export const largestPeakMarginKw = (facts: EnergyFacts): number =>
  Math.max(...facts.shift.map((_, step) => peakMarginKw(facts, step)));

/** Half-band of the load that is not ours to move, kW. */
function errorKw(facts: EnergyFacts, step: number): number {
  const errors = known.get(facts) ?? errorsOf(facts);
  known.set(facts, errors);
  return errors[step]!;
}

/** Errors of base load, air and PV in quadrature. Twenty samples a quarter-hour are few: bands are evened out over shift and idle time. */
function errorsOf(facts: EnergyFacts): readonly number[] {
  const above = ({ p50, p90 }: Band): number[] => p90.map((value, step) => value - p50[step]!);
  const below = ({ p10, p50 }: Band): number[] => p50.map((value, step) => value - p10[step]!);
  const base = evened(facts, above(facts.baseKw));
  const air = evened(facts, above(facts.air.flowM3min));
  const pv = below(facts.pvKw);
  return base.map((kw, step) => Math.hypot(kw, air[step]! * kwPerM3min, pv[step]! * pvShare));
}

function evened(facts: EnergyFacts, values: readonly number[]): number[] {
  const meanOf = (inShift: boolean): number => {
    const own = values.filter((_, step) => facts.shift[step] === inShift);
    return own.reduce((sum, value) => sum + Math.max(0, value), 0) / Math.max(1, own.length);
  };
  const [shift, idle] = [meanOf(true), meanOf(false)];
  return values.map((_, step) => (facts.shift[step] ? shift : idle));
}
