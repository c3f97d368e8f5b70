import { Heap } from "../search/heap.ts";
import type { ShopProblem } from "../shop/problem.ts";

interface Task {
  readonly head: number;
  /** Left to be done. */
  rest: number;
  readonly tail: number;
}

/**
 * The largest of the one-machine bounds: operations that can be done nowhere else, with heads and tails of their jobs, by
 * Jackson's preemptive schedule (Carlier, "The one-machine sequencing problem", 1982).
 * What the makespan need not wait for is left out. −Infinity: nothing is left.
 * @param need by option, least time from its start to the makespan
 */
export function preemptiveBound(problem: ShopProblem, need: Float64Array): number {
  const { machine, optionStart, duration, release, machineCount } = problem;
  const tasks: Task[][] = Array.from({ length: machineCount }, () => []);
  for (let operation = 0; operation < release.length; operation++) {
    const [from, to] = [optionStart[operation]!, optionStart[operation + 1]!];
    const of = machine[from]!;
    let [rest, tail] = [Infinity, Infinity];
    let isBound = true;
    for (let option = from; option < to; option++) {
      isBound &&= machine[option] === of;
      rest = Math.min(rest, duration[option]!);
      tail = Math.min(tail, need[option]! - duration[option]!);
    }
    if (isBound && tail > -Infinity) tasks[of]!.push({ head: release[operation]!, rest, tail });
  }
  return tasks.reduce((bound, list) => Math.max(bound, jackson(list)), -Infinity);
}

/** Always the task with the longest tail of those that have come. */
function jackson(tasks: Task[]): number {
  tasks.sort((a, b) => a.head - b.head);
  const open = new Heap();
  let [moment, bound, next] = [-Infinity, -Infinity, 0];
  while (open.size > 0 || next < tasks.length) {
    if (open.size === 0) moment = Math.max(moment, tasks[next]!.head);
    for (; next < tasks.length && tasks[next]!.head <= moment; next++) open.push(next, -tasks[next]!.tail);
    const task = tasks[open.top]!;
    const until = next < tasks.length ? tasks[next]!.head : Infinity;
    const worked = Math.min(task.rest, until - moment);
    moment += worked;
    task.rest -= worked;
    if (task.rest > 0) continue;
    bound = Math.max(bound, moment + task.tail);
    open.pop();
  }
  return bound;
}
