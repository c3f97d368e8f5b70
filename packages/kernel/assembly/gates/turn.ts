import { at, minus, next, plus, signOf, swapLanes } from "./walk";

/**
 * ψ_i ← c ψ_i + u s ψ_j and ψ_j ← c ψ_j + u t ψ_i for j = i ^ x, with the sign of Z on s and t; u is 1 or the imaginary
 * unit. Rotations about a Pauli string and Pauli strings themselves are of this kind.
 */
// @ts-ignore: decorator
@inline
function turnPairs(
  re: usize, im: usize, size: u32, x: u32, z: u32, controls: u32, lanes: usize, real: bool,
): void {
  const c = v128.load(lanes);
  const s = v128.load(lanes, 16);
  const t = v128.load(lanes, 32);
  const crossed = (x & 1) != 0;
  const distance = x & ~1;
  const fixed = controls | (1 << (31 - clz<u32>(x)));
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    const i = free | controls;
    const j = i ^ distance;
    const sign = signOf(i & z);
    const into = v128.xor(s, sign);
    const back = v128.xor(t, sign);
    const ri = v128.load(at(re, i));
    const ii = v128.load(at(im, i));
    let rj = v128.load(at(re, j));
    let ij = v128.load(at(im, j));
    if (crossed) {
      rj = swapLanes(rj);
      ij = swapLanes(ij);
    }
    v128.store(at(re, i), real ? plus(c, ri, into, rj) : minus(c, ri, into, ij));
    v128.store(at(im, i), real ? plus(c, ii, into, ij) : plus(c, ii, into, rj));
    const re2 = real ? plus(c, rj, back, ri) : minus(c, rj, back, ii);
    const im2 = real ? plus(c, ij, back, ii) : plus(c, ij, back, ri);
    v128.store(at(re, j), crossed ? swapLanes(re2) : re2);
    v128.store(at(im, j), crossed ? swapLanes(im2) : im2);
  }
}

/** The same where the partner lies in the same vector (x = 1), or is the amplitude itself (x = 0). */
// @ts-ignore: decorator
@inline
function turnVectors(
  re: usize, im: usize, size: u32, z: u32, controls: u32, lanes: usize, partner: bool, real: bool,
): void {
  const c = v128.load(lanes);
  const s = v128.load(lanes, 16);
  for (let free: u32 = 0; free < size; free = next(free, controls)) {
    const i = free | controls;
    const into = v128.xor(s, signOf(i & z));
    const r = v128.load(at(re, i));
    const m = v128.load(at(im, i));
    const r2 = partner ? swapLanes(r) : r;
    const m2 = partner ? swapLanes(m) : m;
    v128.store(at(re, i), real ? plus(c, r, into, r2) : minus(c, r, into, m2));
    v128.store(at(im, i), real ? plus(c, m, into, m2) : plus(c, m, into, r2));
  }
}

/** @param real whether u is 1; else it is the imaginary unit */
export function turn(
  re: usize, im: usize, size: u32, x: u32, z: u32, controls: u32, lanes: usize, real: bool,
): void {
  if (x > 1) {
    if (real) turnPairs(re, im, size, x, z, controls, lanes, true);
    else turnPairs(re, im, size, x, z, controls, lanes, false);
  } else if (x == 1) {
    if (real) turnVectors(re, im, size, z, controls, lanes, true, true);
    else turnVectors(re, im, size, z, controls, lanes, true, false);
  } else if (real) turnVectors(re, im, size, z, controls, lanes, false, true);
  else turnVectors(re, im, size, z, controls, lanes, false, false);
}
