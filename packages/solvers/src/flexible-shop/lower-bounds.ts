import { leastNeeds, leastOf } from "../shop/needs.ts";
import type { ShopProblem } from "../shop/problem.ts";
import { preemptiveBound } from "./preemptive-bound.ts";

/** Steps of the weights at most, and looks at options in all of them together. */
const weightSteps = 600;
const mostLooks = 5e6;

/** A bound below the cost (not the objective) of every schedule; setups and downtimes are left out of account. */
export function costBound(problem: ShopProblem): number {
  const { makespan } = problem;
  return (makespan.factor === 0 ? 0 : makespan.factor * makespanBound(problem)) + tardinessBound(problem);
}

/** A bound below the makespan of every schedule. */
export function makespanBound(problem: ShopProblem): number {
  const need = leastNeeds(problem);
  const { release, optionStart, makespan } = problem;
  let bound = makespan.lower;
  for (let operation = 0; operation < release.length; operation++)
    bound = Math.max(bound, release[operation]! + leastOf(need, optionStart, operation));
  bound = Math.max(bound, preemptiveBound(problem, need));
  if (bound === -Infinity) return bound;
  const isWhole = [problem.duration, problem.release, problem.delay, problem.finish].every((list) =>
    list.every((time) => Number.isInteger(time) || time === -Infinity),
  );
  const load = loadBound(problem, need, isWhole ? Math.floor(bound) : bound);
  const rounding = 1e-12 * Math.abs(load);
  return Math.max(bound, isWhole ? Math.ceil(load - 1e-6 - rounding) : load - rounding);
}

/**
 * For weights of machines that sum up to 1 the makespan is at least the weighted sum of what each machine must do: idle
 * before its first and after its last operation, and each operation where its weighted duration is least. Equal weights on a
 * set of machines give the load of that set; the best weights are the dual of spreading work fractionally, and are sought by
 * exponentiated gradient. Options that the makespan need not wait for are no load.
 */
function loadBound(problem: ShopProblem, need: Float64Array, known: number): number {
  const { optionStart, machine, machineCount } = problem;
  const idle = idleTimes(problem, need, known);
  // So that no load is below 0.
  const origin = idle.reduce((low, time) => Math.min(low, time), Infinity);
  idle.forEach((time, of) => {
    idle[of] = time - origin;
  });
  const work = problem.duration.map((time, option) => (need[option]! > -Infinity ? time : 0));
  const weight = new Float64Array(machineCount).fill(1 / machineCount);
  const load = new Float64Array(machineCount);
  let best = 0;
  const steps = Math.min(weightSteps, Math.ceil(mostLooks / machine.length));
  for (let step = 0; step < steps; step++) {
    load.set(idle);
    let value = 0;
    for (let operation = 0; operation + 1 < optionStart.length; operation++) {
      let [least, cheapest] = [-1, Infinity];
      for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
        const cost = weight[machine[option]!]! * work[option]!;
        if (cost < cheapest) [least, cheapest] = [option, cost];
      }
      load[machine[least]!]! += work[least]!;
      value += cheapest;
    }
    for (let of = 0; of < machineCount; of++) value += weight[of]! * idle[of]!;
    best = Math.max(best, value);
    const largest = load.reduce((high, each) => Math.max(high, each), 0);
    // No weights can be better than a way to spread the work.
    if (value >= largest) break;
    const rate = 2 / Math.sqrt(step + 1) / largest;
    let sum = 0;
    for (let of = 0; of < machineCount; of++) {
      weight[of]! *= Math.exp(rate * (load[of]! - value));
      sum += weight[of]!;
    }
    for (let of = 0; of < machineCount; of++) weight[of]! /= sum;
  }
  return origin + best;
}

/**
 * The moment before the first operation plus the time after the last one on each machine: such that with the work between
 * them it is no later than the makespan. A machine that may do nothing that counts is charged no more than is known.
 * @param known a bound below the makespan
 */
function idleTimes(
  { machine, operationOf, optionStart, release, duration, machineCount }: ShopProblem,
  need: Float64Array,
  known: number,
): Float64Array {
  const before = new Float64Array(machineCount).fill(Infinity);
  const after = new Float64Array(machineCount).fill(Infinity);
  const isSure = new Uint8Array(machineCount);
  machine.forEach((of, option) => {
    if (need[option] === -Infinity) return;
    const operation = operationOf[option]!;
    before[of] = Math.min(before[of]!, release[operation]!);
    after[of] = Math.min(after[of]!, need[option]! - duration[option]!);
    // Options next to each other: the first of an operation asks for all of them.
    if (option > optionStart[operation]!) return;
    let isHere = true;
    for (let other = option; other < optionStart[operation + 1]!; other++)
      isHere &&= machine[other] === of && need[other]! > -Infinity;
    if (isHere) isSure[of] = 1;
  });
  return before.map((time, of) => (isSure[of] ? time + after[of]! : Math.min(time + after[of]!, known)));
}

/** What every operation costs at least if it starts as early as its job allows. */
function tardinessBound({ tardiness, optionStart, release }: ShopProblem): number {
  let sum = 0;
  for (let operation = 0; operation < release.length; operation++) {
    let least = Infinity;
    for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
      let cost = 0;
      for (let term = tardiness.first[option]!; term < tardiness.first[option + 1]!; term++)
        cost += tardiness.price[term]! * Math.max(0, release[operation]! - tardiness.latest[term]!);
      least = Math.min(least, cost);
    }
    sum += least;
  }
  return sum;
}
