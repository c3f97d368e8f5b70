export * from "./components.ts";
export { type SolutionSet, solutionSets } from "./dominated-columns.ts";
export * from "./persistency.ts";
export * from "./presolve.ts";
export * from "./roof-duality.ts";
export * from "./symmetry.ts";
export type { Smaller } from "./without-columns.ts";
export type { RowReason } from "./workspace.ts";
