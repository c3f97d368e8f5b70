/**
 * Facility i at place p(i) costs Σ flow[i, j]·distance[p(i), p(j)] over i ≠ j and Σ linear[i, p(i)]; all matrices size ×
 * size, row by row, the diagonals of flow and distance 0.
 */
export interface AssignmentCost {
  readonly size: number;
  readonly flow: Float64Array;
  readonly distance: Float64Array;
  readonly linear: Float64Array;
}

/** @param place the place of each facility, a permutation */
export function assignmentCost(
  { size, flow, distance, linear }: AssignmentCost,
  place: ArrayLike<number>,
): number {
  let cost = 0;
  for (let i = 0; i < size; i++) {
    const row = place[i]! * size;
    cost += linear[i * size + place[i]!]!;
    for (let j = 0; j < size; j++) cost += flow[i * size + j]! * distance[row + place[j]!]!;
  }
  return cost;
}

/** Change of cost when facilities i and j change places, in O(size). */
export function exchangeDelta(
  { size, flow, distance, linear }: AssignmentCost,
  place: ArrayLike<number>,
  i: number,
  j: number,
): number {
  const [k, l] = [place[i]!, place[j]!];
  const at = (matrix: Float64Array, row: number, column: number): number => matrix[row * size + column]!;
  let delta = at(linear, i, l) + at(linear, j, k) - at(linear, i, k) - at(linear, j, l);
  delta += (at(flow, i, j) - at(flow, j, i)) * (at(distance, l, k) - at(distance, k, l));
  for (let m = 0; m < size; m++) {
    if (m === i || m === j) continue;
    const there = place[m]!;
    delta += (at(flow, i, m) - at(flow, j, m)) * (at(distance, l, there) - at(distance, k, there));
    delta += (at(flow, m, i) - at(flow, m, j)) * (at(distance, there, l) - at(distance, there, k));
  }
  return delta;
}
