import type { Random } from "@qtwin/core";
import type { Search } from "./pair-search.ts";

interface Member {
  readonly place: Int32Array;
  readonly cost: number;
}

export interface PopulationOptions {
  /** Members that take part; more keep variety longer, and cost one search each. */
  readonly members: number;
  /** Iterations of tabu search for each child. */
  readonly searchLength: number;
}

/** Children without a new best after which all but the best are shaken. */
const patience = 15;
/** Parents are the best of so many drawn. */
const tournament = 3;

/**
 * A memetic search: tabu search improves children, who keep what their parents agree on. When nothing better comes for a
 * while, all but the best are shaken, the more the longer it takes.
 * Source: Benlic & Hao 2015 (Expert Systems with Applications 42).
 */
export class Population {
  /** The best places so far, and their cost; Infinity before the first run. */
  best: Int32Array;
  bestCost = Infinity;
  private readonly members: Member[] = [];
  private readonly size: number;
  private readonly search: Search;
  private readonly random: Random;
  private readonly options: PopulationOptions;
  /** Starting points of the searches that come first. */
  private readonly waiting: Int32Array[] = [];
  private left = 0;
  private failures = 0;
  private shakes = 0;

  constructor(size: number, search: Search, random: Random, options: PopulationOptions) {
    this.size = size;
    this.search = search;
    this.random = random;
    this.options = options;
    this.best = Int32Array.from({ length: size }, (_, i) => i);
    for (let member = 0; member < options.members; member++) this.waiting.push(this.shuffled());
  }

  /** Places that someone found: the next search begins there. */
  invite(place: Int32Array): void {
    this.waiting.unshift(place);
  }

  /** @returns whether there is a new best */
  run(iterations: number): boolean {
    const before = this.bestCost;
    for (let spent = 0; spent < iterations; ) {
      if (this.left === 0) this.begin();
      const share = Math.min(this.left, iterations - spent);
      this.search.run(share);
      spent += share;
      this.left -= share;
      if (this.search.bestCost < this.bestCost) {
        this.bestCost = this.search.bestCost;
        this.best = this.search.best();
        this.failures = this.shakes = 0;
      }
      if (this.left === 0) this.settle({ place: this.search.best(), cost: this.search.bestCost });
    }
    return this.bestCost < before;
  }

  private begin(): void {
    if (this.waiting.length === 0 && this.failures >= patience) this.shake();
    const start = this.waiting.shift() ?? this.child(this.parent(), this.parent());
    this.search.start(start, this.random.integer(2 ** 31));
    this.left = this.options.searchLength;
    this.failures++;
  }

  /** A child takes the place of the worst, if it is better and not there yet. */
  private settle(child: Member): void {
    const { members } = this;
    if (members.some(({ cost, place }) => cost === child.cost && differences(place, child.place) === 0))
      return;
    members.push(child);
    members.sort((left, right) => left.cost - right.cost);
    if (members.length > this.options.members) members.pop();
  }

  private parent(): Int32Array {
    let chosen = this.members.length;
    for (let draw = 0; draw < tournament; draw++)
      chosen = Math.min(chosen, this.random.integer(this.members.length));
    return this.members[chosen]!.place;
  }

  /** Places both parents agree on stay; else one of the two parents' places, while it is free; the rest by chance. */
  private child(first: Int32Array, second: Int32Array): Int32Array {
    const { size, random } = this;
    const child = new Int32Array(size).fill(-1);
    const isTaken = new Uint8Array(size);
    const give = (i: number, place: number): void => {
      if (child[i] !== -1 || isTaken[place]) return;
      child[i] = place;
      isTaken[place] = 1;
    };
    for (let i = 0; i < size; i++) if (first[i] === second[i]) give(i, first[i]!);
    for (const i of this.shuffled()) {
      const [one, other] = random.next() < 0.5 ? [first, second] : [second, first];
      give(i, one[i]!);
      give(i, other[i]!);
    }
    const rest = this.shuffled().filter((place) => !isTaken[place]);
    for (let i = 0, at = 0; i < size; i++) if (child[i] === -1) child[i] = rest[at++]!;
    return child;
  }

  private shake(): void {
    this.failures = 0;
    const strength = Math.min(1, 0.2 + 0.2 * this.shakes++);
    for (const { place } of this.members.splice(1)) this.waiting.push(this.shaken(place, strength));
  }

  /** A share of the places go round in a random order. */
  private shaken(place: Int32Array, share: number): Int32Array {
    const moved = this.shuffled().subarray(0, Math.max(2, Math.round(this.size * share)));
    const result = place.slice();
    moved.forEach((facility, at) => {
      result[facility] = place[moved[(at + 1) % moved.length]!]!;
    });
    return result;
  }

  private shuffled(): Int32Array {
    const order = Int32Array.from({ length: this.size }, (_, i) => i);
    for (let at = this.size - 1; at > 0; at--) {
      const other = this.random.integer(at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    return order;
  }
}

function differences(first: Int32Array, second: Int32Array): number {
  let count = 0;
  for (let i = 0; i < first.length; i++) if (first[i] !== second[i]) count++;
  return count;
}
