import type { JobShop } from "./job-shop.ts";

/**
 * Orders of operations on machines, with the longest paths of their graph. A topological order of the graph is kept
 * through all moves: heads and tails are computed again only from the moved operations on, and only as far as they change.
 */
export class Schedule {
  readonly shop: JobShop;
  /** Neighbours on the machine; `operationCount`: none. */
  readonly machineBefore: Int32Array;
  readonly machineAfter: Int32Array;
  /** Earliest end: head plus duration. */
  readonly end: Int32Array;
  /** Longest path from its start to the end of the shop: duration plus tail. */
  readonly tail: Int32Array;
  /** All operations, each after those it has to wait for; `place` is its inverse. */
  readonly order: Int32Array;
  makespan = 0;
  readonly place: Int32Array;
  private readonly mark: Int32Array;
  private readonly moved: Int32Array;
  private stamp = 0;

  constructor(shop: JobShop) {
    const count = shop.operationCount;
    this.shop = shop;
    this.machineBefore = new Int32Array(count + 1).fill(count);
    this.machineAfter = new Int32Array(count + 1).fill(count);
    this.end = new Int32Array(count + 1);
    this.tail = new Int32Array(count + 1);
    this.order = new Int32Array(count);
    this.place = new Int32Array(count + 1);
    this.mark = new Int32Array(count + 1);
    this.moved = new Int32Array(count + 1);
  }

  /** Sets the machine orders to those of a list of all operations in which each comes after those before it in its job. */
  load(order: Int32Array): void {
    const { operationCount: none, machineCount, machine } = this.shop;
    const last = new Int32Array(machineCount).fill(none);
    this.machineBefore.fill(none);
    this.machineAfter.fill(none);
    this.order.set(order);
    for (let at = 0; at < none; at++) {
      const operation = order[at]!;
      this.place[operation] = at;
      const on = machine[operation]!;
      if (on < 0) continue;
      this.link(last[on]!, operation);
      last[on] = operation;
    }
    this.updateHeads(0, none - 1);
    this.updateTails(none - 1, 0);
    this.updateMakespan();
  }

  /**
   * Moves `operation` to right after `target`, which comes later on the same machine.
   * @returns false, and changes nothing, when that would close a cycle
   */
  moveAfter(operation: number, target: number): boolean {
    const before = this.machineBefore[operation]!;
    const next = this.machineAfter[operation]!;
    const after = this.machineAfter[target]!;
    const from = this.place[operation]!;
    const to = this.place[target]!;
    this.link(before, next);
    this.link(target, operation);
    this.link(operation, after);
    if (!this.shiftRight(operation, target, from, to)) {
      this.link(target, after);
      this.link(before, operation);
      this.link(operation, next);
      return false;
    }
    this.update(from, to, before, after);
    return true;
  }

  /**
   * Moves `operation` to right before `target`, which comes earlier on the same machine.
   * @returns false, and changes nothing, when that would close a cycle
   */
  moveBefore(operation: number, target: number): boolean {
    const before = this.machineBefore[target]!;
    const previous = this.machineBefore[operation]!;
    const after = this.machineAfter[operation]!;
    const from = this.place[target]!;
    const to = this.place[operation]!;
    this.link(previous, after);
    this.link(before, operation);
    this.link(operation, target);
    if (!this.shiftLeft(operation, target, from, to)) {
      this.link(before, target);
      this.link(previous, operation);
      this.link(operation, after);
      return false;
    }
    this.update(from, to, before, after);
    return true;
  }

  /** Entries of "none" are written, too, and never read. */
  private link(before: number, after: number): void {
    this.machineAfter[before] = after;
    this.machineBefore[after] = before;
  }

  /** One that no mark has; marks have 32 bits. */
  private nextStamp(): number {
    if (this.stamp === 2 ** 31 - 1) {
      this.mark.fill(0);
      this.stamp = 0;
    }
    return ++this.stamp;
  }

  /** `operation` and what follows from it goes behind `target`, in the same order as before. */
  private shiftRight(operation: number, target: number, from: number, to: number): boolean {
    const { order, place, mark, moved, machineBefore } = this;
    const { jobBefore, jobAfter, operationCount: none } = this.shop;
    const stamp = this.nextStamp();
    mark[operation] = stamp;
    const follower = jobAfter[operation]!;
    const first = follower === none ? to + 1 : place[follower]!;
    for (let at = first; at <= to; at++) {
      const other = order[at]!;
      if (mark[jobBefore[other]!] === stamp || mark[machineBefore[other]!] === stamp) mark[other] = stamp;
    }
    if (mark[target] === stamp) return false;
    let count = 0;
    let write = from;
    for (let at = from; at <= to; at++) {
      const other = order[at]!;
      if (mark[other] === stamp) moved[count++] = other;
      else {
        order[write] = other;
        place[other] = write++;
      }
    }
    for (let each = 0; each < count; each++) {
      const other = moved[each]!;
      order[write] = other;
      place[other] = write++;
    }
    return true;
  }

  /** `operation` and what it waits for goes before `target`, in the same order as before. */
  private shiftLeft(operation: number, target: number, from: number, to: number): boolean {
    const { order, place, mark, moved, machineAfter } = this;
    const { jobBefore, jobAfter, operationCount: none } = this.shop;
    const stamp = this.nextStamp();
    mark[operation] = stamp;
    const leader = jobBefore[operation]!;
    const last = leader === none ? from - 1 : place[leader]!;
    for (let at = last; at >= from; at--) {
      const other = order[at]!;
      if (mark[jobAfter[other]!] === stamp || mark[machineAfter[other]!] === stamp) mark[other] = stamp;
    }
    if (mark[target] === stamp) return false;
    let count = 0;
    let write = to;
    for (let at = to; at >= from; at--) {
      const other = order[at]!;
      if (mark[other] === stamp) moved[count++] = other;
      else {
        order[write] = other;
        place[other] = write--;
      }
    }
    for (let each = 0; each < count; each++) {
      const other = moved[each]!;
      order[write] = other;
      place[other] = write--;
    }
    return true;
  }

  /** After a move within places from … to: `before` and `after` are the neighbours of the changed part on the machine. */
  private update(from: number, to: number, before: number, after: number): void {
    const { place } = this;
    const none = this.shop.operationCount;
    this.updateHeads(from, after === none ? to : place[after]!);
    this.updateTails(to, before === none ? from : place[before]!);
    this.updateMakespan();
  }

  /** From a place on, at least up to `last`, and further as long as something changes. */
  private updateHeads(from: number, last: number): void {
    const { order, place, end, machineBefore, machineAfter } = this;
    const { jobBefore, jobAfter, duration, release, operationCount: none } = this.shop;
    place[none] = -1;
    for (let at = from; at <= last; at++) {
      const operation = order[at]!;
      const byJob = end[jobBefore[operation]!]!;
      const byMachine = end[machineBefore[operation]!]!;
      let head = release[operation]!;
      if (byJob > head) head = byJob;
      if (byMachine > head) head = byMachine;
      head = (head + duration[operation]!) | 0;
      if (head === end[operation]) continue;
      end[operation] = head;
      const inJob = place[jobAfter[operation]!]!;
      const onMachine = place[machineAfter[operation]!]!;
      if (inJob > last) last = inJob;
      if (onMachine > last) last = onMachine;
    }
  }

  /** From a place back, at least down to `last`, and further as long as something changes. */
  private updateTails(from: number, last: number): void {
    const { order, place, tail, machineBefore, machineAfter } = this;
    const { jobBefore, jobAfter, duration, delivery, operationCount: none } = this.shop;
    place[none] = none;
    for (let at = from; at >= last; at--) {
      const operation = order[at]!;
      const byJob = tail[jobAfter[operation]!]!;
      const byMachine = tail[machineAfter[operation]!]!;
      let longest = delivery[operation]!;
      if (byJob > longest) longest = byJob;
      if (byMachine > longest) longest = byMachine;
      longest = (longest + duration[operation]!) | 0;
      if (longest === tail[operation]) continue;
      tail[operation] = longest;
      const inJob = place[jobBefore[operation]!]!;
      const onMachine = place[machineBefore[operation]!]!;
      if (inJob < last) last = inJob;
      if (onMachine < last) last = onMachine;
    }
  }

  private updateMakespan(): void {
    const { end } = this;
    const { sinks, delivery } = this.shop;
    let makespan = 0;
    for (let each = 0; each < sinks.length; each++) {
      const sink = sinks[each]!;
      const done = end[sink]! + delivery[sink]!;
      if (done > makespan) makespan = done;
    }
    this.makespan = makespan;
  }
}
