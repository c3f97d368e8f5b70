import { modelError } from "../errors.ts";
import { rangeOf } from "./dynamic-range.ts";
import type { Ising } from "./ising.ts";

/** Least and largest value a device takes. */
export type HardwareRange = readonly [least: number, most: number];

export interface ScaledIsing {
  /** Energies are `factor` times those of the source; the same states are best. */
  readonly ising: Ising;
  readonly factor: number;
  /** Smallest difference of coefficients after scaling: a device with more noise than that sees another problem. */
  readonly smallestStep: number;
  /** Of a control that can set every coefficient apart. */
  readonly bits: number;
}

/**
 * Scales fields and couplings with one factor as large as the device's ranges allow. Ranges hold 0 inside, as [−4, 4]
 * and [−1, 1]; they need not be symmetric.
 * @throws QT_MODEL_NOT_A_NUMBER for a range without 0 inside
 */
export function scaledFor(
  ising: Ising,
  {
    fieldRange,
    couplingRange,
  }: { readonly fieldRange: HardwareRange; readonly couplingRange: HardwareRange },
): ScaledIsing {
  const largest = Math.min(
    largestFactor(ising.field, fieldRange),
    largestFactor(ising.coupling, couplingRange),
  );
  const factor = largest === Infinity ? 1 : largest;
  const { smallestStep, coefficientBits } = rangeOf([ising.field, ising.coupling]);
  const scale = (values: Float64Array, [least, most]: HardwareRange): Float64Array =>
    values.map((value) => Math.min(most, Math.max(least, factor * value)));
  const { rest: _, ...plain } = ising;
  return {
    ising: {
      ...plain,
      offset: factor * ising.offset,
      field: scale(ising.field, fieldRange),
      coupling: scale(ising.coupling, couplingRange),
    },
    factor,
    smallestStep: factor * smallestStep,
    bits: coefficientBits,
  };
}

function largestFactor(values: Float64Array, [least, most]: HardwareRange): number {
  if (!(least < 0 && most > 0))
    throw modelError("QT_MODEL_NOT_A_NUMBER", `The range of a device is ${least} to ${most}.`, "range");
  let factor = Infinity;
  for (const value of values) {
    if (value > 0) factor = Math.min(factor, most / value);
    else if (value < 0) factor = Math.min(factor, least / value);
  }
  return factor;
}
