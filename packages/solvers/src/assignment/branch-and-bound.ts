import type { AssignmentCost } from "@qtwin/kernel";
import { assignmentCost } from "@qtwin/kernel";
import { GilmoreLawler } from "./gilmore-lawler.ts";
import { type Granularity, granularityOf, raised } from "./granularity.ts";

/** One facility's places that are still to be tried, the most promising first. */
interface Level {
  facility: number;
  count: number;
  next: number;
  readonly place: Int32Array;
  /** No completion with that place costs less; ascending. */
  readonly bound: Float64Array;
}

/**
 * Depth-first search over places with the Gilmore–Lawler bound: at each node the facility is branched whose places are
 * ruled out most, by the reduced costs of the linear assignment. Facilities that can be exchanged for one another take
 * their places in ascending order. It can be left at any node and gone on with.
 */
export class BranchAndBound {
  /** Cost of the best known places, which the caller may lower. */
  upper = Infinity;
  /** Better places than the caller had, found at a leaf. */
  found: Int32Array | null = null;
  readonly granularity: Granularity;
  private readonly cost: AssignmentCost;
  private readonly lower: GilmoreLawler;
  private readonly place: Int32Array;
  private readonly next: Int32Array;
  private readonly levels: readonly Level[];
  private depth = 0;
  private isStarted = false;
  private rootBound = -Infinity;
  private score = 0;

  constructor(cost: AssignmentCost) {
    const { size } = cost;
    this.cost = cost;
    this.granularity = granularityOf(cost);
    this.lower = new GilmoreLawler(cost);
    this.place = new Int32Array(size).fill(-1);
    this.next = ringsOfKinds(cost);
    this.levels = Array.from({ length: size }, () => ({
      facility: -1,
      count: 0,
      next: 0,
      place: new Int32Array(size),
      bound: new Float64Array(size),
    }));
  }

  /** The bound without any place fixed. */
  start(): number {
    this.isStarted = true;
    const raw = this.lower.bound(this.place);
    this.rootBound = raised(this.granularity, raw);
    if (this.rootBound < this.upper) this.branch(raw, this.rootBound);
    return this.rootBound;
  }

  get isDone(): boolean {
    return this.isStarted && this.depth === 0;
  }

  /** No cost is below this: the least of what is open, or the best known. */
  get bound(): number {
    let least = this.upper;
    for (let depth = 0; depth < this.depth; depth++) {
      const { next, count, bound } = this.levels[depth]!;
      if (next < count) least = Math.min(least, bound[next]!);
    }
    return Math.min(this.upper, Math.max(this.rootBound, least));
  }

  /** @returns nodes looked at: fewer than asked for when it is done */
  step(nodes: number): number {
    let looked = 0;
    while (looked < nodes && this.depth > 0) {
      const level = this.levels[this.depth - 1]!;
      this.place[level.facility] = -1;
      if (level.next >= level.count || level.bound[level.next]! >= this.upper) {
        this.depth--;
        continue;
      }
      const known = level.bound[level.next]!;
      this.place[level.facility] = level.place[level.next++]!;
      looked++;
      const raw = this.lower.bound(this.place);
      const bound = Math.max(known, raised(this.granularity, raw));
      if (bound >= this.upper) continue;
      if (this.lower.free > 0) this.branch(raw, bound);
      else this.take();
    }
    return looked;
  }

  private take(): void {
    const cost = assignmentCost(this.cost, this.place);
    if (cost >= this.upper) return;
    this.upper = cost;
    this.found = this.place.slice();
  }

  /**
   * Opens a level for the facility with the fewest places left, by what the last bound says.
   * @param raw that bound, to which reduced costs add; @param bound what is known in all
   */
  private branch(raw: number, bound: number): void {
    const { free, facilities } = this.lower;
    let [chosen, fewest, highest] = [-1, Infinity, -Infinity];
    for (let a = 0; a < free; a++) {
      const open = this.openPlaces(a, raw);
      if (open > fewest || (open === fewest && this.score <= highest)) continue;
      [chosen, fewest, highest] = [a, open, this.score];
    }
    if (fewest === 0) return;
    const level = this.levels[this.depth++]!;
    level.facility = facilities[chosen]!;
    level.next = 0;
    this.fill(level, chosen, raw, bound);
  }

  /** How many places are not ruled out; their reduced costs add up to `score`. */
  private openPlaces(a: number, raw: number): number {
    const { free, facilities, places } = this.lower;
    let open = 0;
    this.score = 0;
    for (let b = 0; b < free; b++) {
      if (!this.keepsOrder(facilities[a]!, places[b]!)) continue;
      const reduced = this.reducedCost(a, b);
      this.score += reduced;
      if (raised(this.granularity, raw + reduced) < this.upper) open++;
    }
    return open;
  }

  private fill(level: Level, a: number, raw: number, bound: number): void {
    const { free, facilities, places } = this.lower;
    level.count = 0;
    for (let b = 0; b < free; b++) {
      if (!this.keepsOrder(facilities[a]!, places[b]!)) continue;
      const least = Math.max(bound, raised(this.granularity, raw + this.reducedCost(a, b)));
      if (least >= this.upper) continue;
      let at = level.count++;
      for (; at > 0 && level.bound[at - 1]! > least; at--) {
        level.bound[at] = level.bound[at - 1]!;
        level.place[at] = level.place[at - 1]!;
      }
      level.bound[at] = least;
      level.place[at] = places[b]!;
    }
  }

  private reducedCost(a: number, b: number): number {
    const { free, table, assignment } = this.lower;
    return Math.max(0, table[a * free + b]! - assignment.rowPrice[a]! - assignment.columnPrice[b]!);
  }

  /** Facilities of one kind stand in ascending order. */
  private keepsOrder(facility: number, place: number): boolean {
    for (let other = this.next[facility]!; other !== facility; other = this.next[other]!) {
      const there = this.place[other]!;
      if (there !== -1 && other < facility !== there < place) return false;
    }
    return true;
  }
}

/** The next facility of the same kind, in a ring: exchanging two of a kind changes no cost. */
function ringsOfKinds({ size, flow, linear }: AssignmentCost): Int32Array {
  const next = Int32Array.from({ length: size }, (_, i) => i);
  const isSame = (i: number, j: number): boolean => {
    if (flow[i * size + j] !== flow[j * size + i]) return false;
    for (let m = 0; m < size; m++) {
      if (linear[i * size + m] !== linear[j * size + m]) return false;
      if (m === i || m === j) continue;
      if (flow[i * size + m] !== flow[j * size + m] || flow[m * size + i] !== flow[m * size + j])
        return false;
    }
    return true;
  };
  for (let j = 1; j < size; j++)
    for (let i = 0; i < j; i++) {
      if (!isSame(i, j)) continue;
      next[j] = next[i]!;
      next[i] = j;
      break;
    }
  return next;
}
