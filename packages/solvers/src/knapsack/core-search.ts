import type { Random } from "@qtwin/core";
import {
  classesOf,
  copyPacking,
  emptyPacking,
  type Knapsack,
  leastGain,
  type Packing,
  weigh,
} from "./instance.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import type { Relaxation } from "./relaxation.ts";

/** Nodes after which a neighbourhood is left; the number of its items adapts so that about half are searched to their end. */
const maxNodes = 20_000;
/** What drawing and preparing a neighbourhood costs, in nodes. */
const overhead = 500;
/** Factors of the number of items after a neighbourhood that was cut short, and after one that was small. */
const [shrink, grow] = [0.97, 1.02];
/** The items are drawn from the best ranks, up to this many times as many as are drawn. */
const widest = 8;
/** Neighbourhoods without success before the search goes elsewhere. */
const patience = 40;
/** Neighbourhoods that may be tried to make a packing fit again after items were forced in. */
const rescues = 10;

/**
 * Improves a packing by exact searches of small neighbourhoods: the items that would lose least if they replaced those taken
 * are ranked, some of the best ranks are drawn at random, and the best packing with them is found. Where nothing improves for
 * long, an item is forced in and its class locked for a while.
 * Source for the core of low losses: Pisinger, "Core problems in knapsack algorithms", 1999; for exact searches of parts:
 * Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", 1998.
 */
export class CoreSearch {
  readonly best: Packing;
  private readonly current: Packing;
  private readonly knapsack: Knapsack;
  private readonly relaxation: Relaxation;
  private readonly random: Random;
  private readonly neighbourhood: Neighbourhood;
  private readonly classOf: Int32Array;
  private readonly locked: Uint8Array;
  /** Items that are not taken, those that would lose least first, and how much more they lose than what is taken. */
  private ranked = new Int32Array();
  private readonly extra: Float64Array;
  private size = 12;
  private stale = 0;

  /** @param start a packing that fits */
  constructor(knapsack: Knapsack, relaxation: Relaxation, start: Packing, random: Random) {
    this.knapsack = knapsack;
    this.relaxation = relaxation;
    this.random = random;
    this.neighbourhood = new Neighbourhood(knapsack, relaxation);
    this.classOf = classesOf(knapsack);
    this.locked = new Uint8Array(knapsack.classCount);
    this.extra = new Float64Array(knapsack.value.length);
    this.best = emptyPacking(knapsack);
    this.current = emptyPacking(knapsack);
    this.adopt(start);
  }

  /** Goes on from a better packing, wherever it was found. */
  adopt(packing: Packing): void {
    copyPacking(packing, this.best);
    this.goTo(packing);
  }

  /** Searches for about `budget` nodes, less when `stop` says so or the best packing became better; the nodes searched. */
  run(budget: number, stop: () => boolean): number {
    let spent = 0;
    const before = this.best.value;
    while (spent < budget && this.best.value === before && !stop()) {
      spent += this.step();
      if (this.ranked.length === 0) break;
    }
    return spent;
  }

  private step(): number {
    const { current, best, neighbourhood, knapsack } = this;
    const target = current.value + leastGain(knapsack, current.value);
    const gained = neighbourhood.improve(current, this.lossOf(current), this.draw(), target, maxNodes);
    this.adaptSize();
    let spent = overhead + neighbourhood.nodes;
    if (gained) {
      this.goTo(current);
      if (current.value > best.value) copyPacking(current, best);
    } else if (++this.stale > patience) spent += this.moveOn();
    return spent;
  }

  private adaptSize(): void {
    const { complete, nodes } = this.neighbourhood;
    if (!complete) this.size = Math.max(2, this.size * shrink);
    else if (nodes < maxNodes / 4) this.size = Math.min(this.ranked.length, this.size * grow + 0.01);
  }

  /** First lifts the locks; when that was in vain too, forces an item into the best packing. */
  private moveOn(): number {
    if (this.locked.includes(1)) {
      this.locked.fill(0);
      this.goTo(this.current);
      return 0;
    }
    this.goTo(this.best);
    return this.ranked.length > 0 ? this.force() : 0;
  }

  private force(): number {
    const { current, best, relaxation, random, neighbourhood } = this;
    const reach = Math.min(this.ranked.length, Math.ceil(this.size * 4));
    const item = this.ranked[random.integer(reach)]!;
    this.exchange(item);
    this.locked[this.classOf[item]!] = 1;
    this.goTo(current);
    const target = best.value - (0.5 + random.next()) * (relaxation.bound - best.value);
    let spent = 0;
    for (let attempt = 0; attempt < rescues; attempt++) {
      const saved = neighbourhood.improve(current, this.lossOf(current), this.draw(), target, maxNodes);
      spent += overhead + neighbourhood.nodes;
      if (saved) {
        this.goTo(current);
        if (current.value > best.value) copyPacking(current, best);
        return spent;
      }
    }
    this.locked.fill(0);
    this.goTo(best);
    return spent;
  }

  private exchange(item: number): void {
    const { resourceCount, weight, value } = this.knapsack;
    const { current } = this;
    const each = this.classOf[item]!;
    const gone = current.taken[each]!;
    current.taken[each] = item;
    current.value += value[item]! - value[gone]!;
    for (let resource = 0; resource < resourceCount; resource++)
      current.use[resource]! +=
        weight[item * resourceCount + resource]! - weight[gone * resourceCount + resource]!;
  }

  private goTo(packing: Packing): void {
    if (packing !== this.current) copyPacking(packing, this.current);
    // From scratch, so that no rounding adds up.
    weigh(this.knapsack, this.current);
    this.stale = 0;
    this.rank();
  }

  /** Ranks the items that a better packing could have. */
  private rank(): void {
    const { extra, classOf, locked, current, best } = this;
    const { loss, bound } = this.relaxation;
    const gap = bound - best.value;
    const items: number[] = [];
    for (let item = 0; item < loss.length; item++) {
      const each = classOf[item]!;
      if (locked[each] || current.taken[each] === item || loss[item]! > gap) continue;
      extra[item] = loss[item]! - loss[current.taken[each]!]!;
      items.push(item);
    }
    this.ranked = Int32Array.from(items).sort((left, right) => extra[left]! - extra[right]! || left - right);
  }

  /** Draws items from the best ranks: how far down is itself drawn, each order of magnitude alike. */
  private draw(): Int32Array {
    const { ranked, random } = this;
    const count = Math.min(ranked.length, Math.max(2, Math.round(this.size)));
    const reach = Math.min(ranked.length, Math.ceil(count * widest ** random.next()));
    const pool = ranked.slice(0, reach);
    for (let at = 0; at < count; at++) {
      const other = at + random.integer(reach - at);
      [pool[at], pool[other]] = [pool[other]!, pool[at]!];
    }
    return pool.subarray(0, count);
  }

  private lossOf({ taken }: Packing): number {
    let sum = 0;
    for (const item of taken) sum += this.relaxation.loss[item]!;
    return sum;
  }
}
