export * from "./check-applicable.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export { type RegisteredSolver, registeredSolvers, solverById } from "./registry.ts";
export { type SolveOptions, solve, solveWith } from "./run.ts";
export { warmSolverWorker } from "./warm.ts";
export { closeSolverWorkers } from "./worker-pool.ts";
