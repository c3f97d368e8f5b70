// Any cost, one number an amplitude. The f64 state keeps f64; the f32 state keeps u32 steps of the cost's range / 2^32:
// 4 bytes as f32 would take, but the phase error stays below 1e-9 of γ · range.
import { costTile, imaginaryPart, realPart, tileOffset, tileQubits } from "./memory";
import { real } from "./precision";
import { cosine, setUnitCircle, sine } from "./unit-circle";
import { loadPair, storePair } from "./vector";

let diagonal: usize = 0;
let diagonalPitch: usize = 0;
let minimum: f64 = 0;
let step: f64 = 0;

export function setDiagonal(diagonal_: usize, diagonalPitch_: usize, minimum_: f64, step_: f64): void {
  diagonal = diagonal_;
  diagonalPitch = diagonalPitch_;
  minimum = minimum_;
  step = step_;
}

/** Takes the costs in the cost tile as those of tile `tile`. */
export function storeDiagonal(tile: u32): void {
  const at = diagonal + <usize>tile * diagonalPitch;
  for (let x: usize = 0; x < 1 << tileQubits; x++) {
    const cost = load<f64>(costTile + (x << 3));
    if (sizeof<real>() == 4) store<u32>(at + (x << 2), <u32>nearest((cost - minimum) / step));
    else store<f64>(at + (x << 3), cost);
  }
}

// @ts-ignore: decorator
@inline
function loadCosts(at: usize): v128 {
  if (sizeof<real>() == 8) return v128.load(at);
  const steps = f64x2.convert_low_i32x4_u(v128.load64_zero(at));
  return v128.add<f64>(f64x2.splat(minimum), v128.mul<f64>(steps, f64x2.splat(step)));
}

export function costsDiagonal(tile: u32): void {
  const at = diagonal + <usize>tile * diagonalPitch;
  for (let x: usize = 0; x < 1 << tileQubits; x += 2)
    v128.store(costTile + (x << 3), loadCosts(at + x * sizeof<real>()));
}

export function phaseDiagonal(slot: i32, tile: u32, turnsPerCost: f64, scale: f64): void {
  let re = realPart(slot) + tileOffset(tile);
  let im = imaginaryPart(slot) + tileOffset(tile);
  let at = diagonal + <usize>tile * diagonalPitch;
  const pairBytes = 2 * sizeof<real>();
  for (let end = re + (sizeof<real>() << tileQubits); re < end; re += pairBytes, im += pairBytes, at += pairBytes) {
    setUnitCircle(v128.mul<f64>(loadCosts(at), f64x2.splat(turnsPerCost)));
    const wr = v128.mul<f64>(cosine, f64x2.splat(scale));
    const wi = v128.mul<f64>(sine, f64x2.splat(scale));
    const a = loadPair(re);
    const b = loadPair(im);
    storePair(re, v128.sub<f64>(v128.mul<f64>(a, wr), v128.mul<f64>(b, wi)));
    storePair(im, v128.add<f64>(v128.mul<f64>(a, wi), v128.mul<f64>(b, wr)));
  }
}
