import { at, minus, next, plus, signOf, sumOf, swapLanes } from "./walk";

/**
 * Σ_j ± conj(a_i) b_j for i = j ^ x, with the sign of Z, where the bits of `fixed` of j are those of `controls`:
 * its real part, or its imaginary part.
 */
export function overlap(
  aRe: usize, aIm: usize, bRe: usize, bIm: usize,
  size: u32, x: u32, z: u32, fixed: u32, controls: u32, lanes: usize, real: bool,
): f64 {
  const weights = v128.load(lanes);
  const crossed = (x & 1) != 0;
  const distance = x & ~1;
  let sum = f64x2.splat(0);
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    const j = free | controls;
    const i = j ^ distance;
    let ar = v128.load(at(aRe, i));
    let ai = v128.load(at(aIm, i));
    if (crossed) {
      ar = swapLanes(ar);
      ai = swapLanes(ai);
    }
    const br = v128.load(at(bRe, j));
    const bi = v128.load(at(bIm, j));
    const part = real ? plus(ar, br, ai, bi) : minus(ar, bi, ai, br);
    sum = v128.add<f64>(sum, v128.mul<f64>(v128.xor(weights, signOf(j & z)), part));
  }
  return sumOf(sum);
}

/** target_i += w source_j for i = j ^ x, w the lane's weight with the sign of Z. */
export function addPaired(target: usize, source: usize, size: u32, x: u32, z: u32, lanes: usize): void {
  const weights = v128.load(lanes);
  const crossed = (x & 1) != 0;
  const distance = x & ~1;
  for (let j: u32 = 0; j < size; j += 2) {
    const i = at(target, j ^ distance);
    let part = v128.mul<f64>(v128.xor(weights, signOf(j & z)), v128.load(at(source, j)));
    if (crossed) part = swapLanes(part);
    v128.store(i, v128.add<f64>(v128.load(i), part));
  }
}

/** Multiplies by the lanes' factors where the bits of `fixed` are those of `controls`. */
export function scale(array: usize, size: u32, fixed: u32, controls: u32, lanes: usize): void {
  const factors = v128.load(lanes);
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    const i = at(array, free | controls);
    v128.store(i, v128.mul<f64>(factors, v128.load(i)));
  }
}
