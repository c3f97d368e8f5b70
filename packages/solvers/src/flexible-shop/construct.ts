import { Heap } from "../search/heap.ts";
import type { Xorshift } from "../search/xorshift.ts";
import { leastOf } from "../shop/needs.ts";
import type { ShopGraph } from "./shop-graph.ts";

/** Jobs compared with each other: those that are ready first. */
const mostCompared = 128;
/** Operations between two looks at the clock. */
const clockStep = 64;

/**
 * Loads a schedule made by one rule into a graph: always the operation that can start first, with the option that ends it
 * first; among equals, and up to `blur` times the mean duration apart, one chosen at random or with most work behind it.
 * @param isOver no more time: then the rest follows job by job
 */
export function construct(
  graph: ShopGraph,
  random: Xorshift,
  blur: number,
  isOver = (): boolean => false,
): void {
  const { problem, size } = graph;
  const { jobStart, optionStart, machine, duration, delay, release } = problem;
  const work = leastWork(graph);
  const slack = (blur * duration.reduce((sum, each) => sum + each, 0)) / Math.max(1, duration.length);
  const next = jobStart.slice(0, -1);
  const ready = Float64Array.from(next, (operation) => release[operation]!);
  const queue = new JobQueue(ready);
  const free = new Float64Array(problem.machineCount).fill(-Infinity);
  const lastOption = new Int32Array(problem.machineCount).fill(-1);
  const optionOf = new Int32Array(size);
  const order = new Int32Array(size);
  const startOf = (option: number, job: number): number => {
    const of = machine[option]!;
    const before = lastOption[of]!;
    const setup = before < 0 ? 0 : graph.setups.between(before, option);
    return Math.max(ready[job]!, free[of]! + setup);
  };
  for (let place = 0; place < size; place++) {
    if (place % clockStep === 0 && isOver()) queue.compareNoMore();
    let [chosen, chosenOption, chosenRank] = [-1, -1, Infinity];
    for (let at = 0; at < queue.compared; at++) {
      const job = queue.front[at]!;
      const operation = next[job]!;
      let [best, end] = [-1, Infinity];
      for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
        const time = startOf(option, job) + duration[option]!;
        if (time < end) [best, end] = [option, time];
      }
      const rank = end - duration[best]! + slack * random.next() - work[operation]! * 1e-6;
      if (rank < chosenRank) [chosen, chosenOption, chosenRank] = [at, best, rank];
    }
    const job = queue.front[chosen]!;
    const operation = next[job]!;
    next[job] = operation + 1;
    const start = startOf(chosenOption, job);
    optionOf[operation] = chosenOption;
    order[place] = operation;
    free[machine[chosenOption]!] = start + duration[chosenOption]!;
    lastOption[machine[chosenOption]!] = chosenOption;
    ready[job] = Math.max(start + delay[chosenOption]!, release[operation + 1] ?? 0);
    queue.advance(chosen, next[job] === jobStart[job + 1]);
  }
  graph.load(optionOf, order);
}

/** Jobs that are not done: some in front, the others behind them by when they are ready. */
class JobQueue {
  readonly front: number[] = [];
  private readonly behind = new Heap();
  private readonly ready: Float64Array;
  private most = mostCompared;

  /** @param ready by job, kept up to date by the caller */
  constructor(ready: Float64Array) {
    this.ready = ready;
    if (ready.length > mostCompared) {
      ready.forEach((time, job) => {
        this.behind.push(job, time);
      });
      while (this.front.length < mostCompared) this.front.push(this.behind.pop());
    } else for (let job = 0; job < ready.length; job++) this.front.push(job);
  }

  get compared(): number {
    return Math.min(this.most, this.front.length);
  }

  compareNoMore(): void {
    this.most = 1;
  }

  /** The job at a place in front has got on. */
  advance(at: number, isDone: boolean): void {
    const { front, behind } = this;
    const job = front[at]!;
    if (isDone && behind.size === 0) front.splice(at, 1);
    else if (isDone) front[at] = behind.pop();
    else if (behind.topKey < this.ready[job]!) {
      front[at] = behind.pop();
      behind.push(job, this.ready[job]!);
    }
  }
}

/** Least work of each operation and those after it in its job. */
function leastWork({ problem, size, jobAfter }: ShopGraph): Float64Array {
  const { optionStart, duration } = problem;
  const work = new Float64Array(size);
  for (let operation = size - 1; operation >= 0; operation--) {
    const least = leastOf(duration, optionStart, operation);
    work[operation] = least + (jobAfter[operation]! < 0 ? 0 : work[operation + 1]!);
  }
  return work;
}
