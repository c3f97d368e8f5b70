/** More digits behind the point than this count as no decimal. */
const mostDigits = 12;

/**
 * Digits behind the point that a number has, at least so many; null when it is no decimal of few digits.
 * @param noise absolute: what counts as rounding; never the whole number
 */
export function digitsBehind(value: number, atLeast = 0, noise = 0): number | null {
  if (Number.isInteger(value)) return atLeast;
  for (let digits = atLeast; digits <= mostDigits; digits++) {
    const decimal = rounded(value, digits);
    if (decimal !== 0 && Math.abs(decimal - value) <= noise) return digits;
  }
  return null;
}

/** The nearest decimal with so many digits behind the point; numbers too large to have any stay. */
export function rounded(value: number, digits: number): number {
  const scaled = value * 10 ** digits;
  return Math.abs(scaled) < 2 ** 52 ? Math.round(scaled) / 10 ** digits + 0 : value;
}

/** Digits behind the point that suffice for all; null when one is no decimal. */
export function commonDigits(columns: Iterable<ArrayLike<number>>, noise = 0): number | null {
  let digits = 0;
  for (const values of columns)
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (Number.isInteger(value)) continue;
      const needed = digitsBehind(value, digits, noise);
      if (needed === null) return null;
      digits = needed;
    }
  return digits;
}
