import { nextChunk, storeSum } from "./chunks";
import { costs, expectationTile } from "./cost";
import { costTile, imaginaryPart, realPart, tileBytes, tileOffset, tileQubits, tiles } from "./memory";
import { real } from "./precision";
import { sumPair } from "./vector";
import { probabilities } from "./weighted";

const PAIR: usize = 2 * sizeof<real>();

/** Probability mass of a tile of ψ. */
export function tileMass(tile: u32): f64 {
  let re = realPart(0) + tileOffset(tile);
  let im = imaginaryPart(0) + tileOffset(tile);
  let sum = f64x2.splat(0);
  for (let end = re + tileBytes; re < end; re += PAIR, im += PAIR) sum = v128.add<f64>(sum, probabilities(re, im));
  return sumPair(sum);
}

/** Probability mass of all tiles, on one thread. */
export function norm(): f64 {
  let sum: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) sum += tileMass(tile);
  return sum;
}

/** Job, a chunk a tile: sum 0 is the probability mass, one over all tiles up to rounding. */
export function masses(): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) storeSum(0, tile, tileMass(tile));
  return tiles;
}

/** Job, a chunk a tile: sum 0 is ⟨ψ|C - mean|ψ⟩. */
export function expectation(): u32 {
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) storeSum(0, tile, expectationTile(tile));
  return tiles;
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
