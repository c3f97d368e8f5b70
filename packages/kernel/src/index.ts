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
export { type Kernel, openKernel } from "./kernel.ts";
export type { Precision } from "./layout.ts";
export type { Gradient, QaoaState, QaoaStateOptions } from "./qaoa-state.ts";
export type { Samples } from "./sample.ts";
