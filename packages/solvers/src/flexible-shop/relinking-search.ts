import { Xorshift } from "../search/xorshift.ts";
import type { ShopProblem } from "../shop/problem.ts";
import { construct } from "./construct.ts";
import { Elite, loadBetween, type Member, memberOf } from "./elite.ts";
import { ShopGraph } from "./shop-graph.ts";
import type { Found, Sequenced, ShopSearch } from "./shop-search.ts";
import { TabuSearch } from "./tabu-search.ts";

/** Schedules kept to be relinked. */
const eliteSize = 8;

/**
 * Tabu search from several starts, then from schedules between two of the best (as TS/PR: Peng, Lü, Cheng, "A tabu
 * search/path relinking algorithm to solve the job shop scheduling problem", 2015). Works in rounds so that the caller
 * can look at the clock.
 */
export class RelinkingSearch implements ShopSearch {
  readonly graph: ShopGraph;
  private champion: Member | null = null;
  private readonly random: Xorshift;
  private readonly isOver: () => boolean;
  private readonly tabu: TabuSearch;
  private readonly elite: Elite;
  /** Iterations without improvement that end one tabu search. */
  private readonly patience: number;
  private idle = 0;
  private reached = Infinity;

  constructor(problem: ShopProblem, seed: number, isOver: () => boolean) {
    this.isOver = isOver;
    this.graph = new ShopGraph(problem);
    this.random = new Xorshift(seed);
    this.tabu = new TabuSearch(this.graph, this.random);
    this.elite = new Elite(eliteSize);
    this.patience = 2000 + 10 * this.graph.size;
  }

  get iterations(): number {
    return this.tabu.iterations;
  }

  get best(): Found | null {
    const { champion } = this;
    if (!champion || champion.makespan > this.graph.problem.makespan.upper) return null;
    return { ...champion, cost: this.graph.problem.makespan.factor * champion.makespan };
  }

  start(given?: Sequenced): void {
    construct(this.graph, this.random, 0, this.isOver);
    this.note();
    if (given) {
      this.graph.load(given.optionOf, given.order);
      this.note();
    }
    this.begin();
  }

  receive({ optionOf, order }: Sequenced): void {
    const { graph } = this;
    const [ownOptions, ownOrder] = [graph.optionOf.slice(), graph.order.slice()];
    graph.load(optionOf, order);
    this.elite.add(memberOf(graph));
    this.note();
    graph.load(ownOptions, ownOrder);
  }

  round(limit: number): boolean {
    const goesOn = this.tabu.run(limit);
    const { makespan } = this.tabu.best;
    if (makespan < this.reached) {
      this.reached = makespan;
      this.idle = 0;
    } else this.idle += limit;
    if (this.champion && makespan < this.champion.makespan) this.champion = this.bestOfRun();
    if (!goesOn && makespan <= this.graph.problem.makespan.lower) return false;
    if (!goesOn || this.idle >= this.patience) this.next();
    return true;
  }

  private note(): void {
    if (!this.champion || this.graph.makespan < this.champion.makespan) this.champion = memberOf(this.graph);
  }

  private begin(): void {
    this.tabu.restart();
    this.reached = this.tabu.best.makespan;
    this.idle = 0;
  }

  private bestOfRun(): Member {
    const { graph, tabu } = this;
    const [ownOptions, ownOrder] = [graph.optionOf.slice(), graph.order.slice()];
    graph.load(tabu.best.optionOf, tabu.best.order);
    const member = memberOf(graph);
    graph.load(ownOptions, ownOrder);
    return member;
  }

  /** Ends one tabu search and starts the next. */
  private next(): void {
    const { graph, elite, random } = this;
    elite.add(this.bestOfRun());
    const { members } = elite;
    if (!elite.isFull && random.next() < 0.7) construct(graph, random, 0.5 + random.next(), this.isOver);
    else if (members.length < 2) construct(graph, random, 2, this.isOver);
    else {
      const one = random.below(members.length);
      const other = (one + 1 + random.below(members.length - 1)) % members.length;
      loadBetween(graph, members[one]!, members[other]!, random);
    }
    if (members.length < 2 || random.next() < 0.2) this.shake();
    this.begin();
  }

  /** A few random moves of any operations. */
  private shake(): void {
    const { graph, random } = this;
    const { optionStart, machine } = graph.problem;
    for (let left = 2 + graph.size / 20; left > 0; left--) {
      const operation = random.below(graph.size);
      const from = optionStart[operation]!;
      const option = from + random.below(optionStart[operation + 1]! - from);
      const of = machine[option]!;
      const places = graph.count[of]! + (of === graph.machineOf(operation) ? 0 : 1);
      graph.move(operation, option, random.below(places));
    }
  }
}
