import { EdgeFinder } from "./edge-finding.ts";
import { type JobShop, pathsOfJobs } from "./job-shop.ts";

/** A machine of more operations is left out: one look at it would take too long. */
const mostOperations = 1000;
/** So many looks at each machine between two changes from outside; some windows would creep for long. */
const mostLooks = 40;

/**
 * Earliest starts and latest ends of all operations that a makespan leaves, tightened by the orders of the jobs and by
 * edge-finding on the machines until nothing changes.
 */
export class Propagation {
  readonly shop: JobShop;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Elementary steps so far. */
  work = 0;
  private readonly machines: readonly Int32Array[];
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly finder: EdgeFinder;
  /** Machines to be looked at, as a ring; `isWaiting` says which are in it. */
  private readonly waiting: Int32Array;
  private readonly isWaiting: Uint8Array;
  private first = 0;
  private count = 0;
  private looksLeft = 0;

  constructor(shop: JobShop, machines: readonly Int32Array[]) {
    this.shop = shop;
    this.machines = machines.map((operations) =>
      operations.length <= mostOperations ? operations : new Int32Array(0),
    );
    const { head, tail } = pathsOfJobs(shop);
    [this.head, this.tail] = [head, tail];
    [this.start, this.end] = [head.slice(), tail.slice()];
    this.finder = new EdgeFinder(this.machines.reduce((most, { length }) => Math.max(most, length), 0));
    this.waiting = new Int32Array(machines.length);
    this.isWaiting = new Uint8Array(machines.length);
  }

  /** Windows as heads and tails of the jobs leave them. @returns false: one has no room */
  open(makespan: number): boolean {
    const { head, tail, start, end } = this;
    const { duration, operationCount: none } = this.shop;
    this.forgive();
    start.set(head);
    for (let at = 0; at < none; at++) {
      end[at] = makespan - tail[at]! + duration[at]!;
      if (start[at]! + duration[at]! > end[at]!) return false;
    }
    this.work += none;
    this.machines.forEach((operations, on) => {
      if (operations.length > 1) this.wake(on);
    });
    return true;
  }

  /** Whether no schedule with this makespan can be; false also where that is not seen. In small steps. */
  *refute(makespan: number): Generator<void, boolean> {
    if (!this.open(makespan)) return true;
    while (!this.isTight) {
      if (!this.tightenNext()) return true;
      yield;
    }
    return false;
  }

  /** All at once. @returns false: there is no schedule within the windows */
  tighten(): boolean {
    while (!this.isTight) if (!this.tightenNext()) return false;
    return true;
  }

  /** Whether there is nothing more to be seen. */
  get isTight(): boolean {
    return this.count === 0;
  }

  /** Forgets which machines are to be looked at, and how often others were. */
  forgive(): void {
    while (this.count > 0) this.isWaiting[this.next()] = 0;
    this.looksLeft = mostLooks * this.machines.length;
  }

  /** An operation, and so those after it in its job, start no earlier. @returns false: one has no room */
  raiseStart(operation: number, time: number): boolean {
    const { start, end } = this;
    const { duration, jobAfter, machine, operationCount: none } = this.shop;
    let least = time;
    for (let at = operation; at !== none && start[at]! < least; at = jobAfter[at]!) {
      start[at] = least;
      least += duration[at]!;
      if (least > end[at]!) return false;
      this.wake(machine[at]!);
    }
    return true;
  }

  /** An operation, and so those before it in its job, end no later. @returns false: one has no room */
  lowerEnd(operation: number, time: number): boolean {
    const { start, end } = this;
    const { duration, jobBefore, machine, operationCount: none } = this.shop;
    let most = time;
    for (let at = operation; at !== none && end[at]! > most; at = jobBefore[at]!) {
      end[at] = most;
      most -= duration[at]!;
      if (most < start[at]!) return false;
      this.wake(machine[at]!);
    }
    return true;
  }

  /** Edge-finding on the machine that has waited longest. @returns false: there is no schedule within the windows */
  private tightenNext(): boolean {
    const { start, end, finder } = this;
    const { duration } = this.shop;
    const on = this.next();
    this.isWaiting[on] = 0;
    if (this.looksLeft-- <= 0) return true;
    const operations = this.machines[on]!;
    const size = operations.length;
    this.work += 4 * size * size + 10;
    for (let at = 0; at < size; at++) {
      const operation = operations[at]!;
      finder.start[at] = start[operation]!;
      finder.end[at] = end[operation]!;
      finder.length[at] = duration[operation]!;
    }
    if (!finder.tighten(size)) return false;
    for (let at = 0; at < size; at++) {
      const operation = operations[at]!;
      if (!this.raiseStart(operation, finder.start[at]!)) return false;
      if (!this.lowerEnd(operation, finder.end[at]!)) return false;
    }
    return true;
  }

  private wake(on: number): void {
    if (on < 0 || this.isWaiting[on] === 1 || this.machines[on]!.length < 2) return;
    this.isWaiting[on] = 1;
    this.waiting[(this.first + this.count++) % this.waiting.length] = on;
  }

  private next(): number {
    const on = this.waiting[this.first]!;
    this.first = (this.first + 1) % this.waiting.length;
    this.count--;
    return on;
  }
}
