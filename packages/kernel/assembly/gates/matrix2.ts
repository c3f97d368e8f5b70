import { at, minus, next, plus } from "./walk";

/** The real part of one row times the four amplitudes in `room`; each number is re and im, two lanes each. */
// @ts-ignore: decorator
@inline
function realRow(row: usize, room: usize): v128 {
  let sum = f64x2.splat(0);
  for (let column: usize = 0; column < 128; column += 32) {
    const product = minus(
      v128.load(row + column), v128.load(room + column), v128.load(row + column, 16), v128.load(room + column, 16),
    );
    sum = v128.add<f64>(sum, product);
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function imaginaryRow(row: usize, room: usize): v128 {
  let sum = f64x2.splat(0);
  for (let column: usize = 0; column < 128; column += 32) {
    const product = plus(
      v128.load(row + column), v128.load(room + column, 16), v128.load(row + column, 16), v128.load(room + column),
    );
    sum = v128.add<f64>(sum, product);
  }
  return sum;
}

/** Where row `row` of the matrix finds its amplitude. */
// @ts-ignore: decorator
@inline
function rowIndex(first: u32, row: u32, low: u32, high: u32): u32 {
  return first | ((row & 1) << low) | ((row >> 1) << high);
}

/** A 4×4 matrix on two qubits, neither of them 0; `lanes` holds its entries row by row, then room for four amplitudes. */
function onVectors(re: usize, im: usize, size: u32, low: u32, high: u32, controls: u32, lanes: usize): void {
  const room = lanes + 512;
  const fixed = controls | (1 << low) | (1 << high);
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    for (let row: u32 = 0; row < 4; row++) {
      const i = rowIndex(free | controls, row, low, high);
      v128.store(room + (row << 5), v128.load(at(re, i)));
      v128.store(room + (row << 5), v128.load(at(im, i)), 16);
    }
    for (let row: u32 = 0; row < 4; row++) {
      const i = rowIndex(free | controls, row, low, high);
      v128.store(at(re, i), realRow(lanes + (row << 7), room));
      v128.store(at(im, i), imaginaryRow(lanes + (row << 7), room));
    }
  }
}

/** The same where qubit 0 is one of the two: one amplitude at a time, in both lanes. */
function onAmplitudes(re: usize, im: usize, size: u32, low: u32, high: u32, controls: u32, lanes: usize): void {
  const room = lanes + 512;
  const fixed = controls | (1 << low) | (1 << high);
  for (let free: u32 = 0; free < size; free = ((free | fixed) + 1) & ~fixed) {
    for (let row: u32 = 0; row < 4; row++) {
      const i = rowIndex(free | controls, row, low, high);
      v128.store(room + (row << 5), v128.load64_splat(at(re, i)));
      v128.store(room + (row << 5), v128.load64_splat(at(im, i)), 16);
    }
    for (let row: u32 = 0; row < 4; row++) {
      const i = rowIndex(free | controls, row, low, high);
      v128.store64_lane(at(re, i), realRow(lanes + (row << 7), room), 0);
      v128.store64_lane(at(im, i), imaginaryRow(lanes + (row << 7), room), 0);
    }
  }
}

/** A 4×4 matrix on qubits `low` and `high`: bit `low` counts 1 in its rows, bit `high` 2. */
export function matrix2(re: usize, im: usize, size: u32, low: u32, high: u32, controls: u32, lanes: usize): void {
  if (low == 0 || high == 0) onAmplitudes(re, im, size, low, high, controls, lanes);
  else onVectors(re, im, size, low, high, controls, lanes);
}
