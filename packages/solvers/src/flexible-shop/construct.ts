import type { Xorshift } from "../search/xorshift.ts";
import { leastOf } from "../shop/needs.ts";
import type { ShopGraph } from "./shop-graph.ts";

/**
 * Loads a schedule made by one rule into a graph: always the operation that can start first, with the option that ends it
 * first; among equals, and up to `blur` times the mean duration apart, one chosen at random or with most work behind it.
 */
export function construct(graph: ShopGraph, random: Xorshift, blur: number): void {
  const { problem, size } = graph;
  const { jobStart, optionStart, machine, duration, delay, release } = problem;
  const work = leastWork(graph);
  const slack = (blur * duration.reduce((sum, each) => sum + each, 0)) / Math.max(1, duration.length);
  const next = jobStart.slice(0, -1);
  const ready = Float64Array.from(next, (operation) => release[operation]!);
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
    let [chosenJob, chosenOption, chosenRank] = [-1, -1, Infinity];
    for (let job = 0; job < next.length; job++) {
      const operation = next[job]!;
      if (operation === jobStart[job + 1]) continue;
      let [best, end] = [-1, Infinity];
      for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
        const time = startOf(option, job) + duration[option]!;
        if (time < end) [best, end] = [option, time];
      }
      const rank = end - duration[best]! + slack * random.next() - work[operation]! * 1e-6;
      if (rank < chosenRank) [chosenJob, chosenOption, chosenRank] = [job, best, rank];
    }
    const operation = next[chosenJob]!;
    const start = startOf(chosenOption, chosenJob);
    optionOf[operation] = chosenOption;
    order[place] = operation;
    free[machine[chosenOption]!] = start + duration[chosenOption]!;
    lastOption[machine[chosenOption]!] = chosenOption;
    next[chosenJob]!++;
    ready[chosenJob] = Math.max(start + delay[chosenOption]!, release[operation + 1] ?? 0);
  }
  graph.load(optionOf, order);
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
