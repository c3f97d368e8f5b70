/**
 * How the bench looks for a plan: HiGHS alone on one core, which on this model has both the plan and the bound first, with more search
 * for good plans than it does of itself.
 */
export const planSearch = { solver: "highs", options: { heuristicEffort: 0.3 } } as const;
