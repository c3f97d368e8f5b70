export { type AssignmentCost, assignmentCost, exchangeDelta } from "./assignment/assignment-cost.ts";
export { type AssignmentSearch, openAssignment } from "./assignment/assignment-search.ts";
export { parity, popcount } from "./bits.ts";
export {
  type Cost,
  commonStep,
  type PolynomialCost,
  type QuadraticCost,
  type SubsetWeights,
  subsetWeights,
  variablesOf,
} from "./cost.ts";
export { type Enumeration, enumerateQubo } from "./enumerate-qubo.ts";
export { KernelError, type KernelErrorCode } from "./errors.ts";
export type { GateState, PauliColumns, PauliMasks } from "./gates/gate-state.ts";
export { type GateKernel, openGates } from "./gates/open-gates.ts";
export type { Gradient } from "./gradient.ts";
export { type Kernel, type KernelOptions, openKernel } from "./kernel.ts";
export type { Precision } from "./layout.ts";
export type { QaoaState, QaoaStateOptions } from "./qaoa-state.ts";
export { openQuboSearch, type QuboSearchOptions } from "./qubo/open-qubo-search.ts";
export type { QuboSearch, Tenure } from "./qubo/qubo-search.ts";
export type { CouplingStorage } from "./qubo/search-layout.ts";
export type { QuboProblem } from "./qubo/whole-weights.ts";
export type { Samples } from "./sample.ts";
export { enumerateFeasible, type FeasibleEnumeration } from "./subspace/enumerate-feasible.ts";
export type { OneHotGroups } from "./subspace/one-hot-groups.ts";
export { openSubspace, type SubspaceKernel } from "./subspace/open-subspace.ts";
export {
  type PermutationMixer,
  PermutationState,
  type PermutationStateOptions,
} from "./subspace/permutations/permutation-state.ts";
export type {
  ObjectiveGradient,
  SubspaceMixer,
  SubspaceState,
  SubspaceStateOptions,
} from "./subspace/subspace-state.ts";
