import { at, minus, next, plus, swapLanes } from "./walk";

/** (ar + i ai)(xr + i xi) + (br + i bi)(yr + i yi), the real part. */
// @ts-ignore: decorator
@inline
function realRow(ar: v128, ai: v128, br: v128, bi: v128, xr: v128, xi: v128, yr: v128, yi: v128): v128 {
  return v128.add<f64>(minus(ar, xr, ai, xi), minus(br, yr, bi, yi));
}

// @ts-ignore: decorator
@inline
function imaginaryRow(ar: v128, ai: v128, br: v128, bi: v128, xr: v128, xi: v128, yr: v128, yi: v128): v128 {
  return v128.add<f64>(plus(ar, xi, ai, xr), plus(br, yi, bi, yr));
}

/** A 2×2 matrix on qubit 0: both amplitudes lie in one vector; each lane has its row, own entry first. */
function matrixInVector(re: usize, im: usize, size: u32, controls: u32, lanes: usize): void {
  const ar = v128.load(lanes);
  const ai = v128.load(lanes, 16);
  const br = v128.load(lanes, 32);
  const bi = v128.load(lanes, 48);
  for (let free: u32 = 0; free < size; free = next(free, controls)) {
    const i = free | controls;
    const xr = v128.load(at(re, i));
    const xi = v128.load(at(im, i));
    const yr = swapLanes(xr);
    const yi = swapLanes(xi);
    v128.store(at(re, i), realRow(ar, ai, br, bi, xr, xi, yr, yi));
    v128.store(at(im, i), imaginaryRow(ar, ai, br, bi, xr, xi, yr, yi));
  }
}

/** A 2×2 matrix; `lanes` holds its entries row by row, re and im, two lanes each. */
export function matrix1(re: usize, im: usize, size: u32, target: u32, controls: u32, lanes: usize): void {
  if (target == 0) {
    matrixInVector(re, im, size, controls, lanes);
    return;
  }
  const ar = v128.load(lanes);
  const ai = v128.load(lanes, 16);
  const br = v128.load(lanes, 32);
  const bi = v128.load(lanes, 48);
  const cr = v128.load(lanes, 64);
  const ci = v128.load(lanes, 80);
  const dr = v128.load(lanes, 96);
  const di = v128.load(lanes, 112);
  const bit: u32 = 1 << target;
  const fixed = controls | bit;
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    const i = free | controls;
    const j = i | bit;
    const xr = v128.load(at(re, i));
    const xi = v128.load(at(im, i));
    const yr = v128.load(at(re, j));
    const yi = v128.load(at(im, j));
    v128.store(at(re, i), realRow(ar, ai, br, bi, xr, xi, yr, yi));
    v128.store(at(im, i), imaginaryRow(ar, ai, br, bi, xr, xi, yr, yi));
    v128.store(at(re, j), realRow(cr, ci, dr, di, xr, xi, yr, yi));
    v128.store(at(im, j), imaginaryRow(cr, ci, dr, di, xr, xi, yr, yi));
  }
}
