import type { AssignmentCost } from "@qtwin/kernel";
import { LinearAssignment } from "./linear-assignment.ts";

/**
 * Bounds of an assignment of which some facilities have their places: each free facility at each free place meets the
 * free others at best in opposite orders, its largest flow over the shortest distance, and a linear assignment of these
 * costs is below every completion.
 * Source: Gilmore 1962 (SIAM Journal 10); Lawler 1963 (Management Science 9).
 */
export class GilmoreLawler {
  readonly assignment: LinearAssignment;
  /** Of the last bound: cost of free facility a at free place b, entry a·free + b, positions in `facilities` and `places`. */
  readonly table: Float64Array;
  readonly facilities: Int32Array;
  readonly places: Int32Array;
  free = 0;
  private readonly cost: AssignmentCost;
  /** Others of each facility by ascending flow, of each place by descending distance. */
  private readonly flowOrder: Int32Array;
  private readonly distanceOrder: Int32Array;
  private readonly flows: Float64Array;
  private readonly distances: Float64Array;
  private readonly isTaken: Uint8Array;

  constructor(cost: AssignmentCost) {
    const { size } = cost;
    this.cost = cost;
    this.assignment = new LinearAssignment(size);
    this.table = new Float64Array(size * size);
    this.facilities = new Int32Array(size);
    this.places = new Int32Array(size);
    this.flowOrder = orders(size, cost.flow, 1);
    this.distanceOrder = orders(size, cost.distance, -1);
    this.flows = new Float64Array(size * size);
    this.distances = new Float64Array(size * size);
    this.isTaken = new Uint8Array(size);
  }

  /** @param place of each facility, −1: it is free; @returns a number no completion costs less than */
  bound(place: Int32Array): number {
    const fixed = this.collect(place);
    const { free, table, flows, distances, facilities, places } = this;
    for (let a = 0; a < free; a++)
      for (let b = 0; b < free; b++) {
        let sum = this.costAt(place, facilities[a]!, places[b]!);
        for (let at = 1, f = a * free, d = b * free; at < free; at++, f++, d++)
          sum += flows[f]! * distances[d]!;
        table[a * free + b] = sum;
      }
    return fixed + (free > 0 ? this.assignment.solve(free, table) : 0);
  }

  /** Lists what is free, in order of flow and distance; @returns the cost among facilities that are fixed. */
  private collect(place: Int32Array): number {
    const { size } = this.cost;
    this.isTaken.fill(0);
    this.free = 0;
    let fixed = 0;
    for (let i = 0; i < size; i++) {
      if (place[i] === -1) this.facilities[this.free++] = i;
      else {
        this.isTaken[place[i]!] = 1;
        fixed += this.fixedCost(place, i);
      }
    }
    for (let k = 0, at = 0; k < size; k++) if (!this.isTaken[k]) this.places[at++] = k;
    for (let a = 0; a < this.free; a++) {
      const [i, k] = [this.facilities[a]!, this.places[a]!];
      for (let at = 0, f = a * this.free, d = f; at < size - 1; at++) {
        const other = this.flowOrder[i * size + at]!;
        if (place[other] === -1) this.flows[f++] = this.cost.flow[i * size + other]!;
        const there = this.distanceOrder[k * size + at]!;
        if (!this.isTaken[there]) this.distances[d++] = this.cost.distance[k * size + there]!;
      }
    }
    return fixed;
  }

  private fixedCost(place: Int32Array, i: number): number {
    const { size, flow, distance, linear } = this.cost;
    let sum = linear[i * size + place[i]!]!;
    for (let j = 0; j < size; j++)
      if (place[j] !== -1) sum += flow[i * size + j]! * distance[place[i]! * size + place[j]!]!;
    return sum;
  }

  /** What facility i at place k costs with those that are fixed. */
  private costAt(place: Int32Array, i: number, k: number): number {
    const { size, flow, distance, linear } = this.cost;
    let sum = linear[i * size + k]!;
    if (this.free === size) return sum;
    for (let j = 0; j < size; j++) {
      const there = place[j]!;
      if (there === -1) continue;
      sum += flow[i * size + j]! * distance[k * size + there]!;
      sum += flow[j * size + i]! * distance[there * size + k]!;
    }
    return sum;
  }
}

/** For each row, the other columns by ascending (sign 1) or descending value. */
function orders(size: number, matrix: Float64Array, sign: 1 | -1): Int32Array {
  const result = new Int32Array(size * size);
  for (let row = 0; row < size; row++) {
    const others = Int32Array.from({ length: size - 1 }, (_, at) => (at < row ? at : at + 1));
    others.sort((a, b) => sign * (matrix[row * size + a]! - matrix[row * size + b]!));
    result.set(others, row * size);
  }
  return result;
}
