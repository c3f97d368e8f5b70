import { createRandom, type Random } from "@qtwin/core";
import { type PairCosts, pairCostOf } from "./pair-costs.ts";

/** A tabu search that can be begun anywhere; of the kernel where there are flow and distance. */
export interface Search {
  start(place: ArrayLike<number>, seed: number): void;
  /** @returns the least cost since the start */
  run(iterations: number): number;
  readonly bestCost: number;
  /** The best places since the start. */
  best(): Int32Array;
}

/**
 * Robust tabu search over exchanges of two places with costs pair by pair: the cost of each facility at each place, all
 * others where they are, is kept up to date by four rows of the table an iteration.
 * Source: Taillard 1991 (Parallel Computing 17).
 */
export class PairSearch implements Search {
  bestCost = Infinity;
  private readonly cost: PairCosts;
  /** Cost of facility i at place k. */
  private readonly alone: Float64Array;
  private readonly tabuUntil: Int32Array;
  private readonly place: Int32Array;
  private readonly bestPlace: Int32Array;
  private now = 0;
  private iteration = 0;
  private random: Random = createRandom(1);

  constructor(cost: PairCosts) {
    this.cost = cost;
    this.alone = new Float64Array(cost.size * cost.size);
    this.tabuUntil = new Int32Array(cost.size * cost.size);
    this.place = new Int32Array(cost.size);
    this.bestPlace = new Int32Array(cost.size);
  }

  start(place: ArrayLike<number>, seed: number): void {
    const { size, linear } = this.cost;
    this.place.set(place);
    this.bestPlace.set(place);
    this.now = this.bestCost = pairCostOf(this.cost, place);
    this.random = createRandom(seed);
    this.iteration = 0;
    this.tabuUntil.fill(0);
    this.alone.set(linear);
    for (let j = 0; j < size; j++) this.addRow(j * size + this.place[j]!, 1);
  }

  run(iterations: number): number {
    if (this.cost.size < 2) return this.bestCost;
    for (let end = this.iteration + iterations; this.iteration < end; ) {
      this.iteration++;
      const move = this.chosen();
      const [i, j] = [Math.floor(move / this.cost.size), move % this.cost.size];
      this.now += this.delta(i, j);
      this.forbid(i);
      this.forbid(j);
      this.exchange(i, j);
      if (this.now >= this.bestCost) continue;
      this.bestCost = this.now;
      this.bestPlace.set(this.place);
    }
    return this.bestCost;
  }

  best(): Int32Array {
    return this.bestPlace.slice();
  }

  /** Change of cost when facilities i ≠ j change places. */
  delta(i: number, j: number): number {
    const { size, pair } = this.cost;
    const [own, other] = [i * size, j * size];
    const [k, l] = [this.place[i]!, this.place[j]!];
    const { alone } = this;
    const apart = alone[own + l]! + alone[other + k]! - alone[own + k]! - alone[other + l]!;
    const rows = size * size;
    return apart + pair[(own + k) * rows + other + l]! + pair[(own + l) * rows + other + k]!;
  }

  /** Facilities i and j change places. */
  exchange(i: number, j: number): void {
    const { size } = this.cost;
    const [k, l] = [this.place[i]!, this.place[j]!];
    this.addRow(i * size + k, -1);
    this.addRow(j * size + l, -1);
    this.addRow(i * size + l, 1);
    this.addRow(j * size + k, 1);
    this.place[i] = l;
    this.place[j] = k;
  }

  private addRow(column: number, sign: number): void {
    const { alone } = this;
    const count = alone.length;
    const { pair } = this.cost;
    for (let at = 0, entry = column * count; at < count; at++, entry++) alone[at]! += sign * pair[entry]!;
  }

  private forbid(facility: number): void {
    const { size } = this.cost;
    const tenure = Math.max(2, Math.floor(this.random.next() ** 3 * 8 * size));
    this.tabuUntil[facility * size + this.place[facility]!] = this.iteration + tenure;
  }

  private isTabu(facility: number, place: number): boolean {
    return this.tabuUntil[facility * this.cost.size + place]! >= this.iteration;
  }

  /** The best exchange that is not tabu or leads to a new best, as i · size + j; any one when there is none. */
  private chosen(): number {
    const { size } = this.cost;
    const first = this.random.integer(size);
    let [least, move] = [Infinity, -1];
    for (let row = 0; row < size; row++) {
      const i = (first + row) % size;
      for (let j = i + 1; j < size; j++) {
        const change = this.delta(i, j);
        if (change >= least) continue;
        const isForbidden = this.isTabu(i, this.place[j]!) && this.isTabu(j, this.place[i]!);
        if (isForbidden && this.now + change >= this.bestCost) continue;
        least = change;
        move = i * size + j;
      }
    }
    if (move >= 0) return move;
    const i = this.random.integer(size);
    return i * size + ((i + 1 + this.random.integer(size - 1)) % size);
  }
}
