import { greatestDivisor } from "@qtwin/core";
import { commonDigits } from "../decimals.ts";
import { modelError } from "../errors.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";
import type { Qubo } from "./qubo.ts";

/** How much precision a solver needs. */
export interface DynamicRange {
  /** Largest magnitude of a coefficient. */
  readonly largest: number;
  /** All coefficients are whole multiples of it; where they are no decimals of few digits, their smallest magnitude. */
  readonly smallestStep: number;
  /** No energy without offset, and no part of one, is further from 0. */
  readonly energySpan: number;
  /** Of a whole number that can count every energy in steps. */
  readonly bits: number;
  /** Of a whole number that can hold each coefficient in steps. */
  readonly coefficientBits: number;
}

/** What a few operations on decimals lose, relative to the largest of them: 0.1 · 3 still counts as 0.3. */
const roundingOfFew = 2 ** -51;

/** The offset shifts all energies alike and is left out. */
export const dynamicRange = ({ linear, value }: Qubo): DynamicRange => rangeOf([linear, value]);

/** Of coefficients in columns. */
export function rangeOf(columns: readonly Float64Array[]): DynamicRange {
  let largest = 0;
  let energySpan = 0;
  // Of whole numbers, the usual case, the step is found on the way.
  let divisor = 0;
  let areWhole = true;
  // Penalties come in long runs of one weight, which are looked at once.
  let last = 0;
  for (const values of columns)
    for (let entry = 0; entry < values.length; entry++) {
      const size = Math.abs(values[entry]!);
      energySpan += size;
      if (size === last) continue;
      last = size;
      if (size > largest) largest = size;
      if (Math.floor(size) !== size) areWhole = false;
      else if (divisor !== 1 && size !== 0) divisor = greatestDivisor(size, divisor);
    }
  const smallestStep =
    areWhole && largest <= 2 ** 53
      ? divisor || 1
      : (commonStep(columns, largest * roundingOfFew) ?? smallestMagnitude(columns));
  const bitsOf = (size: number): number =>
    size === 0 ? 0 : Math.floor(Math.log2(Math.round(size / smallestStep))) + 1;
  return { largest, smallestStep, energySpan, bits: bitsOf(energySpan), coefficientBits: bitsOf(largest) };
}

/**
 * @throws QT_MODEL_INEXACT when energies need more than the 53 bits of a double; it names the constraints with the
 *   largest penalties
 */
export function requireExact(
  { bits }: DynamicRange,
  certificates: readonly PenaltyCertificate[],
  where: string,
): void {
  if (bits <= 53) return;
  const heaviest = [...certificates].sort((left, right) => right.weight - left.weight).slice(0, 3);
  const named = heaviest.map(({ constraintId, weight }) => `'${constraintId}' (${weight})`).join(", ");
  const because = named === "" ? "" : ` The largest penalty weights: ${named}.`;
  throw modelError("QT_MODEL_INEXACT", `Energies need ${bits} bits, a double has 53.${because}`, where);
}

/** The largest step all values are whole multiples of, as the decimals they show; null when they are no such decimals. */
function commonStep(columns: readonly Float64Array[], noise: number): number | null {
  const digits = commonDigits(columns, noise);
  if (digits === null) return null;
  const scale = 10 ** digits;
  let step = 0;
  for (const values of columns)
    for (let entry = 0; entry < values.length; entry++) {
      const size = Math.abs(values[entry]!);
      const whole = digits === 0 ? size : Math.round(size * scale);
      if (whole > 2 ** 53) return 1 / scale;
      if (step !== 1 && whole !== 0 && whole !== step) step = greatestDivisor(whole, step);
    }
  return step === 0 ? 1 : step / scale;
}

function smallestMagnitude(columns: readonly Float64Array[]): number {
  let smallest = Infinity;
  for (const values of columns)
    for (const value of values) if (value !== 0) smallest = Math.min(smallest, Math.abs(value));
  return smallest === Infinity ? 1 : smallest;
}
