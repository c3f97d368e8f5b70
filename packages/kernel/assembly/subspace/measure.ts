import { costsOfRow, enterCosts } from "./cost";
import { real } from "../state/precision";
import { realPart, rowAt, rowBytes, rowOptions, rows, tilePitch, tiles, toAdjoint, toImaginary } from "./shape";
import { loadPair, storePair, sumPair } from "../state/vector";

const PAIR: usize = 2 * sizeof<real>();

// @ts-ignore: decorator
@inline
function probabilities(re: usize): v128 {
  const a = loadPair(re);
  const b = loadPair(re + toImaginary());
  return v128.add<f64>(v128.mul<f64>(a, a), v128.mul<f64>(b, b));
}

/** Every amplitude becomes `amplitude`, the padding zero. */
export function setUniform(amplitude: f64): void {
  memory.fill(realPart(0), 0, <usize>tiles * tilePitch);
  memory.fill(realPart(0) + toImaginary(), 0, <usize>tiles * tilePitch);
  for (let tile: u32 = 0; tile < tiles; tile++)
    for (let row = 0; row < rows; row++) {
      const at = rowAt(tile, row);
      for (let x: usize = 0; x < <usize>rowOptions; x++) store<real>(at + x * sizeof<real>(), <real>amplitude);
    }
}

/** Probability mass of a tile of ψ. */
export function tileMass(tile: u32): f64 {
  let sum = f64x2.splat(0);
  const end = rowAt(tile, rows);
  for (let at = rowAt(tile, 0); at < end; at += PAIR) sum = v128.add<f64>(sum, probabilities(at));
  return sumPair(sum);
}

/** ⟨ψ|ψ⟩: one up to rounding. */
export function norm(): f64 {
  let sum: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) sum += tileMass(tile);
  return sum;
}

function expectationOfRow(at: usize, cost: usize): f64 {
  let sum = f64x2.splat(0);
  for (let end = at + rowBytes; at < end; at += PAIR, cost += 16)
    sum = v128.add<f64>(sum, v128.mul<f64>(probabilities(at), v128.load(cost)));
  return sumPair(sum);
}

/** ⟨ψ|C|ψ⟩ */
export function expectation(): f64 {
  let total: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterCosts(tile);
    for (let row = 0; row < rows; row++) total += expectationOfRow(rowAt(tile, row), costsOfRow(row));
  }
  return total;
}

/** λ = scale (min(C, limit) - shift) ψ: with the shift near ⟨C⟩ no digits are lost to an offset. */
export function weighAdjoint(limit: f64, shift: f64, scale: f64): void {
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterCosts(tile);
    for (let row = 0; row < rows; row++) weighRow(rowAt(tile, row), costsOfRow(row), limit, shift, scale);
  }
}

function weighRow(at: usize, cost: usize, limit: f64, shift: f64, scale: f64): void {
  for (let end = at + rowBytes; at < end; at += PAIR, cost += 16) {
    const clipped = v128.min<f64>(v128.load(cost), f64x2.splat(limit));
    const weight = v128.mul<f64>(v128.sub<f64>(clipped, f64x2.splat(shift)), f64x2.splat(scale));
    storePair(at + toAdjoint(), v128.mul<f64>(loadPair(at), weight));
    storePair(at + toAdjoint() + toImaginary(), v128.mul<f64>(loadPair(at + toImaginary()), weight));
  }
}

/** The row's share of Im ⟨λ|C|ψ⟩. */
export function costOverlapOfRow(at: usize, cost: usize): f64 {
  let sum = f64x2.splat(0);
  for (let end = at + rowBytes; at < end; at += PAIR, cost += 16) {
    const straight = v128.mul<f64>(loadPair(at + toAdjoint()), loadPair(at + toImaginary()));
    const crossed = v128.mul<f64>(loadPair(at + toAdjoint() + toImaginary()), loadPair(at));
    sum = v128.add<f64>(sum, v128.mul<f64>(v128.sub<f64>(straight, crossed), v128.load(cost)));
  }
  return sumPair(sum);
}

let lowest: f64 = 0;
let highest: f64 = 0;

/** Least and greatest cost over the feasible set, read with the two functions below. */
export function findRange(): void {
  lowest = Infinity;
  highest = -Infinity;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterCosts(tile);
    for (let row = 0; row < rows; row++) widenRange(costsOfRow(row));
  }
}

function widenRange(cost: usize): void {
  for (let end = cost + (<usize>rowOptions << 3); cost < end; cost += 8) {
    lowest = min(lowest, load<f64>(cost));
    highest = max(highest, load<f64>(cost));
  }
}

export function lowestCost(): f64 {
  return lowest;
}
export function highestCost(): f64 {
  return highest;
}

/**
 * Adds mass and mass · cost of every amplitude to bin floor((cost - low) · binsPerCost), the end bins taking what lies
 * beyond. `target` holds the masses, `target + 8 · bins` the weighted masses.
 */
export function histogram(target: usize, bins: i32, low: f64, binsPerCost: f64): void {
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterCosts(tile);
    for (let row = 0; row < rows; row++) fillBins(rowAt(tile, row), costsOfRow(row), target, bins, low, binsPerCost);
  }
}

function fillBins(at: usize, costs: usize, target: usize, bins: i32, low: f64, binsPerCost: f64): void {
  for (let x: usize = 0; x < <usize>rowOptions; x++) {
    const cost = load<f64>(costs + (x << 3));
    const bin = max<f64>(0, min<f64>(<f64>(bins - 1), floor((cost - low) * binsPerCost)));
    const a = <f64>load<real>(at + x * sizeof<real>());
    const b = <f64>load<real>(at + toImaginary() + x * sizeof<real>());
    const mass = a * a + b * b;
    const to = target + (<usize>bin << 3);
    store<f64>(to, load<f64>(to) + mass);
    store<f64>(to + (<usize>bins << 3), load<f64>(to + (<usize>bins << 3)) + mass * cost);
  }
}
