import {
  impossibleSetup,
  jobCount,
  leastDurations,
  machinesOf,
  operationCount,
  optionsOf,
  type Shop,
  setupBetween,
} from "./shop.ts";

export interface ShopBounds {
  /** Makespan of some schedule: a best one is no longer. */
  readonly horizon: number;
  /** No schedule is shorter. */
  readonly shortest: number;
  /** Least time from the start of the shop to the start of each operation. */
  readonly head: Float64Array;
  /** Least time from the start of each operation to the end of the shop. */
  readonly tail: Float64Array;
}

export function shopBounds(shop: Shop): ShopBounds {
  const least = leastDurations(shop);
  const head = new Float64Array(least.length);
  const tail = new Float64Array(least.length);
  let longestJob = 0;
  for (let job = 0; job < jobCount(shop); job++) {
    const [from, to] = [shop.jobStart[job]!, shop.jobStart[job + 1]!];
    for (let at = from + 1; at < to; at++) head[at] = head[at - 1]! + least[at - 1]!;
    for (let at = to - 1; at >= from; at--) tail[at] = least[at]! + (at + 1 < to ? tail[at + 1]! : 0);
    longestJob = Math.max(longestJob, tail[from]!);
  }
  const found = listSchedule(shop, tail);
  const horizon = shop.setup && found >= impossibleSetup ? oneAfterAnother(shop) : found;
  return { horizon, shortest: Math.max(longestJob, largestLoad(shop)), head, tail };
}

/** Work that only one machine can do, on the machine with most of it. */
function largestLoad(shop: Shop): number {
  const load = new Map(machinesOf(shop).map((machine) => [machine, 0]));
  for (let operation = 0; operation < operationCount(shop); operation++) {
    const [option, ...others] = optionsOf(shop, operation);
    if (option === undefined || others.length > 0) continue;
    const machine = shop.machine[option]!;
    load.set(machine, load.get(machine)! + shop.duration[option]!);
  }
  return Math.max(...load.values());
}

/** Every operation alone, with its longest duration and its longest setup: some such schedule exists unless none does. */
function oneAfterAnother(shop: Shop): number {
  let sum = 0;
  for (let operation = 0; operation < operationCount(shop); operation++) {
    const options = optionsOf(shop, operation);
    sum += Math.max(...options.map((option) => shop.duration[option]!));
    sum += Math.max(...options.map((option) => longestSetup(shop, shop.machine[option]!, operation)));
  }
  return sum;
}

/** Longest possible setup before an operation, over those that the machine can do as well. */
function longestSetup(shop: Shop, machine: number, after: number): number {
  let longest = 0;
  for (let before = 0; before < operationCount(shop); before++) {
    const time = setupBetween(shop, machine, before, after);
    if (before === after || time >= impossibleSetup || time <= longest) continue;
    if (optionsOf(shop, before).some((option) => shop.machine[option] === machine)) longest = time;
  }
  return longest;
}

/**
 * Makespan of a schedule made by one rule: always the operation that can start first, on the machine that ends it first;
 * among equals the one with most work behind it.
 */
function listSchedule(shop: Shop, tail: Float64Array): number {
  const state = new Dispatch(shop);
  for (let left = operationCount(shop); left > 0; left--) state.dispatch(state.firstToStart(tail));
  return state.makespan;
}

/** What each job would do next; only jobs that wait for the machine just taken are looked at again. */
class Dispatch {
  makespan = 0;
  private readonly shop: Shop;
  /** By job: its next operation, when it is free for it, and the option that would end first. */
  private readonly next: Int32Array;
  private readonly jobReady: Float64Array;
  private readonly start: Float64Array;
  private readonly option: Int32Array;
  /** By number of the machine: when it is free, and its last operation. */
  private readonly machineReady: Float64Array;
  private readonly last: Int32Array;

  constructor(shop: Shop) {
    const machines = shop.machine.reduce((most, machine) => Math.max(most, machine + 1), 0);
    this.shop = shop;
    this.next = shop.jobStart.slice(0, -1);
    this.jobReady = new Float64Array(this.next.length);
    this.start = new Float64Array(this.next.length);
    this.option = new Int32Array(this.next.length);
    this.machineReady = new Float64Array(machines);
    this.last = new Int32Array(machines).fill(-1);
    for (let job = 0; job < this.next.length; job++) this.choose(job);
  }

  firstToStart(tail: Float64Array): number {
    let chosen = 0;
    for (let job = 1; job < this.start.length; job++) {
      const later = this.start[job]! - this.start[chosen]!;
      if (later < 0 || (later === 0 && tail[this.next[job]!]! > tail[this.next[chosen]!]!)) chosen = job;
    }
    return chosen;
  }

  dispatch(job: number): void {
    const option = this.option[job]!;
    const machine = this.shop.machine[option]!;
    const end = this.start[job]! + this.shop.duration[option]!;
    this.machineReady[machine] = end;
    this.last[machine] = this.next[job]!;
    this.jobReady[job] = end;
    this.next[job]!++;
    this.makespan = Math.max(this.makespan, end);
    this.choose(job);
    for (let other = 0; other < this.next.length; other++)
      if (other !== job && this.waitsFor(other, machine)) this.choose(other);
  }

  private isDone(job: number): boolean {
    return this.next[job] === this.shop.jobStart[job + 1];
  }

  private waitsFor(job: number, machine: number): boolean {
    if (this.isDone(job)) return false;
    const { optionStart, machine: machineOf } = this.shop;
    const operation = this.next[job]!;
    for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
      if (machineOf[option] === machine) return true;
    return false;
  }

  private choose(job: number): void {
    this.start[job] = Infinity;
    if (this.isDone(job)) return;
    const { optionStart, machine, duration } = this.shop;
    const operation = this.next[job]!;
    let best = Infinity;
    for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
      const start = Math.max(this.jobReady[job]!, this.freeFor(machine[option]!, operation));
      if (start + duration[option]! >= best) continue;
      best = start + duration[option]!;
      this.start[job] = start;
      this.option[job] = option;
    }
  }

  private freeFor(machine: number, operation: number): number {
    const before = this.last[machine]!;
    return (
      this.machineReady[machine]! + (before < 0 ? 0 : setupBetween(this.shop, machine, before, operation))
    );
  }
}
