/**
 * How the bench looks for a plan: two solvers as in the live loop where there are two cores, one to prove and one to search, and more
 * search for good plans than HiGHS does of itself: the bound is there early, the plan is not.
 */
export const planSearch = { threads: 2, options: { heuristicEffort: 0.3 } } as const;
