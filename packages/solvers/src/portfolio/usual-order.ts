/**
 * Who usually does well on a kind of problem, best first; a solver named twice runs twice, with different seeds. The kinds with
 * a solver of their own come first, the narrower structure before the wider one.
 */
export const usualOrder: Readonly<Record<string, readonly string[]>> = {
  "job-shop": ["job-shop", "job-shop", "flexible-shop", "neighbourhood", "highs"],
  "flexible-shop": ["flexible-shop", "flexible-shop", "neighbourhood", "highs"],
  knapsack: ["knapsack", "highs", "neighbourhood"],
  assignment: ["assignment", "assignment", "neighbourhood", "tabu"],
  qubo: ["tabu", "annealing", "quadratic-exact", "tempering", "bifurcation", "neighbourhood"],
  linear: ["highs"],
  "mixed-integer": ["highs", "neighbourhood", "quadratic-exact", "tabu"],
  structured: ["neighbourhood", "highs"],
};
