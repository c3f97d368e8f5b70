import { hasSetups, operationCount, type ShopProblem } from "../shop/problem.ts";
import { SetupTimes } from "./setup-times.ts";

/**
 * A schedule as a graph: each operation after the one before it in its job and the one before it on its machine. Heads
 * (longest path to the start of an operation), tails (longest path from its start to the makespan) and a topological order
 * are kept up to date by moves of one operation. −1: there is none.
 */
export class ShopGraph {
  readonly problem: ShopProblem;
  readonly size: number;
  readonly hasSetups: boolean;
  readonly setups: SetupTimes;
  /** By operation: the one before and after it in its job, and on its machine. */
  readonly jobBefore: Int32Array;
  readonly jobAfter: Int32Array;
  readonly machineBefore: Int32Array;
  readonly machineAfter: Int32Array;
  /** By operation: the option it takes, and that option's times. */
  readonly optionOf: Int32Array;
  readonly duration: Float64Array;
  readonly delay: Float64Array;
  readonly finish: Float64Array;
  readonly head: Float64Array;
  readonly tail: Float64Array;
  /** Operations on machine m: sequence[offset[m]] … sequence[offset[m]+count[m]−1]; `at` is the place there. */
  readonly sequence: Int32Array;
  readonly offset: Int32Array;
  readonly count: Int32Array;
  readonly at: Int32Array;
  /** A topological order, and where each operation stands in it. */
  readonly order: Int32Array;
  readonly position: Int32Array;
  makespan = 0;
  /** Operations that some option binds to the makespan. */
  readonly finishers: Int32Array;
  private readonly mark: Int32Array;
  private readonly moved: Int32Array;
  private stamp = 0;

  constructor(problem: ShopProblem) {
    this.problem = problem;
    this.size = operationCount(problem);
    this.hasSetups = hasSetups(problem);
    this.setups = new SetupTimes(problem);
    const ints = (): Int32Array => new Int32Array(this.size).fill(-1);
    const floats = (): Float64Array => new Float64Array(this.size);
    [this.jobBefore, this.jobAfter, this.machineBefore, this.machineAfter] = [ints(), ints(), ints(), ints()];
    [this.optionOf, this.at, this.order, this.position] = [ints(), ints(), ints(), ints()];
    [this.duration, this.delay, this.finish] = [floats(), floats(), floats()];
    [this.head, this.tail] = [floats(), floats()];
    [this.mark, this.moved] = [ints(), ints()];
    for (let operation = 1; operation < this.size; operation++) {
      if (problem.jobOf[operation] !== problem.jobOf[operation - 1]) continue;
      this.jobBefore[operation] = operation - 1;
      this.jobAfter[operation - 1] = operation;
    }
    this.offset = machineOffsets(problem);
    this.count = new Int32Array(problem.machineCount);
    this.sequence = new Int32Array(this.offset[problem.machineCount]!);
    const bound = problem.operationOf.filter((_, option) => problem.finish[option]! > -Infinity);
    this.finishers = Int32Array.from(new Set(bound));
  }

  /** Takes the options and, on each machine, the order of a list that keeps the order of every job. */
  load(optionOf: ArrayLike<number>, order: ArrayLike<number>): void {
    const { machine } = this.problem;
    this.count.fill(0);
    for (let place = 0; place < this.size; place++) {
      const operation = order[place]!;
      this.order[place] = operation;
      this.position[operation] = place;
      this.takeOption(operation, optionOf[operation]!);
      const of = machine[optionOf[operation]!]!;
      this.sequence[this.offset[of]! + this.count[of]!++] = operation;
    }
    for (let of = 0; of < this.count.length; of++) this.relink(of, 0, this.count[of]! - 1);
    this.refresh();
  }

  machineOf(operation: number): number {
    return this.problem.machine[this.optionOf[operation]!]!;
  }

  /** Time from the end of one operation to the start of its next neighbour, both on their options. */
  setupBetween(before: number, after: number): number {
    return this.hasSetups ? this.setups.between(this.optionOf[before]!, this.optionOf[after]!) : 0;
  }

  /** True only if no path leads from one operation to another one (for some pairs without path it says false). */
  provesNoPath(from: number, to: number): boolean {
    if (from === to) return false;
    if (this.position[from]! > this.position[to]!) return true;
    const step = Math.min(this.duration[from]!, this.delay[from]!);
    return this.head[to]! < this.head[from]! + step || this.tail[from]! < step + this.tail[to]!;
  }

  /**
   * Puts an operation with an option to a place on its machine, counted without the operation itself, and updates all.
   * @returns false when that would make a circle; then nothing has changed
   */
  move(operation: number, option: number, place: number): boolean {
    const [oldOption, oldPlace] = [this.optionOf[operation]!, this.at[operation]!];
    const [oldBefore, oldAfter] = [this.machineBefore[operation]!, this.machineAfter[operation]!];
    this.take(operation);
    this.put(operation, option, place);
    if (!this.repairOrder(operation)) {
      this.take(operation);
      this.put(operation, oldOption, oldPlace);
      return false;
    }
    const { position } = this;
    let [first, last] = [position[operation]!, position[operation]!];
    const after = this.machineAfter[operation]!;
    if (after >= 0) first = Math.min(first, position[after]!);
    if (oldAfter >= 0) first = Math.min(first, position[oldAfter]!);
    const before = this.machineBefore[operation]!;
    if (before >= 0) last = Math.max(last, position[before]!);
    if (oldBefore >= 0) last = Math.max(last, position[oldBefore]!);
    this.updateHeads(first);
    this.updateTails(last);
    return true;
  }

  /** Heads and tails of everything. */
  refresh(): void {
    this.updateHeads(0);
    this.updateTails(this.size - 1);
  }

  private takeOption(operation: number, option: number): void {
    this.optionOf[operation] = option;
    this.duration[operation] = this.problem.duration[option]!;
    this.delay[operation] = this.problem.delay[option]!;
    this.finish[operation] = this.problem.finish[option]!;
  }

  private take(operation: number): void {
    const of = this.machineOf(operation);
    const from = this.offset[of]! + this.at[operation]!;
    this.sequence.copyWithin(from, from + 1, this.offset[of]! + this.count[of]!--);
    this.relink(of, this.at[operation]! - 1, this.count[of]! - 1);
  }

  private put(operation: number, option: number, place: number): void {
    this.takeOption(operation, option);
    const of = this.machineOf(operation);
    const from = this.offset[of]! + place;
    this.sequence.copyWithin(from + 1, from, this.offset[of]! + this.count[of]!++);
    this.sequence[from] = operation;
    this.relink(of, place - 1, this.count[of]! - 1);
  }

  private relink(machine: number, from: number, to: number): void {
    const { sequence, machineBefore, machineAfter, at } = this;
    const base = this.offset[machine]!;
    const last = this.count[machine]! - 1;
    for (let place = Math.max(0, from); place <= to; place++) {
      const operation = sequence[base + place]!;
      at[operation] = place;
      machineBefore[operation] = place === 0 ? -1 : sequence[base + place - 1]!;
      machineAfter[operation] = place === last ? -1 : sequence[base + place + 1]!;
    }
  }

  /**
   * Makes the order topological again after one operation has moved: only what lies between its old and its new place can
   * have to move with it (Pearce, Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", 2007).
   */
  private repairOrder(operation: number): boolean {
    const { position } = this;
    const [before, after] = [this.machineBefore[operation]!, this.machineAfter[operation]!];
    if (before >= 0 && position[before]! > position[operation]!)
      return this.shift(operation, before, 1, this.jobBefore, this.machineBefore);
    if (after >= 0 && position[after]! < position[operation]!)
      return this.shift(operation, after, -1, this.jobAfter, this.machineAfter);
    return true;
  }

  /** One that no mark has; marks have 32 bits. */
  private nextStamp(): number {
    if (this.stamp === 2 ** 31 - 1) {
      this.mark.fill(0);
      this.stamp = 0;
    }
    return ++this.stamp;
  }

  /** Moves an operation and what hangs on it behind (step 1) or before (step −1) another. */
  private shift(
    operation: number,
    goal: number,
    step: 1 | -1,
    jobLink: Int32Array,
    machineLink: Int32Array,
  ): boolean {
    const { order, position, mark, moved } = this;
    const stamp = this.nextStamp();
    const [from, to] = [position[operation]!, position[goal]! + step];
    mark[operation] = stamp;
    for (let place = from + step; place !== to; place += step) {
      const each = order[place]!;
      const [byJob, byMachine] = [jobLink[each]!, machineLink[each]!];
      if ((byJob >= 0 && mark[byJob] === stamp) || (byMachine >= 0 && mark[byMachine] === stamp))
        mark[each] = stamp;
    }
    if (mark[goal] === stamp) return false;
    let [write, kept] = [from, 0];
    for (let place = from; place !== to; place += step) {
      const each = order[place]!;
      if (mark[each] === stamp) moved[kept++] = each;
      else {
        order[write] = each;
        position[each] = write;
        write += step;
      }
    }
    for (let index = 0; index < kept; index++, write += step) {
      order[write] = moved[index]!;
      position[moved[index]!] = write;
    }
    return true;
  }

  /** Heads of the operations from a place of the order on, and the makespan. */
  protected updateHeads(from: number): void {
    const { order, head, jobBefore, machineBefore, delay, duration } = this;
    const { release } = this.problem;
    for (let place = from; place < this.size; place++) {
      const operation = order[place]!;
      let time = release[operation]!;
      const inJob = jobBefore[operation]!;
      if (inJob >= 0) time = Math.max(time, head[inJob]! + delay[inJob]!);
      const before = machineBefore[operation]!;
      if (before >= 0)
        time = Math.max(time, head[before]! + duration[before]! + this.setupBetween(before, operation));
      head[operation] = time;
    }
    this.updateMakespan();
  }

  protected updateMakespan(): void {
    const { head, finish, finishers } = this;
    let makespan = this.problem.makespan.lower;
    for (let index = 0; index < finishers.length; index++) {
      const operation = finishers[index]!;
      makespan = Math.max(makespan, head[operation]! + finish[operation]!);
    }
    this.makespan = makespan;
  }

  private updateTails(from: number): void {
    const { order, tail, jobAfter, machineAfter, delay, duration, finish } = this;
    for (let place = from; place >= 0; place--) {
      const operation = order[place]!;
      let time = finish[operation]!;
      const inJob = jobAfter[operation]!;
      if (inJob >= 0) time = Math.max(time, delay[operation]! + tail[inJob]!);
      const after = machineAfter[operation]!;
      if (after >= 0)
        time = Math.max(time, duration[operation]! + this.setupBetween(operation, after) + tail[after]!);
      tail[operation] = time;
    }
  }
}

/** Room for every operation that a machine can do. */
function machineOffsets({ machine, operationOf, machineCount }: ShopProblem): Int32Array {
  const offset = new Int32Array(machineCount + 1);
  const seen = new Int32Array(machineCount).fill(-1);
  machine.forEach((of, option) => {
    if (seen[of] === operationOf[option]) return;
    seen[of] = operationOf[option]!;
    offset[of + 1]!++;
  });
  for (let of = 0; of < machineCount; of++) offset[of + 1]! += offset[of]!;
  return offset;
}
