// One mixer on one group of a block, wherever the block lies: option j of the group is `stride` bytes behind option j - 1.
import { real } from "../state/precision";
import { multiplyAdd, multiplySubtract } from "../state/vector";

export const RING: i32 = 0;
export const COMPLETE: i32 = 1;
export const GROVER: i32 = 2;

export let mixer: i32 = RING;
export let cosineBeta: v128 = f64x2.splat(0);
export let sineBeta: v128 = f64x2.splat(0);
export let beta: f64 = 0;

export function setMixer(mixer_: i32, beta_: f64): void {
  mixer = mixer_;
  beta = beta_;
  cosineBeta = v128.splat<real>(<real>Math.cos(beta));
  sineBeta = v128.splat<real>(<real>Math.sin(beta));
}

/** (e^(-i angle) - 1) / count: times the sum over `count` amplitudes, what a turn of their uniform state adds to each. */
export function sumFactor(angle: f64, count: f64): v128 {
  const half = Math.sin(angle / 2);
  return f64x2.replace_lane(f64x2.splat((-2 * half * half) / count), 1, -Math.sin(angle) / count);
}

// A pair (a, b) turns to (cos β a - i sin β b, cos β b - i sin β a).

// @ts-ignore: decorator
@inline
function turnedRe(c: v128, s: v128, re: v128, otherIm: v128): v128 {
  return multiplyAdd(s, otherIm, v128.mul<real>(c, re));
}

// @ts-ignore: decorator
@inline
function turnedIm(c: v128, s: v128, im: v128, otherRe: v128): v128 {
  return multiplySubtract(s, otherRe, v128.mul<real>(c, im));
}

/**
 * Even pairs, odd pairs, the pair that closes the ring: in one walk that keeps the last option in registers, since an
 * odd pair waits only for the two even pairs beside it.
 */
// @ts-ignore: decorator
@inline
function ringColumn(at: usize, toIm: usize, bytes: usize, stride: usize, c: v128, s: v128): void {
  const end = at + bytes;
  const x0 = v128.load(at);
  const y0 = v128.load(at + toIm);
  const x1 = v128.load(at + stride);
  const y1 = v128.load(at + stride + toIm);
  let firstRe = turnedRe(c, s, x0, y1);
  let firstIm = turnedIm(c, s, y0, x1);
  let heldRe = turnedRe(c, s, x1, y0);
  let heldIm = turnedIm(c, s, y1, x0);
  let next = at + 2 * stride;
  for (; next < end; next += 2 * stride) {
    let xa = v128.load(next);
    let ya = v128.load(next + toIm);
    const behind = next + stride;
    let xb = xa;
    let yb = ya;
    if (behind < end) {
      xb = v128.load(behind);
      yb = v128.load(behind + toIm);
      const re = turnedRe(c, s, xa, yb);
      const im = turnedIm(c, s, ya, xb);
      const reb = turnedRe(c, s, xb, ya);
      yb = turnedIm(c, s, yb, xa);
      xa = re;
      ya = im;
      xb = reb;
    }
    v128.store(next - stride, turnedRe(c, s, heldRe, ya));
    v128.store(next - stride + toIm, turnedIm(c, s, heldIm, xa));
    const re = turnedRe(c, s, xa, heldIm);
    const im = turnedIm(c, s, ya, heldRe);
    if (behind < end) {
      v128.store(next, re);
      v128.store(next + toIm, im);
      heldRe = xb;
      heldIm = yb;
    } else {
      heldRe = re;
      heldIm = im;
    }
  }
  if (bytes > 2 * stride) {
    const re = turnedRe(c, s, firstRe, heldIm);
    const im = turnedIm(c, s, firstIm, heldRe);
    const closingRe = turnedRe(c, s, heldRe, firstIm);
    heldIm = turnedIm(c, s, heldIm, firstRe);
    heldRe = closingRe;
    firstRe = re;
    firstIm = im;
  }
  v128.store(at, firstRe);
  v128.store(at + toIm, firstIm);
  v128.store(end - stride, heldRe);
  v128.store(end - stride + toIm, heldIm);
}

function ring(at: usize, toIm: usize, bytes: usize, options: i32, stride: usize): void {
  const c = cosineBeta;
  const s = sineBeta;
  const group = <usize>options * stride;
  for (let block = at; block < at + bytes; block += group)
    for (let column = block; column < block + stride; column += 16) ringColumn(column, toIm, group, stride, c, s);
}

// @ts-ignore: decorator
@inline
export function sumColumn(at: usize, bytes: usize, stride: usize): v128 {
  let sum = v128.load(at);
  for (let option = at + stride; option < at + bytes; option += stride) sum = v128.add<real>(sum, v128.load(option));
  return sum;
}

// @ts-ignore: decorator
@inline
export function addColumn(at: usize, bytes: usize, stride: usize, value: v128): void {
  for (let option = at; option < at + bytes; option += stride) v128.store(option, v128.add<real>(v128.load(option), value));
}

/** exp(-iβ (J - I)) up to the phase e^(iβ), J all ones: the sum of the group times one factor, added to each. */
function complete(at: usize, toIm: usize, bytes: usize, options: i32, stride: usize): void {
  const factor = sumFactor(beta * options, options);
  const re = v128.splat<real>(<real>f64x2.extract_lane(factor, 0));
  const im = v128.splat<real>(<real>f64x2.extract_lane(factor, 1));
  const group = <usize>options * stride;
  for (let block = at; block < at + bytes; block += group)
    for (let column = block; column < block + stride; column += 16) {
      const a = sumColumn(column, group, stride);
      const b = sumColumn(column + toIm, group, stride);
      addColumn(column, group, stride, multiplySubtract(b, im, v128.mul<real>(a, re)));
      addColumn(column + toIm, group, stride, multiplyAdd(b, re, v128.mul<real>(a, im)));
    }
}

/** Mixes one group of a block of `bytes`, imaginary parts at `toIm`. */
export function mixGroup(at: usize, toIm: usize, bytes: usize, options: i32, stride: usize): void {
  if (options < 2) return;
  if (mixer == RING) ring(at, toIm, bytes, options, stride);
  else complete(at, toIm, bytes, options, stride);
}
