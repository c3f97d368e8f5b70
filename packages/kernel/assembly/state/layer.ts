import { phaseTile, preparePhase } from "./cost";
import { imaginaryPart, qubits, realPart, tileOffset, tileQubits, tiles } from "./memory";
import { mixAbove, mixTile } from "./mixer";
import { real } from "./precision";

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
  preparePhase(turnsPerCost, scale);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    phaseTile(slot, tile, turnsPerCost, scale);
    mixTile(realPart(slot) + tileOffset(tile), <real>tangent);
    mixTile(imaginaryPart(slot) + tileOffset(tile), <real>tangent);
  }
  mixAbove(slot, <real>tangent);
}
