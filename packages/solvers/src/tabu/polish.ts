import type { Tenure } from "@qtwin/kernel";
import type { QuboRun } from "../search/qubo-run.ts";

/** Matrix entries and neighbours that a slice may touch, about a millisecond of steps. */
const touchesPerSlice = 2_000_000;

/**
 * Tenure by size only, as Wang, Lü, Glover, Hao (2012): about n / 100 with a random part of ten; never so long that nothing
 * is free.
 */
export function tenureOf(count: number): Tenure {
  const most = Math.max(1, Math.floor(count / 4));
  const span = Math.min(10, most);
  return { base: Math.max(1, Math.min(1 + Math.floor(count / 100), most, 2000)), span };
}

/** Tabu search from the current assignment until its best has not improved for `patience` flips; ends at that best. */
export function polish(run: QuboRun, patience: number): void {
  const { search } = run;
  const slice = Math.ceil(touchesPerSlice / (search.storage === "sparse" ? 1000 : search.count));
  const tenure = tenureOf(search.count);
  search.beginTabu();
  for (let more = !run.isOver(); more; ) {
    const wanted = Math.min(slice, run.workLeft);
    const done = search.tabu(wanted, patience, tenure);
    run.spend(done);
    more = done === wanted && !run.isOver();
  }
  search.endTabu();
  search.moveTo(search.bestBits());
  run.offer();
}
