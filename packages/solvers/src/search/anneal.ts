import { type QuboRun, visitsBetweenLooks } from "./qubo-run.ts";
import { type TemperatureRange, temperatureAt } from "./temperatures.ts";

/**
 * Cools the current assignment over so many sweeps and then lets it fall into the next minimum.
 * @returns false when the run ended first
 */
export function anneal(run: QuboRun, range: TemperatureRange, sweeps: number): boolean {
  const { search } = run;
  const batch = Math.ceil(visitsBetweenLooks / search.count);
  for (let done = 0; done < sweeps; done += batch) {
    const end = Math.min(sweeps, done + batch);
    for (let sweep = done; sweep < end; sweep++) search.sweep(temperatureAt(range, sweep / sweeps));
    run.spend((end - done) * search.count);
    if (run.isOver()) break;
  }
  // Each sweep at temperature zero lowers the energy, so this ends; it is short after a cooling.
  while (search.sweep(0) > 0 && !run.isOver()) run.spend(search.count);
  return !run.isOver();
}
