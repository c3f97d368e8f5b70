// The mixer undone on ψ and the adjoint state λ at once, and Im ⟨λ|H|ψ⟩ of its generator read on the way: each pair's
// just before it is undone, since the pairs of a ring do not commute.
import { RING, addColumn, beta, cosineBeta, mixer, sineBeta, sumColumn, sumFactor } from "./mixer";
import { real } from "../state/precision";
import { multiplyAdd, multiplySubtract } from "../state/vector";

// @ts-ignore: decorator
@inline
function storeTurned(at: usize, toIm: usize, re: v128, im: v128, otherRe: v128, otherIm: v128, c: v128, s: v128): void {
  v128.store(at, multiplyAdd(s, otherIm, v128.mul<real>(c, re)));
  v128.store(at + toIm, multiplySubtract(s, otherRe, v128.mul<real>(c, im)));
}

/** sum + Im (conj(λ_a) ψ_b + conj(λ_b) ψ_a), lane by lane; then both states turn. */
// @ts-ignore: decorator
@inline
function pairBack(sum: v128, a: usize, b: usize, toIm: usize, toLambda: usize, c: v128, s: v128): v128 {
  const ar = v128.load(a);
  const ai = v128.load(a + toIm);
  const br = v128.load(b);
  const bi = v128.load(b + toIm);
  const lar = v128.load(a + toLambda);
  const lai = v128.load(a + toLambda + toIm);
  const lbr = v128.load(b + toLambda);
  const lbi = v128.load(b + toLambda + toIm);
  sum = multiplySubtract(lai, br, multiplyAdd(lar, bi, sum));
  sum = multiplySubtract(lbi, ar, multiplyAdd(lbr, ai, sum));
  storeTurned(a, toIm, ar, ai, br, bi, c, s);
  storeTurned(b, toIm, br, bi, ar, ai, c, s);
  storeTurned(a + toLambda, toIm, lar, lai, lbr, lbi, c, s);
  storeTurned(b + toLambda, toIm, lbr, lbi, lar, lai, c, s);
  return sum;
}

function ringBack(at: usize, toIm: usize, toLambda: usize, bytes: usize, options: i32, stride: usize): v128 {
  const c = cosineBeta;
  const s = sineBeta;
  const group = <usize>options * stride;
  const lastEven = (options & ~1) - 2;
  const lastOdd = options - 2 - (~options & 1);
  let sum = v128.splat<real>(0);
  for (let block = at; block < at + bytes; block += group)
    for (let column = block; column < block + stride; column += 16) {
      if (options > 2) sum = pairBack(sum, column + group - stride, column, toIm, toLambda, c, s);
      for (let place = lastOdd; place > 0; place -= 2) {
        const a = column + <usize>place * stride;
        sum = pairBack(sum, a, a + stride, toIm, toLambda, c, s);
      }
      for (let place = lastEven; place >= 0; place -= 2) {
        const a = column + <usize>place * stride;
        sum = pairBack(sum, a, a + stride, toIm, toLambda, c, s);
      }
    }
  return sum;
}

function completeBack(at: usize, toIm: usize, toLambda: usize, bytes: usize, options: i32, stride: usize): v128 {
  const factor = sumFactor(beta * options, options);
  const re = v128.splat<real>(<real>f64x2.extract_lane(factor, 0));
  const im = v128.splat<real>(<real>f64x2.extract_lane(factor, 1));
  const group = <usize>options * stride;
  let sum = v128.splat<real>(0);
  for (let block = at; block < at + bytes; block += group)
    for (let column = block; column < block + stride; column += 16) {
      const lambda = column + toLambda;
      const a = sumColumn(column, group, stride);
      const b = sumColumn(column + toIm, group, stride);
      const c = sumColumn(lambda, group, stride);
      const d = sumColumn(lambda + toIm, group, stride);
      sum = multiplySubtract(d, a, multiplyAdd(c, b, sum));
      addColumn(column, group, stride, multiplySubtract(b, im, v128.mul<real>(a, re)));
      addColumn(column + toIm, group, stride, multiplyAdd(b, re, v128.mul<real>(a, im)));
      addColumn(lambda, group, stride, multiplySubtract(d, im, v128.mul<real>(c, re)));
      addColumn(lambda + toIm, group, stride, multiplyAdd(d, re, v128.mul<real>(c, im)));
    }
  return sum;
}

/** Undoes one group's mixer (set with -β) on a block of both states; the overlap's share, lane by lane. */
export function mixGroupBack(at: usize, toIm: usize, toLambda: usize, bytes: usize, options: i32, stride: usize): v128 {
  if (options < 2) return v128.splat<real>(0);
  if (mixer == RING) return ringBack(at, toIm, toLambda, bytes, options, stride);
  return completeBack(at, toIm, toLambda, bytes, options, stride);
}
