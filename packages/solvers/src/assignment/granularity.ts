import { greatestDivisor } from "@qtwin/core";
import type { AssignmentCost } from "@qtwin/kernel";

/** What all costs differ by multiples of (1 or more; 0: unknown), and the room that rounding of a bound needs. */
export interface Granularity {
  readonly unit: number;
  readonly rounding: number;
}

/** Costs of whole numbers are exact while they stay below 2^53. */
const greatestExact = 2 ** 53;
/** Of the largest cost there could be: sums of up to a hundred thousand rounded products. */
const roundingShare = 1e-11;

export function granularityOf({ size, flow, distance, linear }: AssignmentCost): Granularity {
  const [flows, distances, costs] = [measure(flow), measure(distance), measure(linear)];
  const largest = flows.sum * distances.largest + size * costs.largest;
  const isWhole = flows.divisor > 0 && distances.divisor > 0 && costs.divisor > 0;
  if (!isWhole || largest > greatestExact) return { unit: 0, rounding: roundingShare * largest };
  // Infinity: nothing but zeros.
  const products = flows.divisor * distances.divisor * (bothSymmetric(size, flow, distance) ? 2 : 1);
  const unit = commonDivisor(products, costs.divisor);
  return { unit: Number.isFinite(unit) ? unit : 1, rounding: 0 };
}

interface Measure {
  readonly sum: number;
  readonly largest: number;
  /** Of all entries; 0: some are not whole; Infinity: all are 0. */
  readonly divisor: number;
}

function measure(matrix: Float64Array): Measure {
  let [sum, largest, divisor] = [0, 0, Infinity];
  for (const value of matrix) {
    const amount = Math.abs(value);
    sum += amount;
    largest = Math.max(largest, amount);
    if (!Number.isSafeInteger(value)) divisor = 0;
    else if (divisor > 0) divisor = commonDivisor(divisor, amount);
  }
  return { sum, largest, divisor };
}

/** Infinity, and 0, are divided by everything. */
function commonDivisor(a: number, b: number): number {
  if (a === Infinity || a === 0) return b === 0 ? Infinity : b;
  return b === Infinity || b === 0 ? a : greatestDivisor(a, b);
}

function bothSymmetric(size: number, ...matrices: readonly Float64Array[]): boolean {
  return matrices.every((matrix) =>
    matrix.every((value, at) => value === matrix[(at % size) * size + Math.floor(at / size)]),
  );
}

/** The least cost that is possible at or above a computed bound. */
export function raised({ unit, rounding }: Granularity, bound: number): number {
  return unit > 0 ? Math.ceil(bound / unit) * unit : bound - rounding;
}
