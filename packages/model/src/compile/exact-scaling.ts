import { greatestDivisor } from "@qtwin/core";
import { modelError } from "../errors.ts";

/** A row whose coefficients are whole numbers without a common divisor. */
export interface WholeRow {
  /** In the order given. */
  readonly values: Float64Array;
  /** Whole or infinite, rounded to the inside: lower > upper when no whole activity lies between the bounds. */
  readonly lower: number;
  readonly upper: number;
  /** Whole activity = scale · activity; for people, it may be rounded. */
  readonly scale: number;
}

/** mantissa · 10^power */
interface Decimal {
  readonly mantissa: bigint;
  readonly power: number;
}

/** Largest whole number up to which doubles count without gaps. */
const largest = 2 ** 53;

/**
 * Scales lower ≤ Σ values·x ≤ upper over whole x to whole numbers, without rounding: each number counts as the decimal
 * that its shortest text shows (0.1 is one tenth). Bounds are tightened to the nearest activity that can be reached.
 * @param where id of the row
 * @throws QT_MODEL_INEXACT when a scaled number is above 2^53
 * @example
 * scaleExactly([0.2, 0.4], -Infinity, 0.7, "load"); // { values: [1, 2], lower: -Infinity, upper: 3, scale: 5 }
 */
export function scaleExactly(
  values: ArrayLike<number>,
  lower: number,
  upper: number,
  where: string,
): WholeRow {
  const list = Float64Array.from(values);
  const row = list.every(Number.isSafeInteger)
    ? scaledWhole(list, lower, upper)
    : scaledDecimal(list, lower, upper);
  const isExact =
    row.values.every((value) => Math.abs(value) <= largest) && row.lower <= largest && row.upper >= -largest;
  if (!isExact) throw inexact(where);
  return {
    ...row,
    lower: row.lower < -largest ? -Infinity : row.lower,
    upper: row.upper > largest ? Infinity : row.upper,
  };
}

const inexact = (where: string): Error =>
  modelError(
    "QT_MODEL_INEXACT",
    `The numbers of '${where}', scaled to whole ones, have more than 53 bits.`,
    where,
  );

/** Numbers stay doubles: remainders of whole doubles are exact. */
function scaledWhole(values: Float64Array, lower: number, upper: number): WholeRow {
  let divisor = 0;
  for (const value of values) divisor = greatestDivisor(divisor, Math.abs(value));
  divisor ||= 1;
  return {
    values: values.map((value) => value / divisor),
    lower: -floorQuotient(-lower, divisor) + 0,
    upper: floorQuotient(upper, divisor) + 0,
    scale: 1 / divisor,
  };
}

/** Floor of value / divisor; the quotient of doubles alone may round up to a whole number. */
function floorQuotient(value: number, divisor: number): number {
  if (!Number.isFinite(value)) return value;
  const whole = Math.floor(value);
  const rest = whole % divisor;
  return (whole - (rest < 0 ? rest + divisor : rest)) / divisor;
}

function scaledDecimal(list: Float64Array, lower: number, upper: number): WholeRow {
  const decimals = Array.from(list, decimalOf);
  const digits = decimals.reduce((most, { power }) => Math.max(most, -power), 0);
  const whole = decimals.map(({ mantissa, power }) => mantissa * 10n ** BigInt(power + digits));
  const divisor = whole.reduce(greatestBigDivisor, 0n);
  return {
    values: Float64Array.from(whole, (value) => Number(value / divisor)),
    lower: -floorScaled(-lower, digits, divisor) + 0,
    upper: floorScaled(upper, digits, divisor) + 0,
    scale: 10 ** digits / Number(divisor),
  };
}

function greatestBigDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Floor of value · 10^digits / divisor. */
function floorScaled(value: number, digits: number, divisor: bigint): number {
  if (!Number.isFinite(value)) return value;
  const { mantissa, power } = decimalOf(value);
  const shift = power + digits;
  const above = shift > 0 ? mantissa * 10n ** BigInt(shift) : mantissa;
  const below = shift < 0 ? divisor * 10n ** BigInt(-shift) : divisor;
  const quotient = above / below;
  return Number(above < 0n && quotient * below !== above ? quotient - 1n : quotient);
}

/** The number as the decimal of its shortest text that reads back to it. */
function decimalOf(value: number): Decimal {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  return { mantissa: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
}
