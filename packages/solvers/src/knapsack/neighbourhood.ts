import { classesOf, type Knapsack, type Packing } from "./instance.ts";
import { type Relaxation, roundingOf } from "./relaxation.ts";

/** Nodes between two questions whether to stop: a few milliseconds. */
const nodesBetweenStops = 100_000;

/** Needs that are kept, levels times resources: 32 MB in each of three columns. With more, no search comes to its end. */
const maxNeeds = 4_000_000;

const never = (): boolean => false;

/** When a search is cut short. */
interface Ends {
  readonly maxNodes: number;
  readonly stop: () => boolean;
}

/**
 * Finds the best items for a few classes while all others stay, by depth-first search: a branch ends where the losses so far,
 * plus the price of what must be left over of the resources, exceed what a packing worth the target may lose, or where no
 * items of the classes to come fit. Memory is taken once for the classes, and for needs as searches become deeper.
 */
export class Neighbourhood {
  /** Nodes of the last search. */
  nodes = 0;
  /** Whether the last search ended by itself. */
  complete = true;
  private readonly knapsack: Knapsack;
  private readonly relaxation: Relaxation;
  private readonly classOf: Int32Array;
  /** Position of each item when all are ordered by class and loss. */
  private readonly rank: Int32Array;
  /** 1 while a class is being grouped. */
  private readonly mark: Uint8Array;
  private readonly classAt: Int32Array;
  /** Candidates of the levels, one behind the other: firstAt[level] … firstAt[level+1] − 1. */
  private readonly firstAt: Int32Array;
  private readonly candidate: Int32Array;
  /** Least and greatest need of the levels from one on, level by level. */
  private leastNeed = new Float64Array();
  private mostNeed = new Float64Array();
  private left = new Float64Array();
  private readonly lossAt: Float64Array;
  private readonly cursor: Int32Array;
  private readonly found: Int32Array;

  constructor(knapsack: Knapsack, relaxation: Relaxation) {
    const { classCount, value } = knapsack;
    this.knapsack = knapsack;
    this.relaxation = relaxation;
    this.classOf = classesOf(knapsack);
    this.rank = ranksOf(knapsack, relaxation.loss);
    this.mark = new Uint8Array(classCount);
    this.classAt = new Int32Array(classCount);
    this.firstAt = new Int32Array(classCount + 1);
    this.candidate = new Int32Array(value.length);
    this.lossAt = new Float64Array(classCount + 1);
    this.cursor = new Int32Array(classCount);
    this.found = new Int32Array(classCount);
  }

  /**
   * Exchanges items of the packing for `others` so that it is worth at least `target` and as much as possible, and differs;
   * false: that cannot be, or not within `maxNodes`, or not before `stop` said so.
   * @param packing one that fits
   * @param loss the losses of its items, summed up
   * @param others items that are not in the packing
   */
  improve(
    packing: Packing,
    loss: number,
    others: Int32Array,
    target: number,
    maxNodes: number,
    stop: () => boolean = never,
  ): boolean {
    const depth = this.group(packing, others);
    this.nodes = 0;
    this.complete = true;
    let inside = 0;
    for (let level = 0; level < depth; level++)
      inside += this.relaxation.loss[packing.taken[this.classAt[level]!]!]!;
    const budget = this.relaxation.bound - (loss - inside) - target + roundingOf(this.relaxation);
    if (!this.trim(depth, budget)) return false;
    this.complete = this.keepNeeds(depth);
    if (!this.complete) return false;
    this.findRoom(packing, depth);
    this.sumNeeds(depth);
    const gained = this.descend(packing, depth, budget, target, { maxNodes, stop });
    if (gained) this.take(packing, depth);
    return gained;
  }

  /** Makes a level of each class that `others` touch: its items, and the one that is taken; those that lose least first. */
  private group(packing: Packing, others: Int32Array): number {
    const { candidate, firstAt, classAt, rank } = this;
    candidate.set(others);
    let filled = others.length;
    for (const item of others) {
      const each = this.classOf[item]!;
      if (this.mark[each]) continue;
      this.mark[each] = 1;
      candidate[filled++] = packing.taken[each]!;
    }
    candidate.subarray(0, filled).sort((left, right) => rank[left]! - rank[right]!);
    let depth = 0;
    for (let at = 0; at < filled; at++) {
      const each = this.classOf[candidate[at]!]!;
      if (depth > 0 && classAt[depth - 1] === each) continue;
      this.mark[each] = 0;
      firstAt[depth] = at;
      classAt[depth++] = each;
    }
    firstAt[depth] = filled;
    return depth;
  }

  /** Makes room for the needs of the levels; false: they are too many. What was kept is not copied. */
  private keepNeeds(depth: number): boolean {
    const { classCount, resourceCount } = this.knapsack;
    const length = (depth + 1) * resourceCount;
    if (length > maxNeeds) return false;
    if (length <= this.left.length) return true;
    const roomy = Math.min(2 * length, (classCount + 1) * resourceCount, maxNeeds);
    this.leastNeed = new Float64Array(roomy);
    this.mostNeed = new Float64Array(roomy);
    this.left = new Float64Array(roomy);
    return true;
  }

  /** What there is for the levels when nothing of them is taken. */
  private findRoom({ taken, use }: Packing, depth: number): void {
    const { resourceCount, weight, capacity } = this.knapsack;
    const { left, classAt } = this;
    for (let resource = 0; resource < resourceCount; resource++)
      left[resource] = capacity[resource]! - use[resource]!;
    for (let level = 0; level < depth; level++) {
      const from = taken[classAt[level]!]! * resourceCount;
      for (let resource = 0; resource < resourceCount; resource++)
        left[resource]! += weight[from + resource]!;
    }
  }

  /** Leaves out what loses more than the budget; false: then a level is empty. */
  private trim(depth: number, budget: number): boolean {
    const { candidate, firstAt } = this;
    const { loss } = this.relaxation;
    let kept = 0;
    let at = 0;
    for (let level = 0; level < depth; level++) {
      const end = firstAt[level + 1]!;
      firstAt[level] = kept;
      for (; at < end; at++) if (loss[candidate[at]!]! <= budget) candidate[kept++] = candidate[at]!;
      if (kept === firstAt[level]) return false;
    }
    firstAt[depth] = kept;
    return depth > 0;
  }

  private sumNeeds(depth: number): void {
    const { resourceCount, weight } = this.knapsack;
    const { leastNeed, mostNeed, firstAt, candidate } = this;
    leastNeed.fill(0, depth * resourceCount, (depth + 1) * resourceCount);
    mostNeed.fill(0, depth * resourceCount, (depth + 1) * resourceCount);
    for (let level = depth - 1; level >= 0; level--)
      for (let resource = 0; resource < resourceCount; resource++) {
        let least = Infinity;
        let most = -Infinity;
        for (let at = firstAt[level]!; at < firstAt[level + 1]!; at++) {
          const need = weight[candidate[at]! * resourceCount + resource]!;
          if (need < least) least = need;
          if (need > most) most = need;
        }
        const here = level * resourceCount + resource;
        leastNeed[here] = leastNeed[here + resourceCount]! + least;
        mostNeed[here] = mostNeed[here + resourceCount]! + most;
      }
  }

  /** The search itself, one loop without calls: nearly all time is spent here. */
  private descend(packing: Packing, depth: number, limit: number, target: number, ends: Ends): boolean {
    const { resourceCount, weight, value } = this.knapsack;
    const { loss, price } = this.relaxation;
    const { candidate, firstAt, classAt, leastNeed, mostNeed, left, lossAt, cursor, found } = this;
    let outside = packing.value;
    for (let level = 0; level < depth; level++) outside -= value[packing.taken[classAt[level]!]!]!;
    let budget = limit;
    let least = target;
    let gained = false;
    let nodes = 0;
    let nextLook = Math.min(ends.maxNodes, nodesBetweenStops);
    let level = 0;
    cursor[0] = firstAt[0]! - 1;
    lossAt[0] = 0;
    while (level >= 0) {
      const at = cursor[level]! + 1;
      cursor[level] = at;
      const item = at < firstAt[level + 1]! ? candidate[at]! : -1;
      const lost = item < 0 ? Infinity : lossAt[level]! + loss[item]!;
      if (lost > budget) {
        level--;
        continue;
      }
      nodes++;
      if (nodes > nextLook) {
        if (nodes > ends.maxNodes || ends.stop()) {
          this.complete = false;
          break;
        }
        nextLook = Math.min(ends.maxNodes, nextLook + nodesBetweenStops);
      }
      const from = item * resourceCount;
      const here = level * resourceCount;
      const next = here + resourceCount;
      let total = lost;
      let resource = 0;
      for (; resource < resourceCount; resource++) {
        const rest = left[here + resource]! - weight[from + resource]!;
        if (rest < leastNeed[next + resource]!) break;
        left[next + resource] = rest;
        const idle = rest - mostNeed[next + resource]!;
        if (idle > 0) {
          total += idle * price[resource]!;
          if (total > budget) break;
        }
      }
      if (resource < resourceCount) continue;
      if (level + 1 < depth) {
        level++;
        lossAt[level] = lost;
        cursor[level] = firstAt[level]! - 1;
        continue;
      }
      let worth = outside;
      let differs = false;
      for (let each = 0; each < depth; each++) {
        const taken = candidate[cursor[each]!]!;
        worth += value[taken]!;
        if (taken !== packing.taken[classAt[each]!]) differs = true;
      }
      if (!differs || worth < least) continue;
      for (let each = 0; each < depth; each++) found[each] = candidate[cursor[each]!]!;
      gained = true;
      budget -= worth - least;
      least = worth;
    }
    this.nodes = nodes;
    return gained;
  }

  private take(packing: Packing, depth: number): void {
    const { resourceCount, weight, value } = this.knapsack;
    for (let level = 0; level < depth; level++) {
      const each = this.classAt[level]!;
      const [gone, come] = [packing.taken[each]!, this.found[level]!];
      packing.taken[each] = come;
      packing.value += value[come]! - value[gone]!;
      for (let resource = 0; resource < resourceCount; resource++)
        packing.use[resource]! +=
          weight[come * resourceCount + resource]! - weight[gone * resourceCount + resource]!;
    }
  }
}

/**
 * Classes whose second best item loses most come first: there a branch ends soonest, and what is undecided is left to the end,
 * where the resources decide. Within a class, what loses least comes first.
 */
function ranksOf({ classCount, start }: Knapsack, loss: Float64Array): Int32Array {
  const sorted = Array.from({ length: classCount }, (_, each) =>
    Int32Array.from({ length: start[each + 1]! - start[each]! }, (_, at) => start[each]! + at).sort(
      (left, right) => loss[left]! - loss[right]! || left - right,
    ),
  );
  const secondLoss = (items: Int32Array): number => (items.length > 1 ? loss[items[1]!]! : 0);
  sorted.sort((left, right) => secondLoss(right) - secondLoss(left));
  const rank = new Int32Array(loss.length);
  let next = 0;
  for (const items of sorted) for (const item of items) rank[item] = next++;
  return rank;
}
