// The memory pass over tiles: phase, and the mixer of every group inside a tile.
import { costsOfRow, enterCosts, enterPhases, preparePhases } from "./cost";
import { mixHead, mixHeadBack } from "./head";
import { mixGroup } from "./mixer";
import { mixGroupBack } from "./mixer-back";
import { phaseRow } from "./phase";
import { costOverlapOfRow } from "./measure";
import { sumLanes } from "../state/lanes";
import { LANES, headGroups, options, rowAt, rowBytes, rows, tileGroups, tiles, toAdjoint, toImaginary } from "./shape";

/** ψ ← mixer · exp(2πi turnsPerCost C) ψ, the mixer being that of the groups inside a tile. */
export function sweepTiles(turnsPerCost: f64): void {
  preparePhases(turnsPerCost);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterPhases(tile, turnsPerCost);
    for (let row = 0; row < rows; row += <i32>LANES) mixRows(tile, row, min(<i32>LANES, rows - row), turnsPerCost);
    let stride = rowBytes;
    for (let group = headGroups; group < tileGroups; group++) {
      mixGroup(rowAt(tile, 0), toImaginary(), <usize>rows * rowBytes, options(group), stride);
      stride *= options(group);
    }
  }
}

function mixRows(tile: u32, first: i32, count: i32, turnsPerCost: f64): void {
  for (let row = first; row < first + count; row++) phaseRow(rowAt(tile, row), row, turnsPerCost);
  mixHead(rowAt(tile, first), count);
}

export let mixerOverlap: f64 = 0;
export let costOverlap: f64 = 0;

/**
 * The reverse on ψ and λ: mixer, then phase (`turnsPerCost` with the sign that undoes). Leaves Im ⟨λ|H|ψ⟩ of the
 * mixers undone here, each read before its own step, and Im ⟨λ|C|ψ⟩.
 */
export function sweepTilesBack(turnsPerCost: f64): void {
  preparePhases(turnsPerCost);
  mixerOverlap = 0;
  costOverlap = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) {
    let stride = rowBytes;
    for (let group = headGroups; group < tileGroups; group++) {
      const bytes = <usize>rows * rowBytes;
      const sum = mixGroupBack(rowAt(tile, 0), toImaginary(), toAdjoint(), bytes, options(group), stride);
      mixerOverlap += sumLanes(sum);
      stride *= options(group);
    }
    enterPhases(tile, turnsPerCost);
    enterCosts(tile);
    for (let row = 0; row < rows; row += <i32>LANES) mixRowsBack(tile, row, min(<i32>LANES, rows - row), turnsPerCost);
  }
}

function mixRowsBack(tile: u32, first: i32, count: i32, turnsPerCost: f64): void {
  mixerOverlap += mixHeadBack(rowAt(tile, first), count);
  for (let row = first; row < first + count; row++) phaseRowBack(tile, row, turnsPerCost);
}

/** Reads the row's share of Im ⟨λ|C|ψ⟩ and undoes the phase on both states. */
export function phaseRowBack(tile: u32, row: i32, turnsPerCost: f64): void {
  const at = rowAt(tile, row);
  costOverlap += costOverlapOfRow(at, costsOfRow(row));
  phaseRow(at, row, turnsPerCost);
  phaseRow(at + toAdjoint(), row, turnsPerCost);
}

export function clearOverlaps(): void {
  mixerOverlap = 0;
  costOverlap = 0;
}
export function mixerOverlapOfTiles(): f64 {
  return mixerOverlap;
}
export function costOverlapOfTiles(): f64 {
  return costOverlap;
}
