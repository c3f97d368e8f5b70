// Groups in order: head groups inside a row, row groups inside a tile, the others number the tiles. The host plans the
// addresses (src/subspace/layout.ts) and writes them here once.
import { real } from "../state/precision";

/** Reals in one vector. */
export const LANES: usize = 16 / sizeof<real>();

export let groups: i32 = 0;
export let headGroups: i32 = 0;
export let tileGroups: i32 = 0;
/** Amplitudes of a row; it is padded with zeros to `rowBytes`. */
export let rowOptions: i32 = 0;
export let rowBytes: usize = 0;
export let rows: i32 = 0;
export let tiles: u32 = 0;
export let tilePitch: usize = 0;

/** Options of each group, then the number of options in the groups before it; i32 each. */
let sizes: usize = 0;
let arrays: usize = 0;
let arrayBytes: usize = 0;

export function setGroups(sizes_: usize, groups_: i32, headGroups_: i32, tileGroups_: i32): void {
  sizes = sizes_;
  groups = groups_;
  headGroups = headGroups_;
  tileGroups = tileGroups_;
}

export function setShape(rowOptions_: i32, rowBytes_: usize, rows_: i32, tiles_: u32, tilePitch_: usize): void {
  rowOptions = rowOptions_;
  rowBytes = rowBytes_;
  rows = rows_;
  tiles = tiles_;
  tilePitch = tilePitch_;
}

/** First address of the re array of ψ; its im and the adjoint state's arrays follow at `arrayBytes`. */
export function setArrays(arrays_: usize, arrayBytes_: usize): void {
  arrays = arrays_;
  arrayBytes = arrayBytes_;
}

// @ts-ignore: decorator
@inline
export function options(group: i32): i32 {
  return load<i32>(sizes + (<usize>group << 2));
}

/** Place of a group's first option among all options. */
// @ts-ignore: decorator
@inline
export function firstOption(group: i32): i32 {
  return load<i32>(sizes + (<usize>(groups + group) << 2));
}

// @ts-ignore: decorator
@inline
export function realPart(slot: i32): usize {
  return arrays + <usize>(2 * slot) * arrayBytes;
}

/** From a real part to its imaginary part. */
// @ts-ignore: decorator
@inline
export function toImaginary(): usize {
  return arrayBytes;
}

/** From ψ to the adjoint state. */
// @ts-ignore: decorator
@inline
export function toAdjoint(): usize {
  return 2 * arrayBytes;
}

/** Address of a row of ψ's real part. */
// @ts-ignore: decorator
@inline
export function rowAt(tile: u32, row: i32): usize {
  return arrays + <usize>tile * tilePitch + <usize>row * rowBytes;
}
