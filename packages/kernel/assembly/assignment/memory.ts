// Where the arrays of one search lie. All matrices are size × stride, rows padded to whole vectors; `num` is i32 or f64.
import { num } from "./number";

export let size: i32 = 0;
/** Numbers of a row, whole vectors. */
export let stride: i32 = 0;
/** Whether flow and distance go both ways with different values; else only the sum of both ways is kept, once. */
export let twoWay: bool = false;
/** flow[i, j] and its transpose. */
export let flow: usize = 0;
export let flowBack: usize = 0;
/** Distance of places k, l. */
export let distance: usize = 0;
/** Cost of facility i at place k. */
export let linear: usize = 0;
/** Distance of the places that facilities i, j have, and its transpose. */
export let between: usize = 0;
export let betweenBack: usize = 0;
/** Cost of facility i at the place of facility j, all others where they are. */
export let atPlaceOf: usize = 0;
/** Change of cost when facilities i < j change places; the rest of the matrix is scrap. */
export let delta: usize = 0;
/** Iteration up to which facility i may not return to place k, i32. */
export let tabuUntil: usize = 0;
/** Place of each facility, i32. */
export let place: usize = 0;
export let bestPlace: usize = 0;
/** What the last exchange changed of flows (a facility each) and distances (a place each), out and back. */
export let flowStep: usize = 0;
export let distanceStep: usize = 0;
export let flowStepBack: usize = 0;
export let distanceStepBack: usize = 0;

export function setRooms(size_: i32, stride_: i32, twoWay_: bool, first: usize, matrixBytes: usize, rowBytes: usize): void {
  size = size_;
  stride = stride_;
  twoWay = twoWay_;
  flow = first;
  distance = flow + matrixBytes;
  linear = distance + matrixBytes;
  between = linear + matrixBytes;
  atPlaceOf = between + matrixBytes;
  delta = atPlaceOf + matrixBytes;
  flowBack = twoWay_ ? delta + matrixBytes : flow;
  betweenBack = twoWay_ ? flowBack + matrixBytes : between;
  tabuUntil = delta + matrixBytes * (twoWay_ ? 3 : 1);
  place = tabuUntil + matrixBytes;
  bestPlace = place + rowBytes;
  flowStep = bestPlace + rowBytes;
  distanceStep = flowStep + rowBytes;
  flowStepBack = distanceStep + rowBytes;
  distanceStepBack = flowStepBack + rowBytes;
}

// @ts-ignore: decorator
@inline
export function cell(matrix: usize, row: i32, column: i32): num {
  return load<num>(matrix + (<usize>(row * stride + column) * sizeof<num>()));
}

// @ts-ignore: decorator
@inline
export function setCell(matrix: usize, row: i32, column: i32, value: num): void {
  store<num>(matrix + (<usize>(row * stride + column) * sizeof<num>()), value);
}

// @ts-ignore: decorator
@inline
export function rowOf(matrix: usize, row: i32): usize {
  return matrix + <usize>(row * stride) * sizeof<num>();
}

// @ts-ignore: decorator
@inline
export function entry(vector: usize, at: i32): num {
  return load<num>(vector + (<usize>at * sizeof<num>()));
}

// @ts-ignore: decorator
@inline
export function placeOf(facility: i32): i32 {
  return load<i32>(place + (<usize>facility << 2));
}
