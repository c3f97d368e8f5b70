import { costTile, tileQubits, tiles } from "./memory";
import { costsDiagonal, phaseDiagonal, storeDiagonal } from "./diagonal";
import { fillLowPhases, phaseQuadratic } from "./quadratic";
import { costsQuadratic, expectationQuadratic, overlapQuadratic, weighQuadratic } from "./quadratic-costs";
import { costsTable, fillFactors, phaseTable, storeTable } from "./table";
import { expectationWeighted, overlapWeighted, weighWeighted } from "./weighted";

/** 0: quadratic, without any array; 1: table of values; 2: one number an amplitude. */
let form: i32 = 0;
let offset: f64 = 0;

export function setCostForm(form_: i32, offset_: f64): void {
  form = form_;
  offset = offset_;
}

/** What a phase by this angle needs once, before the job that takes its tiles; one thread does it for all. */
export function preparePhase(turnsPerCost: f64, scale: f64): void {
  if (form == 0) fillLowPhases(turnsPerCost, offset);
  else if (form == 1) fillFactors(turnsPerCost, scale);
}

/** Multiplies a tile of state `slot` by scale · exp(2πi turnsPerCost C). */
export function phaseTile(slot: i32, tile: u32, turnsPerCost: f64, scale: f64): void {
  if (form == 0) phaseQuadratic(slot, tile, turnsPerCost, scale);
  else if (form == 1) phaseTable(slot, tile);
  else phaseDiagonal(slot, tile, turnsPerCost, scale);
}

/** Writes the costs of a tile to the cost tile. */
export function costs(tile: u32): void {
  if (form == 0) costsQuadratic(tile);
  else if (form == 1) costsTable(tile);
  else costsDiagonal(tile);
}

/** ⟨ψ|C - mean|ψ⟩ of one tile. */
export function expectationTile(tile: u32): f64 {
  if (form == 0) return expectationQuadratic(tile);
  costs(tile);
  return expectationWeighted(tile);
}

/** λ = scale (C - mean) ψ and ψ ← scale ψ; ⟨ψ|C - mean|ψ⟩ before. */
export function weighTile(tile: u32, scale: f64): f64 {
  if (form == 0) return weighQuadratic(tile, scale);
  costs(tile);
  return weighWeighted(tile, scale);
}

/** Im ⟨λ|C|ψ⟩ of one tile. */
export function costOverlap(tile: u32): f64 {
  if (form == 0) return overlapQuadratic(tile);
  costs(tile);
  return overlapWeighted(tile);
}

export function storeCosts(tile: u32): void {
  if (form == 1) storeTable(tile);
  else storeDiagonal(tile);
}

/** Turns coefficients in the cost tile into costs: entry x becomes the sum over the subsets of x. */
export function sumSubsets(): void {
  for (let bit = 0; bit < tileQubits; bit++) {
    const stride: usize = 8 << bit;
    for (let at = costTile; at < costTile + (8 << tileQubits); at += 2 * stride)
      for (let x: usize = 0; x < stride; x += 8)
        store<f64>(at + stride + x, load<f64>(at + stride + x) + load<f64>(at + x));
  }
}

let lowest: f64 = 0;
let highest: f64 = 0;

/** Least and greatest cost over all tiles, read with the two functions below. */
export function findRange(): void {
  lowest = Infinity;
  highest = -Infinity;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    costs(tile);
    widenRange();
  }
}

/** Widens the range by the costs in the cost tile. */
export function widenRange(): void {
  for (let at = costTile; at < costTile + (8 << tileQubits); at += 8) {
    lowest = min(lowest, load<f64>(at));
    highest = max(highest, load<f64>(at));
  }
}

export function resetRange(): void {
  lowest = Infinity;
  highest = -Infinity;
}
export function lowestCost(): f64 {
  return lowest;
}
export function highestCost(): f64 {
  return highest;
}
