// Costs and their changes when two facilities change places.
import {
  atPlaceOf, between, betweenBack, cell, delta, distance, distanceStep, distanceStepBack, entry, flow, flowBack,
  flowStep, flowStepBack, linear, place, placeOf, rowOf, setCell, size, stride, twoWay,
} from "./memory";
import { num } from "./number";

/** Row times row: padding is 0. */
function dot(left: usize, right: usize): num {
  let sum = v128.splat<num>(0);
  for (let end = left + <usize>stride * sizeof<num>(); left < end; left += 16, right += 16)
    sum = v128.add<num>(sum, v128.mul<num>(v128.load(left), v128.load(right)));
  let total: num = 0;
  for (let lane: u8 = 0; lane < <u8>(16 / sizeof<num>()); lane++) total += laneOf(sum, lane);
  return total;
}

// @ts-ignore: decorator
@inline
function laneOf(vector: v128, lane: u8): num {
  if (sizeof<num>() == 8) return lane == 0 ? v128.extract_lane<num>(vector, 0) : v128.extract_lane<num>(vector, 1);
  if (lane == 0) return v128.extract_lane<num>(vector, 0);
  if (lane == 1) return v128.extract_lane<num>(vector, 1);
  return lane == 2 ? v128.extract_lane<num>(vector, sizeof<num>() == 8 ? 0 : 2) : v128.extract_lane<num>(vector, sizeof<num>() == 8 ? 0 : 3);
}

/** All that follows from the places: afterwards exchanges keep it up to date. */
export function prepare(): void {
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      setCell(between, i, j, cell(distance, placeOf(i), placeOf(j)));
      if (twoWay) setCell(betweenBack, i, j, cell(distance, placeOf(j), placeOf(i)));
    }
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let cost = cell(linear, i, placeOf(j)) + dot(rowOf(flow, i), rowOf(between, j));
      if (twoWay) cost += dot(rowOf(flowBack, i), rowOf(betweenBack, j));
      setCell(atPlaceOf, i, j, cost);
    }
  for (let i = 0; i < size; i++) refreshDelta(i);
}

/** Facilities i and j have no flow to themselves and a place none to itself, so the matrix holds what each does alone. */
function deltaOf(i: i32, j: i32): num {
  const apart = cell(atPlaceOf, i, j) + cell(atPlaceOf, j, i) - cell(atPlaceOf, i, i) - cell(atPlaceOf, j, j);
  if (!twoWay) return apart + 2 * cell(flow, i, j) * cell(between, i, j);
  return apart + (cell(flow, i, j) + cell(flow, j, i)) * (cell(between, i, j) + cell(between, j, i));
}

function refreshDelta(facility: i32): void {
  for (let other = 0; other < size; other++) {
    if (other < facility) setCell(delta, other, facility, deltaOf(other, facility));
    else if (other > facility) setCell(delta, facility, other, deltaOf(facility, other));
  }
}

/** Facilities u and v change places. */
export function exchange(u: i32, v: i32): void {
  difference(flowStep, rowOf(flowBack, u), rowOf(flowBack, v));
  difference(distanceStep, rowOf(betweenBack, v), rowOf(betweenBack, u));
  if (twoWay) {
    difference(flowStepBack, rowOf(flow, u), rowOf(flow, v));
    difference(distanceStepBack, rowOf(between, v), rowOf(between, u));
  }
  addSteps(atPlaceOf, flowStep, distanceStep);
  if (twoWay) addSteps(atPlaceOf, flowStepBack, distanceStepBack);
  exchangeColumns(atPlaceOf, u, v);
  exchangePlaces(between, u, v);
  if (twoWay) exchangePlaces(betweenBack, u, v);
  const other = placeOf(u);
  store<i32>(place + (<usize>u << 2), placeOf(v));
  store<i32>(place + (<usize>v << 2), other);
  subtractSteps(flowStep, distanceStep);
  if (twoWay) subtractSteps(flowStepBack, distanceStepBack);
  refreshDelta(u);
  refreshDelta(v);
}

function difference(to: usize, left: usize, right: usize): void {
  for (let end = to + <usize>stride * sizeof<num>(); to < end; to += 16, left += 16, right += 16)
    v128.store(to, v128.sub<num>(v128.load(left), v128.load(right)));
}

/** matrix[i, j] += flowStep[i] · distanceStep[j]; flows are often sparse, and rows without a step stay. */
function addSteps(matrix: usize, flows: usize, distances: usize): void {
  for (let i = 0; i < size; i++) {
    const step = entry(flows, i);
    if (step == 0) continue;
    const factor = v128.splat<num>(step);
    let from = distances;
    let to = rowOf(matrix, i);
    for (let end = to + <usize>stride * sizeof<num>(); to < end; to += 16, from += 16)
      v128.store(to, v128.add<num>(v128.load(to), v128.mul<num>(factor, v128.load(from))));
  }
}

/** delta[i, j] −= (flowStep[i] − flowStep[j]) · (distanceStep[i] − distanceStep[j]) for i < j. */
function subtractSteps(flows: usize, distances: usize): void {
  for (let i = 0; i < size - 1; i++) {
    const flowHere = v128.splat<num>(entry(flows, i));
    const distanceHere = v128.splat<num>(entry(distances, i));
    const skipped = (<usize>(i + 1) * sizeof<num>()) & ~15;
    let to = rowOf(delta, i) + skipped;
    let otherFlow = flows + skipped;
    let otherDistance = distances + skipped;
    for (let end = rowOf(delta, i + 1); to < end; to += 16, otherFlow += 16, otherDistance += 16) {
      const left = v128.sub<num>(flowHere, v128.load(otherFlow));
      const right = v128.sub<num>(distanceHere, v128.load(otherDistance));
      v128.store(to, v128.sub<num>(v128.load(to), v128.mul<num>(left, right)));
    }
  }
}

function exchangeColumns(matrix: usize, u: i32, v: i32): void {
  for (let i = 0; i < size; i++) {
    const other = cell(matrix, i, u);
    setCell(matrix, i, u, cell(matrix, i, v));
    setCell(matrix, i, v, other);
  }
}

function exchangePlaces(matrix: usize, u: i32, v: i32): void {
  exchangeColumns(matrix, u, v);
  for (let j = 0; j < size; j++) {
    const other = cell(matrix, u, j);
    setCell(matrix, u, j, cell(matrix, v, j));
    setCell(matrix, v, j, other);
  }
}

export function deltaAt(i: i32, j: i32): f64 {
  return <f64>cell(delta, i, j);
}
