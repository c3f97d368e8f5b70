import { costsOfRow, headReals, isDiagonal, lowPhasesOfRow, rowPhase, toLowImaginary } from "./cost";
import { real } from "../state/precision";
import { rowBytes, toImaginary } from "./shape";
import { cosine, setUnitCircle, sine } from "../state/unit-circle";
import { loadPair, multiplyAdd, multiplySubtract, storePair } from "../state/vector";

// @ts-ignore: decorator
@inline
function realTimes(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return multiplySubtract(ai, bi, v128.mul<real>(ar, br));
}

// @ts-ignore: decorator
@inline
function imaginaryTimes(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return multiplyAdd(ai, br, v128.mul<real>(ar, bi));
}

function phaseFactored(re: usize, row: i32): void {
  const own = rowPhase(row);
  const ownRe = v128.splat<real>(<real>f64x2.extract_lane(own, 0));
  const ownIm = v128.splat<real>(<real>f64x2.extract_lane(own, 1));
  const low = lowPhasesOfRow(row);
  for (let x: usize = 0; x < rowBytes; x += 16) {
    const headRe = v128.load(headReals + x);
    const headIm = v128.load(headReals + rowBytes + x);
    const tileRe = realTimes(headRe, headIm, ownRe, ownIm);
    const tileIm = imaginaryTimes(headRe, headIm, ownRe, ownIm);
    const lowRe = v128.load(low + x);
    const lowIm = v128.load(low + toLowImaginary() + x);
    const wr = realTimes(lowRe, lowIm, tileRe, tileIm);
    const wi = imaginaryTimes(lowRe, lowIm, tileRe, tileIm);
    const a = v128.load(re + x);
    const b = v128.load(re + toImaginary() + x);
    v128.store(re + x, realTimes(a, b, wr, wi));
    v128.store(re + toImaginary() + x, imaginaryTimes(a, b, wr, wi));
  }
}

function phaseDiagonal(re: usize, row: i32, turnsPerCost: f64): void {
  let cost = costsOfRow(row);
  for (let end = re + rowBytes; re < end; re += 2 * sizeof<real>(), cost += 16) {
    setUnitCircle(v128.mul<f64>(v128.load(cost), f64x2.splat(turnsPerCost)));
    const a = loadPair(re);
    const b = loadPair(re + toImaginary());
    storePair(re, v128.sub<f64>(v128.mul<f64>(a, cosine), v128.mul<f64>(b, sine)));
    storePair(re + toImaginary(), v128.add<f64>(v128.mul<f64>(a, sine), v128.mul<f64>(b, cosine)));
  }
}

/** Multiplies a row by exp(2πi turnsPerCost C); the tile must be entered with the same turns. */
export function phaseRow(re: usize, row: i32, turnsPerCost: f64): void {
  if (isDiagonal()) phaseDiagonal(re, row, turnsPerCost);
  else phaseFactored(re, row);
}
