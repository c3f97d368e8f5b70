// The Grover mixer: exp(-iβ |F⟩⟨F|) adds the same number to every amplitude, (e^(-iβ) - 1) times their mean.
import { enterCosts, enterPhases, preparePhases } from "./cost";
import { sumFactor } from "./mixer";
import { phaseRow } from "./phase";
import { real } from "../state/precision";
import { rowAt, rowBytes, rowOptions, rows, tiles, toAdjoint, toImaginary } from "./shape";
import { clearOverlaps, phaseRowBack } from "./tiles";
import { times } from "../state/complex";
import { loadPair, sumPair } from "../state/vector";

// @ts-ignore: decorator
@inline
function sumRow(at: usize): f64 {
  let sum = f64x2.splat(0);
  for (let x: usize = 0; x < rowBytes; x += 2 * sizeof<real>()) sum = v128.add<f64>(sum, loadPair(at + x));
  return sumPair(sum);
}

/** Σ_x ψ_x of a row as one complex number. */
function complexSum(at: usize): v128 {
  return f64x2.replace_lane(f64x2.splat(sumRow(at)), 1, sumRow(at + toImaginary()));
}

function addToRow(at: usize, value: real): void {
  const end = <usize>rowOptions * sizeof<real>();
  const added = v128.splat<real>(value);
  let x: usize = 0;
  for (; x + 16 <= end; x += 16) v128.store(at + x, v128.add<real>(v128.load(at + x), added));
  for (; x < end; x += sizeof<real>()) store<real>(at + x, load<real>(at + x) + value);
}

function addComplex(at: usize, value: v128): void {
  addToRow(at, <real>f64x2.extract_lane(value, 0));
  addToRow(at + toImaginary(), <real>f64x2.extract_lane(value, 1));
}

/** ψ ← exp(-iβ|F⟩⟨F|) exp(2πi turnsPerCost C) ψ */
export function groverLayer(turnsPerCost: f64, beta: f64): void {
  preparePhases(turnsPerCost);
  let sum = f64x2.splat(0);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterPhases(tile, turnsPerCost);
    for (let row = 0; row < rows; row++) {
      phaseRow(rowAt(tile, row), row, turnsPerCost);
      sum = v128.add<f64>(sum, complexSum(rowAt(tile, row)));
    }
  }
  const added = times(sum, sumFactor(beta, <f64>tiles * rows * rowOptions));
  for (let tile: u32 = 0; tile < tiles; tile++)
    for (let row = 0; row < rows; row++) addComplex(rowAt(tile, row), added);
}

/** The reverse on ψ and λ, both angles with the sign that undoes; returns Im ⟨λ|F⟩⟨F|ψ⟩. */
export function groverLayerBack(turnsPerCost: f64, beta: f64): f64 {
  preparePhases(turnsPerCost);
  clearOverlaps();
  let sum = f64x2.splat(0);
  let adjointSum = f64x2.splat(0);
  for (let tile: u32 = 0; tile < tiles; tile++)
    for (let row = 0; row < rows; row++) {
      sum = v128.add<f64>(sum, complexSum(rowAt(tile, row)));
      adjointSum = v128.add<f64>(adjointSum, complexSum(rowAt(tile, row) + toAdjoint()));
    }
  const count = <f64>tiles * rows * rowOptions;
  const factor = sumFactor(beta, count);
  const added = times(sum, factor);
  const adjointAdded = times(adjointSum, factor);
  for (let tile: u32 = 0; tile < tiles; tile++) {
    enterPhases(tile, turnsPerCost);
    enterCosts(tile);
    for (let row = 0; row < rows; row++) {
      addComplex(rowAt(tile, row), added);
      addComplex(rowAt(tile, row) + toAdjoint(), adjointAdded);
      phaseRowBack(tile, row, turnsPerCost);
    }
  }
  const straight = f64x2.extract_lane(adjointSum, 0) * f64x2.extract_lane(sum, 1);
  return (straight - f64x2.extract_lane(adjointSum, 1) * f64x2.extract_lane(sum, 0)) / count;
}
