import type { ShopProblem } from "./problem.ts";

/** The least of some numbers by option among the options of one operation. */
export function leastOf(values: Float64Array, optionStart: Int32Array, operation: number): number {
  let least = Infinity;
  for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
    least = Math.min(least, values[option]!);
  return least;
}

/** By option: least time from its start to the makespan, by its job alone; −Infinity: the makespan does not wait for it. */
export function leastNeeds({
  jobStart,
  optionStart,
  delay,
  finish,
}: Pick<ShopProblem, "jobStart" | "optionStart" | "delay" | "finish">): Float64Array {
  const need = new Float64Array(delay.length);
  for (let job = 0; job < jobStart.length - 1; job++) {
    let after = -Infinity;
    for (let operation = jobStart[job + 1]! - 1; operation >= jobStart[job]!; operation--) {
      for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
        need[option] = Math.max(finish[option]!, delay[option]! + after);
      after = leastOf(need, optionStart, operation);
    }
  }
  return need;
}
