import { phaseTile, preparePhase } from "./cost";
import { imaginaryPart, qubits, realPart, tileBytes, tileOffset, tileQubits, tiles } from "./memory";
import { mixAbove, mixFar, mixNear } from "./mixer";
import { real } from "./precision";

/** What the first-level cache holds of a tile beside its phases. */
const NEAR_BYTES: usize = 8192;

/** Sets ψ to the uniform state, held as i^|x| / √2^n. */
export function setUniform(): void {
  const amplitude = <real>(1 / Math.sqrt(<f64>(<u64>1 << qubits)));
  for (let tile: u32 = 0; tile < tiles; tile++) {
    const re = realPart(0) + tileOffset(tile);
    const im = imaginaryPart(0) + tileOffset(tile);
    const turns = popcnt(tile);
    for (let x: u32 = 0; x < <u32>(1 << tileQubits); x++) {
      const quarter = (turns + popcnt(x)) & 3;
      const value = (quarter & 2) == 0 ? amplitude : -amplitude;
      store<real>(re + <usize>x * sizeof<real>(), (quarter & 1) == 0 ? value : <real>0);
      store<real>(im + <usize>x * sizeof<real>(), (quarter & 1) == 0 ? <real>0 : value);
    }
  }
}

/** ψ ← scale · exp(2πi turnsPerCost C) ψ, then every qubit rotated by atan(tangent) up to its cosine. */
export function applyLayer(slot: i32, turnsPerCost: f64, scale: f64, tangent: f64): void {
  layerTiles(slot, turnsPerCost, scale, tangent);
  layerColumns(slot, tangent);
}
export function layerColumns(slot: i32, tangent: f64): void {
  mixAbove(slot, <real>tangent);
}
export function layerTiles(slot: i32, turnsPerCost: f64, scale: f64, tangent: f64): void {
  preparePhase(turnsPerCost, scale);
  const near = min(tileBytes, NEAR_BYTES);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    phaseTile(slot, tile, turnsPerCost, scale);
    const re = realPart(slot) + tileOffset(tile);
    const im = imaginaryPart(slot) + tileOffset(tile);
    for (let at: usize = 0; at < tileBytes; at += near) {
      mixNear(re + at, near, <real>tangent);
      mixNear(im + at, near, <real>tangent);
    }
    mixFar(re, <real>tangent);
    mixFar(im, <real>tangent);
  }
}
