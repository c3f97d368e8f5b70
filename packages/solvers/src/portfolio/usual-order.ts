/**
 * Who usually does well on a kind of problem, best first; a solver named twice runs twice, with different seeds. The kinds with
 * a solver of their own come first, the narrower structure before the wider one.
 */
export const usualOrder: Readonly<Record<string, readonly string[]>> = {
  "job-shop": ["job-shop", "job-shop", "flexible-shop", "neighbourhood", "highs"],
  "flexible-shop": ["flexible-shop", "flexible-shop", "neighbourhood", "highs"],
  knapsack: ["knapsack", "highs", "neighbourhood"],
  assignment: ["assignment", "assignment", "neighbourhood", "tabu"],
  qubo: ["tabu", "semidefinite", "annealing", "quadratic-exact", "tempering", "bifurcation", "neighbourhood"],
  linear: ["highs"],
  "mixed-integer": ["highs", "neighbourhood", "quadratic-exact", "tabu"],
  structured: ["neighbourhood", "highs"],
};

/**
 * Who proves a kind of problem that its own solver only searches, and up to how many variables that usually ends within
 * seconds. It then stands second.
 */
export const provers: Readonly<Record<string, { readonly solver: string; readonly mostVariables: number }>> =
  {
    "job-shop": { solver: "highs", mostVariables: 60 },
    "flexible-shop": { solver: "highs", mostVariables: 80 },
    assignment: { solver: "highs", mostVariables: 25 },
    qubo: { solver: "quadratic-exact", mostVariables: 120 },
  };

/**
 * Who gives a bound of a larger problem in a part of the time and leaves its thread to a search: it stands second, whatever
 * experience says, since to find the best solution is not what it is there for.
 */
export const bounders: Readonly<Record<string, string>> = { qubo: "semidefinite" };

/** Up to this many variables exact search of a QUBO ends so soon that it goes first. */
export const exactFirstVariables = 50;
