import type { Random } from "@qtwin/core";
import { anneal } from "../search/anneal.ts";
import type { QuboRun } from "../search/qubo-run.ts";
import { type TemperatureRange, temperatureRange } from "../search/temperatures.ts";
import { Elite, type Member } from "./elite.ts";
import { polish } from "./polish.ts";

/** Sweeps of a lineage's first reheatings and of its last ones; they grow by this factor when a round brings nothing. */
const firstSweeps = 60;
const lastSweeps = 20_000;
const growth = 1.7;
const reheatsPerRound = 8;
/** Reheating goes to a random share of the hot end: from where a few variables move to where nearly all melt. */
const leastReheat = 0.2;
const mostReheat = 0.9;
/** Visits that cost what one tabu flip costs, times three: a quarter of the time is tabu search. */
const visitsPerFlip = 256;
/** Flips without a new best after which a crossing is given up. */
const mostPatience = 50_000;

/**
 * Memetic search: lineages of annealed and tabu-searched assignments. A child is reheated, cooled and improved, and its
 * parent gives back every part in which it was better; members of different lineages are crossed part by part where
 * the graph is sparse, and by path relinking. Everything follows from size and couplings.
 * Sources: Wang, Lü, Glover, Hao, "Path relinking for unconstrained binary quadratic programming", EJOR 2012; Wu, Hao,
 * "A memetic approach for the max-cut problem", PPSN 2012; Myklebust, "Solving maximum cut problems by simulated
 * annealing", 2015.
 */
export class Memetic {
  private readonly run: QuboRun;
  private readonly random: Random;
  private readonly range: TemperatureRange;
  private readonly elite: Elite;

  constructor(run: QuboRun, random: Random) {
    this.run = run;
    this.random = random;
    this.range = temperatureRange(run.qubo);
    this.elite = new Elite(run.qubo);
  }

  /** Until the run is over. The first lineage grows from where the run starts. */
  search(): void {
    const { run } = this;
    polish(run, run.search.count);
    let current = this.here();
    while (!run.isOver()) {
      this.cool(this.range, 4 * firstSweeps);
      current = this.better(current, this.here());
      current = this.lineage(current);
      this.elite.add(current);
      current = { bits: current.bits, energy: Infinity };
    }
  }

  private here(): Member {
    return { bits: this.run.search.bits(), energy: this.run.search.energy };
  }

  private better(first: Member, second: Member): Member {
    return first.energy < second.energy ? first : second;
  }

  /** Rounds of reheating, longer ones when nothing improves; then crossing with the elite. */
  private lineage(start: Member): Member {
    const { run } = this;
    let current = start;
    for (let sweeps = firstSweeps; sweeps <= lastSweeps && !run.isOver(); ) {
      const before = current.energy;
      for (let reheat = 0; reheat < reheatsPerRound && !run.isOver(); reheat++)
        current = this.reheat(current, sweeps);
      current = this.cross(current, run.received());
      current = this.cross(current, this.elite.pick(this.random));
      if (current.energy >= before) sweeps = Math.ceil(sweeps * growth);
    }
    return current;
  }

  private reheat(parent: Member, sweeps: number): Member {
    const { hot, cold } = this.range;
    const share = leastReheat + (mostReheat - leastReheat) * this.random.next();
    this.run.search.moveTo(parent.bits);
    this.cool({ hot: hot * share, cold }, sweeps);
    return this.child(parent);
  }

  private cool(range: TemperatureRange, sweeps: number): void {
    const { run } = this;
    const { count } = run.search;
    if (anneal(run, range, sweeps)) polish(run, Math.ceil((sweeps * count) / visitsPerFlip));
    else run.offer();
  }

  /** The current assignment with all that its parent did better; the parent itself if that is better still. */
  private child(parent: Member): Member {
    const { run } = this;
    run.search.takeBetterParts(parent.bits);
    run.offer();
    return run.search.energy <= parent.energy ? this.here() : parent;
  }

  /** Crosses with another assignment: part by part, then from the best point of the path between both. */
  private cross(parent: Member, other: Uint8Array | null): Member {
    const { run, elite } = this;
    if (other === null || run.isOver()) return parent;
    const { search } = run;
    search.moveTo(elite.aligned(other, parent.bits));
    const crossed = this.child(parent);
    const target = elite.aligned(other, crossed.bits);
    const distance = elite.distance(crossed.bits, target);
    if (distance < 4) return crossed;
    search.moveTo(crossed.bits);
    search.relink(target, Math.floor(distance / 3), Math.floor((2 * distance) / 3));
    search.moveTo(search.bestBits());
    run.spend(distance);
    polish(run, Math.min(10 * search.count, mostPatience));
    return this.child(crossed);
  }
}
