export * from "./check-applicable.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export { type RegisteredSolver, registeredSolvers, solverById } from "./registry.ts";
export { type SolveOptions, solve, solveWith } from "./run.ts";
export { closeSolverWorkers, warmSolverWorker } from "./worker-pool.ts";
