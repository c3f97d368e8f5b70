// Sums over the costs of a tile of any form, read from the cost tile in f64.
import { center } from "./center";
import { costTile, imaginaryPart, realPart, tileBytes, tileOffset } from "./memory";
import { real } from "./precision";
import { loadPair, storePair, sumPair } from "./vector";

const PAIR: usize = 2 * sizeof<real>();

// @ts-ignore: decorator
@inline
export function probabilities(re: usize, im: usize): v128 {
  const a = loadPair(re);
  const b = loadPair(im);
  return v128.add<f64>(v128.mul<f64>(a, a), v128.mul<f64>(b, b));
}

/** Costs, less the mean, of the pair at `at` in the cost tile. */
// @ts-ignore: decorator
@inline
function costsAt(at: usize): v128 {
  return v128.sub<f64>(v128.load(at), f64x2.splat(center));
}

/** ⟨ψ|C - mean|ψ⟩ of one tile. */
export function expectationWeighted(tile: u32): f64 {
  let re = realPart(0) + tileOffset(tile);
  let im = imaginaryPart(0) + tileOffset(tile);
  let cost = costTile;
  let sum = f64x2.splat(0);
  for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, cost += 16)
    sum = v128.add<f64>(sum, v128.mul<f64>(probabilities(re, im), costsAt(cost)));
  return sumPair(sum);
}

/** λ = scale (C - mean) ψ and ψ ← scale ψ; ⟨ψ|C - mean|ψ⟩ before. */
export function weighWeighted(tile: u32, scale: f64): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  const s = f64x2.splat(scale);
  let re = realPart(0) + tileOffset(tile);
  let im = imaginaryPart(0) + tileOffset(tile);
  let at = costTile;
  let sum = f64x2.splat(0);
  for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, at += 16) {
    const cost = costsAt(at);
    sum = v128.add<f64>(sum, v128.mul<f64>(probabilities(re, im), cost));
    const a = v128.mul<f64>(loadPair(re), s);
    const b = v128.mul<f64>(loadPair(im), s);
    storePair(re, a);
    storePair(im, b);
    storePair(re + toAdjoint, v128.mul<f64>(a, cost));
    storePair(im + toAdjoint, v128.mul<f64>(b, cost));
  }
  return sumPair(sum);
}

/** Im ⟨λ|C|ψ⟩ of one tile; without the mean of C, since Im ⟨λ|ψ⟩ = 0. */
export function overlapWeighted(tile: u32): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  let re = realPart(0) + tileOffset(tile);
  let im = imaginaryPart(0) + tileOffset(tile);
  let at = costTile;
  let sum = f64x2.splat(0);
  for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, at += 16) {
    const straight = v128.mul<f64>(loadPair(re + toAdjoint), loadPair(im));
    const crossed = v128.mul<f64>(loadPair(im + toAdjoint), loadPair(re));
    sum = v128.add<f64>(sum, v128.mul<f64>(v128.sub<f64>(straight, crossed), costsAt(at)));
  }
  return sumPair(sum);
}
