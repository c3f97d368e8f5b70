/**
 * Σ linear[i]·x[i] + Σ value[e]·x[i]·x[column[e]] over x in {0, 1}, to be minimised: row i of the strict upper triangle
 * holds entries start[i] … start[i+1]−1.
 */
export interface QuboProblem {
  readonly count: number;
  readonly linear: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** A problem in whole numbers, so that sums are exact in any order: weight = whole number × unit. */
export interface WholeWeights {
  readonly number: "i32" | "f64";
  readonly unit: number;
  /** False: weights had to be rounded to whole units, so that energies are near the true ones only. */
  readonly exact: boolean;
  readonly linear: Float64Array;
  readonly value: Float64Array;
}

/** i32 searches hold gains of up to a quarter of the range; f64 ones have energies that stay whole. */
const greatestGain = 2 ** 29;
const greatestTotal = 2 ** 50;
const decimals = 9;

/** The weights in the greatest unit that makes them whole: a common divisor, else a power of ten; else rounded. */
export function wholeWeights({ count, linear, start, column, value }: QuboProblem): WholeWeights {
  const scale = scaleToWhole([linear, value]);
  const largest = [linear, value].reduce(greatestMagnitude, 0);
  // In units of the largest, so that the sum stays finite whatever the weights are.
  const total = sumOfMagnitudes(linear, largest) + sumOfMagnitudes(value, largest);
  const exact = scale !== undefined && total * largest * scale < greatestTotal;
  const factor = exact ? scale : 2 ** Math.floor(Math.log2(greatestTotal / total) - Math.log2(largest));
  const rounded = (weights: Float64Array): Float64Array =>
    weights.map((weight) => Math.round(weight * factor));
  const divisor = exact ? commonDivisor([rounded(linear), rounded(value)]) : 1;
  const whole = { linear: inUnits(rounded(linear), divisor), value: inUnits(rounded(value), divisor) };
  const greatest = greatestRowSum({ count, start, column, ...whole });
  const number = greatest < greatestGain ? "i32" : "f64";
  return { number, unit: divisor / factor, exact, ...whole };
}

const inUnits = (weights: Float64Array, unit: number): Float64Array => weights.map((weight) => weight / unit);

/** No gain is ever larger. */
function greatestRowSum({ count, linear, start, column, value }: QuboProblem): number {
  const sums = linear.map(Math.abs);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      const weight = Math.abs(value[entry]!);
      sums[row]! += weight;
      sums[column[entry]!]! += weight;
    }
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

const greatestMagnitude = (least: number, weights: Float64Array): number =>
  weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), least);

const sumOfMagnitudes = (weights: Float64Array, unit: number): number =>
  unit === 0 ? 0 : weights.reduce((sum, weight) => sum + Math.abs(weight) / unit, 0);

/** The least power of ten that makes all weights whole, up to the rounding of decimals; undefined if there is none. */
function scaleToWhole(weights: readonly Float64Array[]): number | undefined {
  for (let digits = 0; digits <= decimals; digits++) {
    const scale = 10 ** digits;
    const isWhole = (weight: number): boolean => {
      const scaled = weight * scale;
      return Math.abs(scaled - Math.round(scaled)) <= 2 * Number.EPSILON * Math.abs(scaled);
    };
    if (weights.every((list) => list.every(isWhole))) return scale;
  }
  return undefined;
}

function commonDivisor(weights: readonly Float64Array[]): number {
  let divisor = 0;
  for (const list of weights)
    for (const weight of list) {
      let [a, b] = [divisor, Math.abs(weight)];
      while (b !== 0) [a, b] = [b, a % b];
      divisor = a;
      if (divisor === 1) return 1;
    }
  return divisor === 0 ? 1 : divisor;
}
