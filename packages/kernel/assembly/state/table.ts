// A cost with few distinct, evenly spaced values: C = minimum + step · index, one u16 an amplitude.
import { costTile, imaginaryPart, realPart, tileOffset, tileQubits } from "./memory";
import { real } from "./precision";
import { cosine, setUnitCircle, sine } from "./unit-circle";
import { multiplyAdd, multiplySubtract } from "./vector";

let indices: usize = 0;
let indexPitch: usize = 0;
/** cos, sin of every value, as neighbouring reals. */
let factors: usize = 0;
let values: u32 = 0;
let minimum: f64 = 0;
let step: f64 = 0;

export function setTable(
  indices_: usize, indexPitch_: usize, factors_: usize, values_: u32, minimum_: f64, step_: f64,
): void {
  indices = indices_;
  indexPitch = indexPitch_;
  factors = factors_;
  values = values_;
  minimum = minimum_;
  step = step_;
}

/** Takes the costs in the cost tile as those of tile `tile`. */
export function storeTable(tile: u32): void {
  const at = indices + <usize>tile * indexPitch;
  for (let x: usize = 0; x < 1 << tileQubits; x++)
    store<u16>(at + (x << 1), <u16>nearest((load<f64>(costTile + (x << 3)) - minimum) / step));
}

export function costsTable(tile: u32): void {
  const at = indices + <usize>tile * indexPitch;
  for (let x: usize = 0; x < 1 << tileQubits; x++)
    store<f64>(costTile + (x << 3), minimum + step * <f64>load<u16>(at + (x << 1)));
}

/** The factors scale · exp(2πi turnsPerCost C) of all values, once a layer. */
export function fillFactors(turnsPerCost: f64, scale: f64): void {
  for (let index: u32 = 0; index < values; index++) {
    setUnitCircle(f64x2.splat((minimum + step * <f64>index) * turnsPerCost));
    const at = factors + <usize>index * 2 * sizeof<real>();
    store<real>(at, <real>(f64x2.extract_lane(cosine, 0) * scale));
    store<real>(at + sizeof<real>(), <real>(f64x2.extract_lane(sine, 0) * scale));
  }
}

/** Address of the factor of the amplitude whose index lies at `index`. */
// @ts-ignore: decorator
@inline
function factorAt(index: usize): usize {
  return factors + <usize>load<u16>(index) * (2 * sizeof<real>());
}

export function phaseTable(slot: i32, tile: u32): void {
  let re = realPart(slot) + tileOffset(tile);
  let im = imaginaryPart(slot) + tileOffset(tile);
  let index = indices + <usize>tile * indexPitch;
  for (let end = re + (sizeof<real>() << tileQubits); re < end; re += 16, im += 16) {
    let wr: v128;
    let wi: v128;
    if (sizeof<real>() == 4) {
      const low = v128.load64_lane(factorAt(index + 2), v128.load64_zero(factorAt(index)), 1);
      const high = v128.load64_lane(factorAt(index + 6), v128.load64_zero(factorAt(index + 4)), 1);
      wr = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      wi = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
      index += 8;
    } else {
      const low = v128.load(factorAt(index));
      const high = v128.load(factorAt(index + 2));
      wr = v128.shuffle<f64>(low, high, 0, 2);
      wi = v128.shuffle<f64>(low, high, 1, 3);
      index += 4;
    }
    const a = v128.load(re);
    const b = v128.load(im);
    v128.store(re, multiplySubtract(b, wi, v128.mul<real>(a, wr)));
    v128.store(im, multiplyAdd(b, wr, v128.mul<real>(a, wi)));
  }
}
