import type { ShopProblem } from "../shop/problem.ts";

/** By option: least time from its start to the makespan, by its job alone. */
export function leastNeeds({ jobStart, optionStart, delay, finish }: ShopProblem): Float64Array {
  const need = new Float64Array(delay.length);
  for (let job = 0; job < jobStart.length - 1; job++) {
    let after = -Infinity;
    for (let operation = jobStart[job + 1]! - 1; operation >= jobStart[job]!; operation--) {
      let least = Infinity;
      for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++) {
        need[option] = Math.max(finish[option]!, delay[option]! + after);
        least = Math.min(least, need[option]!);
      }
      after = least;
    }
  }
  return need;
}
