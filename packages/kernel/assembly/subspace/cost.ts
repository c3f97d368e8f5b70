// C(x) = Σ over (group, option) pairs of a weight, and of their couplings. Inside a tile that is C_low, the same for every
// tile, plus a part for the row's own options and a part for the row, both decided by the tile's number.
import { unit, times } from "../state/complex";
import {
  firstOption, groups, headGroups, options, rowBytes, rowOptions, rows, tileGroups,
} from "./shape";
import { real } from "../state/precision";
import { cosine, setUnitCircle, sine } from "../state/unit-circle";
import { storePair } from "../state/vector";

/** Square, one row for each option of each group, f64; linear weights on the diagonal. */
let weights: usize = 0;
let allOptions: i32 = 0;
/** C_low, f64, rows padded like those of the state; its phases as reals, re then im at `lowPhaseDistance`. */
let lowCost: usize = 0;
let lowPhases: usize = 0;
let lowPhaseDistance: usize = 0;
/** What the tile adds for each option of the low groups, f64. */
let fields: usize = 0;
/** What the tile adds along a row, f64 for each option of a row; the same as complex f64, then as reals re and im. */
let headCosts: usize = 0;
let headPhases: usize = 0;
export let headReals: usize = 0;
/** What the tile adds to each row, f64 and complex f64. */
let rowCosts: usize = 0;
let rowPhases: usize = 0;
/** The chosen option of each group, i32. */
let chosen: usize = 0;
/** A row of costs, f64. */
let costRow: usize = 0;
/** All costs, f64, tile after tile, where the cost is not quadratic; else 0. */
let diagonal: usize = 0;
let diagonalPitch: usize = 0;
let tile: u32 = 0;

export function setWeights(weights_: usize, allOptions_: i32): void {
  weights = weights_;
  allOptions = allOptions_;
}

export function setLowRooms(lowCost_: usize, lowPhases_: usize, lowPhaseDistance_: usize): void {
  lowCost = lowCost_;
  lowPhases = lowPhases_;
  lowPhaseDistance = lowPhaseDistance_;
}

export function setTileRooms(
  fields_: usize, headCosts_: usize, headPhases_: usize, headReals_: usize,
  rowCosts_: usize, rowPhases_: usize, chosen_: usize, costRow_: usize,
): void {
  fields = fields_;
  headCosts = headCosts_;
  headPhases = headPhases_;
  headReals = headReals_;
  rowCosts = rowCosts_;
  rowPhases = rowPhases_;
  chosen = chosen_;
  costRow = costRow_;
}

export function setDiagonal(diagonal_: usize, pitch: usize): void {
  diagonal = diagonal_;
  diagonalPitch = pitch;
}

export function isDiagonal(): bool {
  return diagonal != 0;
}

// @ts-ignore: decorator
@inline
function weight(a: i32, b: i32): f64 {
  return load<f64>(weights + (<usize>(a * allOptions + b) << 3));
}

/** Option of a group that the digits chose, counted among all options. */
// @ts-ignore: decorator
@inline
function choice(group: i32): i32 {
  return firstOption(group) + load<i32>(chosen + (<usize>group << 2));
}

/** Writes the digits of `number` in the groups' mixed radix, the first group fastest. */
function choose(number: u32, first: i32, end: i32): void {
  for (let group = first; group < end; group++) {
    const size = <u32>options(group);
    store<i32>(chosen + (<usize>group << 2), number % size);
    number /= size;
  }
}

/** Cost of the chosen options of some groups among themselves. */
function costAmong(first: i32, end: i32): f64 {
  let cost: f64 = 0;
  for (let group = first; group < end; group++) {
    const a = choice(group);
    cost += weight(a, a);
    for (let other = first; other < group; other++) cost += weight(a, choice(other));
  }
  return cost;
}

/** Bytes of a padded row of f64. */
// @ts-ignore: decorator
@inline
function costRowBytes(): usize {
  return (rowBytes / sizeof<real>()) << 3;
}

export function fillLowCost(offset: f64): void {
  for (let row = 0; row < rows; row++) {
    choose(row, headGroups, tileGroups);
    const at = lowCost + <usize>row * costRowBytes();
    for (let x = 0; x < rowOptions; x++) {
      choose(x, 0, headGroups);
      store<f64>(at + (<usize>x << 3), offset + costAmong(0, tileGroups));
    }
  }
}

/** Sums over groups: each step lays a copy of what is there behind it for every option, the option's field added. */
function expandSums(target: usize, first: i32, end: i32, start: f64): void {
  store<f64>(target, start);
  let bytes: usize = 8;
  for (let group = first; group < end; group++) {
    for (let option = options(group) - 1; option >= 0; option--) {
      const field = load<f64>(fields + (<usize>(firstOption(group) + option) << 3));
      const copy = target + <usize>option * bytes;
      for (let x: usize = 0; x < bytes; x += 8) store<f64>(copy + x, load<f64>(target + x) + field);
    }
    bytes *= options(group);
  }
}

/** The same for products of exp(2πi turnsPerCost · field). */
function expandPhases(target: usize, first: i32, end: i32, start: v128, turnsPerCost: f64): void {
  v128.store(target, start);
  let bytes: usize = 16;
  for (let group = first; group < end; group++) {
    for (let option = options(group) - 1; option >= 0; option--) {
      const factor = unit(turnsPerCost * load<f64>(fields + (<usize>(firstOption(group) + option) << 3)));
      const copy = target + <usize>option * bytes;
      for (let x: usize = 0; x < bytes; x += 16) v128.store(copy + x, times(v128.load(target + x), factor));
    }
    bytes *= options(group);
  }
}

/** Writes the fields of the tile and returns the cost of its own groups. */
function setFields(): f64 {
  choose(tile, tileGroups, groups);
  const low = tileGroups < groups ? firstOption(tileGroups) : allOptions;
  for (let option = 0; option < low; option++) {
    let field: f64 = 0;
    for (let group = tileGroups; group < groups; group++) field += weight(choice(group), option);
    store<f64>(fields + (<usize>option << 3), field);
  }
  return costAmong(tileGroups, groups);
}

/** Makes {@link costsOfRow} speak of this tile. */
export function enterCosts(tile_: u32): void {
  tile = tile_;
  if (diagonal) return;
  const own = setFields();
  expandSums(headCosts, 0, headGroups, 0);
  expandSums(rowCosts, headGroups, tileGroups, own);
}

/** Address of the row's costs, f64. */
export function costsOfRow(row: i32): usize {
  if (diagonal) return diagonal + <usize>tile * diagonalPitch + <usize>row * costRowBytes();
  const low = lowCost + <usize>row * costRowBytes();
  const own = f64x2.splat(load<f64>(rowCosts + (<usize>row << 3)));
  for (let x: usize = 0; x < costRowBytes(); x += 16) {
    const head = v128.add<f64>(v128.load(headCosts + x), own);
    v128.store(costRow + x, v128.add<f64>(v128.load(low + x), head));
  }
  return costRow;
}

/** Phases of C_low, once a layer. */
export function preparePhases(turnsPerCost: f64): void {
  if (diagonal) return;
  let at = lowPhases;
  const turns = f64x2.splat(turnsPerCost);
  const end = lowCost + <usize>rows * costRowBytes();
  for (let cost = lowCost; cost < end; cost += 16, at += 2 * sizeof<real>()) {
    setUnitCircle(v128.mul<f64>(v128.load(cost), turns));
    storePair(at, cosine);
    storePair(at + lowPhaseDistance, sine);
  }
}

/** Makes {@link phaseRow} speak of this tile. */
export function enterPhases(tile_: u32, turnsPerCost: f64): void {
  tile = tile_;
  if (diagonal) return;
  const own = setFields();
  expandPhases(headPhases, 0, headGroups, unit(0), turnsPerCost);
  expandPhases(rowPhases, headGroups, tileGroups, unit(turnsPerCost * own), turnsPerCost);
  for (let x: usize = 0; x < <usize>rowOptions; x++) {
    const phase = v128.load(headPhases + (x << 4));
    const at = headReals + x * sizeof<real>();
    store<real>(at, <real>f64x2.extract_lane(phase, 0));
    store<real>(at + rowBytes, <real>f64x2.extract_lane(phase, 1));
  }
}

// @ts-ignore: decorator
@inline
export function rowPhase(row: i32): v128 {
  return v128.load(rowPhases + (<usize>row << 4));
}

/** Address of the row's phases of C_low; the imaginary parts follow at {@link toLowImaginary}. */
// @ts-ignore: decorator
@inline
export function lowPhasesOfRow(row: i32): usize {
  return lowPhases + <usize>row * rowBytes;
}

// @ts-ignore: decorator
@inline
export function toLowImaginary(): usize {
  return lowPhaseDistance;
}

/** Writes the tile's costs to `target`, rows padded. */
export function loadCosts(tile_: u32, target: usize): void {
  enterCosts(tile_);
  for (let row = 0; row < rows; row++) memory.copy(target + <usize>row * costRowBytes(), costsOfRow(row), costRowBytes());
}
