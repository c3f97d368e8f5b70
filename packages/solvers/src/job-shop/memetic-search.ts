import { createRandom, type Random } from "@qtwin/core";
import { dispatch, reversed, simpleRule } from "./dispatch.ts";
import type { JobShop } from "./job-shop.ts";
import { between, distance, type Member, memberOf } from "./population.ts";
import { Schedule } from "./schedule.ts";
import { TabuSearch } from "./tabu-search.ts";

/** Operations times iterations between two looks at the clock: some milliseconds. */
const chunkWork = 60_000;
/** Iterations without a better schedule after which a tabu search ends. */
const patience = 12_500;
const mostMembers = 20;
const firstMembers = 4;

/** Who watches a search: counts its work, hears what it finds, and tells it what others found. */
export interface Watch {
  /** How many more iterations may be made, at most `wanted`; 0: stop. */
  readonly allow: (wanted: number) => number;
  readonly spend: (iterations: number) => void;
  /** A list of operations that is better than all before. */
  readonly found: (order: Int32Array, makespan: number) => void;
  /** A better schedule that another found, once. */
  readonly heard: () => Int32Array | null;
  /** A makespan that cannot be beaten. */
  readonly goal: () => number;
}

/**
 * Memetic search: a small population of schedules that tabu search has improved; each new one starts between two of them.
 * A population whose schedules have become alike keeps its best and is filled again.
 *
 * Sources: Peng, Lü, Cheng 2015 (tabu search with path relinking); Constantino, Segura 2022 (diversity).
 */
export class MemeticSearch {
  private readonly shop: JobShop;
  private readonly backward: JobShop;
  private readonly watch: Watch;
  private readonly random: Random;
  private readonly tabu: TabuSearch;
  private readonly schedule: Schedule;
  private readonly machines: readonly Int32Array[];
  private readonly chunk: number;
  private members: Member[] = [];
  private bestMakespan = Infinity;
  private size = firstMembers;
  private dispatched = 0;

  constructor(
    shop: JobShop,
    machines: readonly Int32Array[],
    { seed, watch }: { readonly seed: number; readonly watch: Watch },
  ) {
    this.shop = shop;
    this.backward = reversed(shop);
    this.watch = watch;
    this.random = createRandom(seed);
    this.tabu = new TabuSearch(shop, seed);
    this.schedule = new Schedule(shop);
    this.machines = machines;
    this.chunk = Math.max(1, Math.round(chunkWork / Math.max(1, shop.operationCount)));
  }

  /** Until the watch allows no more, or the goal is reached. */
  run(starts: readonly Int32Array[]): void {
    const firsts = starts.map((start) => this.loaded(start));
    do firsts.push(this.loaded(this.fresh()));
    while (this.dispatched < 2 && this.mayGoOn());
    firsts.sort((a, b) => a.makespan - b.makespan);
    for (const { order } of firsts) if (this.mayGoOn()) this.add(this.improved(order));
    while (this.mayGoOn()) {
      const heard = this.watch.heard();
      if (heard) this.add(this.loaded(heard));
      else if (this.members.length < this.size) this.add(this.improved(this.fresh()));
      else this.breed();
    }
  }

  private mayGoOn(): boolean {
    return this.bestMakespan > this.watch.goal() && this.watch.allow(1) > 0;
  }

  private keepBest(order: Int32Array, makespan: number): void {
    if (makespan >= this.bestMakespan) return;
    this.bestMakespan = makespan;
    this.watch.found(order, makespan);
  }

  private loaded(order: Int32Array): Member {
    this.schedule.load(order);
    this.keepBest(order, this.schedule.makespan);
    return memberOf(this.schedule);
  }

  /** A schedule of a random dispatching rule, in turn forwards and backwards in time; the first ones have no noise. */
  private fresh(): Int32Array {
    const at = this.dispatched++;
    const rule = at < 2 ? simpleRule : { patience: this.random.next(), noise: 1 };
    if (at % 2 === 0) return dispatch(this.shop, rule, this.random);
    const none = this.shop.operationCount;
    return dispatch(this.backward, rule, this.random)
      .map((operation) => none - 1 - operation)
      .reverse();
  }

  private improved(order: Int32Array): Member {
    const { tabu, watch } = this;
    tabu.start(order);
    for (let idle = 0; idle < patience; ) {
      const allowed = watch.allow(this.chunk);
      if (allowed === 0) break;
      const before = tabu.bestMakespan;
      const done = tabu.run(allowed, watch.goal());
      // A look that finds no move counts, too: else a work limit might never be reached.
      watch.spend(Math.max(1, done));
      idle = tabu.bestMakespan < before ? 0 : idle + done;
      this.keepBest(tabu.bestOrder, tabu.bestMakespan);
      if (done < allowed) break;
    }
    return this.loaded(tabu.bestOrder);
  }

  /**
   * Two children of two parents, each nearer to one of them. When neither makes the population better, it gets a new member,
   * and when it is full or its members have become alike, it starts again with its best.
   */
  private breed(): void {
    const { members, random } = this;
    const first = random.integer(members.length);
    const second = (first + 1 + random.integer(members.length - 1)) % members.length;
    const [mother, father] = [members[first]!, members[second]!];
    const share = 0.2 + 0.3 * random.next();
    let better = false;
    for (const child of [between(mother, father, share), between(father, mother, share)])
      if (this.mayGoOn() && this.add(this.improved(child))) better = true;
    if (!this.mayGoOn()) return;
    if (this.isAlike() || (!better && members.length >= mostMembers)) this.renew();
    else if (!better) this.size = Math.max(this.size, members.length + 1);
  }

  /**
   * In place of one that it resembles, or of the worst, if it is better; a population that is not full just takes it.
   * @returns whether the population is better for it
   */
  private add(child: Member): boolean {
    // Comparing with all of them takes a while in a large shop.
    if (!this.mayGoOn()) return false;
    const { members } = this;
    const near = this.nearness();
    const twin = members.findIndex((member) => distance(this.machines, member, child) <= near);
    if (twin < 0 && members.length < this.size) return members.push(child) > 0;
    const worst = members.reduce(
      (at, { makespan }, each) => (makespan > members[at]!.makespan ? each : at),
      0,
    );
    const place = twin >= 0 ? twin : worst;
    const gain = members[place]!.makespan - child.makespan;
    if (gain > 0 || (gain === 0 && twin < 0)) members[place] = child;
    return gain > 0;
  }

  /** So many pairs in different order still count as the same schedule. */
  private nearness(): number {
    return Math.floor(this.shop.operationCount / 50);
  }

  private isAlike(): boolean {
    const { members } = this;
    let largest = 0;
    for (let each = 1; each < members.length; each++)
      largest = Math.max(largest, distance(this.machines, members[0]!, members[each]!));
    return members.length < 2 || largest <= this.shop.operationCount / 8;
  }

  private renew(): void {
    this.size = firstMembers;
    this.members.sort((a, b) => a.makespan - b.makespan);
    this.members.length = 1;
  }
}
