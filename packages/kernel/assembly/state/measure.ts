import { costs } from "./cost";
import { costTile, imaginaryPart, realPart, tileBytes, tileOffset, tileQubits, tiles } from "./memory";
import { real } from "./precision";
import { loadPair, storePair, sumPair } from "./vector";

const PAIR: usize = 2 * sizeof<real>();

// @ts-ignore: decorator
@inline
function probabilities(re: usize, im: usize): v128 {
  const a = loadPair(re);
  const b = loadPair(im);
  return v128.add<f64>(v128.mul<f64>(a, a), v128.mul<f64>(b, b));
}

/** Probability mass of a tile of ψ. */
export function tileMass(tile: u32): f64 {
  let re = realPart(0) + tileOffset(tile);
  let im = imaginaryPart(0) + tileOffset(tile);
  let sum = f64x2.splat(0);
  for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR) sum = v128.add<f64>(sum, probabilities(re, im));
  return sumPair(sum);
}

/** ⟨ψ|ψ⟩: one up to rounding. */
export function norm(): f64 {
  let sum: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) sum += tileMass(tile);
  return sum;
}

/** ⟨ψ|C|ψ⟩ */
export function expectation(): f64 {
  let total: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    costs(tile);
    let re = realPart(0) + tileOffset(tile);
    let im = imaginaryPart(0) + tileOffset(tile);
    let cost = costTile;
    let sum = f64x2.splat(0);
    for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, cost += 16)
      sum = v128.add<f64>(sum, v128.mul<f64>(probabilities(re, im), v128.load(cost)));
    total += sumPair(sum);
  }
  return total;
}

/** λ = C ψ */
export function weighAdjoint(): void {
  const toAdjoint = realPart(1) - realPart(0);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    costs(tile);
    let re = realPart(0) + tileOffset(tile);
    let im = imaginaryPart(0) + tileOffset(tile);
    let at = costTile;
    for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, at += 16) {
      const cost = v128.load(at);
      storePair(re + toAdjoint, v128.mul<f64>(loadPair(re), cost));
      storePair(im + toAdjoint, v128.mul<f64>(loadPair(im), cost));
    }
  }
}

/** Im ⟨λ|C|ψ⟩ */
export function costOverlap(): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  let total: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    costs(tile);
    let re = realPart(0) + tileOffset(tile);
    let im = imaginaryPart(0) + tileOffset(tile);
    let at = costTile;
    let sum = f64x2.splat(0);
    for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR, at += 16) {
      const straight = v128.mul<f64>(loadPair(re + toAdjoint), loadPair(im));
      const crossed = v128.mul<f64>(loadPair(im + toAdjoint), loadPair(re));
      sum = v128.add<f64>(sum, v128.mul<f64>(v128.sub<f64>(straight, crossed), v128.load(at)));
    }
    total += sumPair(sum);
  }
  return total;
}

/**
 * Adds mass and mass · cost of every amplitude to bin floor((cost - low) · binsPerCost), the end bins taking what lies
 * beyond. `target` holds the masses, `target + 8 · bins` the weighted masses.
 */
export function histogram(target: usize, bins: i32, low: f64, binsPerCost: f64): void {
  for (let tile: u32 = 0; tile < tiles; tile++) {
    costs(tile);
    const re = realPart(0) + tileOffset(tile);
    const im = imaginaryPart(0) + tileOffset(tile);
    for (let x: usize = 0; x < 1 << tileQubits; x++) {
      const cost = load<f64>(costTile + (x << 3));
      const bin = max<f64>(0, min<f64>(<f64>(bins - 1), floor((cost - low) * binsPerCost)));
      const a = <f64>load<real>(re + x * sizeof<real>());
      const b = <f64>load<real>(im + x * sizeof<real>());
      const mass = a * a + b * b;
      const at = target + (<usize>bin << 3);
      store<f64>(at, load<f64>(at) + mass);
      store<f64>(at + (<usize>bins << 3), load<f64>(at + (<usize>bins << 3)) + mass * cost);
    }
  }
}
