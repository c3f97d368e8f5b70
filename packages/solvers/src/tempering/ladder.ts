import type { Random } from "@qtwin/core";
import { type QuboRun, visitsBetweenLooks } from "../search/qubo-run.ts";
import { temperatureRange } from "../search/temperatures.ts";

/** The cold end where the range names none, as a share of the hot end: one flip in a few thousand costs a field. */
const coldShare = 1 / 12;
/** Rounds between two looks at what the coldest replica falls into. */
const roundsBetweenFalls = 10;

/**
 * Replicas at temperatures in geometric steps, each swept once a round; neighbours then swap with the probability that
 * keeps the joint distribution.
 * Source: Hukushima, Nemoto, "Exchange Monte Carlo method", J. Phys. Soc. Japan 65, 1996.
 */
export class Ladder {
  private readonly run: QuboRun;
  private readonly random: Random;
  private readonly temperatures: readonly number[];
  /** Replica at each temperature, the coldest first; its energy. */
  private readonly replicas: Int32Array;
  private readonly energies: Float64Array;

  constructor(run: QuboRun, replicas: number, random: Random) {
    this.run = run;
    this.random = random;
    const { hot, cold } = temperatureRange(run.qubo);
    const low = cold || hot * coldShare;
    const step = (rung: number): number => (replicas === 1 ? 0 : rung / (replicas - 1));
    this.temperatures = Array.from({ length: replicas }, (_, rung) => low * (hot / low || 1) ** step(rung));
    this.replicas = Int32Array.from({ length: replicas }, (_, rung) => rung);
    this.energies = new Float64Array(replicas);
  }

  /** Until the run is over; all replicas start where the run does. */
  climb(): void {
    const { run } = this;
    const start = run.search.bits();
    for (const replica of this.replicas) {
      run.search.select(replica);
      run.search.moveTo(start);
    }
    for (let round = 1; !run.isOver(); round++) {
      this.sweep();
      for (let rung = round % 2; rung + 1 < this.replicas.length; rung += 2) this.swap(rung);
      if (round % roundsBetweenFalls === 0 || run.isOver()) this.fall();
    }
  }

  private sweep(): void {
    const { run } = this;
    let unseen = 0;
    for (const [rung, temperature] of this.temperatures.entries()) {
      run.search.select(this.replicas[rung]!);
      run.search.sweep(temperature);
      this.energies[rung] = run.search.energy;
      run.spend(run.search.count);
      unseen += run.search.count;
      if (unseen < visitsBetweenLooks) continue;
      if (run.isOver()) return;
      unseen = 0;
    }
  }

  private swap(rung: number): void {
    const [colder, hotter] = [this.temperatures[rung]!, this.temperatures[rung + 1]!];
    const [below, above] = [this.energies[rung]!, this.energies[rung + 1]!];
    const exponent = (1 / colder - 1 / hotter) * (below - above);
    if (!(exponent >= 0 || this.random.next() < Math.exp(exponent))) return;
    [this.energies[rung], this.energies[rung + 1]] = [above, below];
    const replica = this.replicas[rung]!;
    this.replicas[rung] = this.replicas[rung + 1]!;
    this.replicas[rung + 1] = replica;
  }

  /** Lets a copy of the coldest replica fall into its minimum, and reports that; better parts of the best are kept. */
  private fall(): void {
    const { run } = this;
    const { search } = run;
    search.select(this.replicas[0]!);
    const coldest = search.bits();
    search.select(this.replicas.length);
    search.moveTo(coldest);
    while (search.sweep(0) > 0) run.spend(search.count);
    if (run.bestBits) search.takeBetterParts(run.bestBits);
    run.offer();
  }
}
