import { Xorshift } from "../search/xorshift.ts";
import { leastNeeds } from "../shop/needs.ts";
import { hasDeadlines, hasDowntimes, hasTardiness, type ShopProblem } from "../shop/problem.ts";
import { construct } from "./construct.ts";
import { ShopGraph } from "./shop-graph.ts";

/**
 * The shop without deadlines where only the makespan counts and every schedule that is better than a first one keeps them
 * all; null where that is not so.
 */
export function plainShop(problem: ShopProblem, seed: number, isOver: () => boolean): ShopProblem | null {
  if (problem.makespan.factor === 0 || hasDowntimes(problem) || hasTardiness(problem)) return null;
  if (!hasDeadlines(problem)) return problem;
  const graph = new ShopGraph(problem);
  construct(graph, new Xorshift(seed), 0, isOver);
  const isKept = graph.head.every((start, operation) => start <= problem.latest[graph.optionOf[operation]!]!);
  const need = leastNeeds(problem);
  if (!isKept || need.some((time, option) => problem.latest[option]! < graph.makespan - time)) return null;
  // What is longer, as a schedule that time does not let be made as well, may be late.
  const makespan = { ...problem.makespan, upper: Math.min(problem.makespan.upper, graph.makespan) };
  return { ...problem, makespan, latest: problem.latest.map(() => Infinity) };
}
