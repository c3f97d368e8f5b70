import { Xorshift } from "../search/xorshift.ts";
import type { SpinMatrix } from "./spin-matrix.ts";

/** Steps at most; the ends of the spectrum come first. */
const mostSteps = 100;
const bisections = 60;

/**
 * About the least eigenvalue of C + diagonal, never below it but for rounding: an estimate, no proof.
 * Source: Lanczos, 1950, with full reorthogonalisation; eigenvalues of tridiagonal matrices by counting signs (Givens, 1954).
 */
export function leastEigenvalue(matrix: SpinMatrix, diagonal: Float64Array, seed: number): number {
  const { size } = matrix;
  const random = new Xorshift(seed);
  const basis: Float64Array[] = [];
  const [alpha, beta] = [[] as number[], [] as number[]];
  let vector: Float64Array = Float64Array.from({ length: size }, () => random.next() - 0.5);
  for (let norm = normOf(vector); basis.length < Math.min(mostSteps, size); ) {
    const unit = vector.map((each) => each / norm);
    basis.push(unit);
    vector = product(matrix, diagonal, unit);
    alpha.push(dot(vector, unit));
    // Twice, so that rounding of the first time is gone as well.
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) subtract(vector, other, dot(vector, other));
    norm = normOf(vector);
    if (norm <= 1e-12 * Math.abs(alpha[0]!)) break;
    beta.push(norm);
  }
  return leastOfTridiagonal(alpha, beta);
}

function product(
  { size, start, column, value }: SpinMatrix,
  diagonal: Float64Array,
  by: Float64Array,
): Float64Array {
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = diagonal[row]! * by[row]!;
    for (let place = start[row]!; place < start[row + 1]!; place++)
      sum += value[place]! * by[column[place]!]!;
    result[row] = sum;
  }
  return result;
}

function leastOfTridiagonal(alpha: readonly number[], beta: readonly number[]): number {
  const reach = (at: number): number => Math.abs(beta[at - 1] ?? 0) + Math.abs(beta[at] ?? 0);
  let low = alpha.reduce((least, each, at) => Math.min(least, each - reach(at)), Infinity);
  let high = alpha.reduce((least, each) => Math.min(least, each), Infinity);
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2;
    if (hasBelow(alpha, beta, middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Whether some eigenvalue is below a value: whether some pivot is negative. */
function hasBelow(alpha: readonly number[], beta: readonly number[], value: number): boolean {
  let pivot = alpha[0]! - value;
  for (let at = 1; at < alpha.length && pivot >= 0; at++)
    pivot = alpha[at]! - value - beta[at - 1]! ** 2 / Math.max(pivot, Number.MIN_VALUE ** 0.5);
  return pivot < 0;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, times: number): void {
  for (let at = 0; at < from.length; at++) from[at]! -= times * vector[at]!;
}

const normOf = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));
