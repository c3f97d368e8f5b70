export {
  classicalSamples,
  confidenceInterval,
  type IntervalMethod,
} from "./amplitude-estimation/confidence-interval.ts";
export * from "./amplitude-estimation/run-amplitude-estimation.ts";
export * from "./ansatz/brickwork.ts";
export * from "./ansatz/fourier.ts";
export * from "./ansatz/hardware-efficient.ts";
export * from "./ansatz/mixers.ts";
export { multiAngleQaoa } from "./ansatz/multi-angle.ts";
export * from "./ansatz/qaoa.ts";
export * from "./ansatz/start-states.ts";
export { warmStartAngles, warmStartQaoa } from "./ansatz/warm-start.ts";
export * from "./circuit/angle.ts";
export * from "./circuit/bind.ts";
export * from "./circuit/circuit.ts";
export * from "./circuit/circuit-builder.ts";
export * from "./circuit/gates.ts";
export * from "./circuit/inverse.ts";
export * from "./circuit/moments.ts";
export * from "./circuit/resources.ts";
export type { StandardGateName } from "./circuit/standard-gates.ts";
export { isingOfQuadratic } from "./cost/ising-of-quadratic.ts";
export * from "./draw/draw-circuit.ts";
export * from "./errors.ts";
export { type GroundState, type GroundStateOptions, groundState } from "./ground-state/ground-state.ts";
export * from "./grover/amplify.ts";
export { bestRotations, goodProbability } from "./grover/rotation.ts";
export {
  type GroverSearchOptions,
  type GroverSearchRun,
  runGroverSearch,
} from "./grover/run-grover-search.ts";
export { groverSearchAmplitudes } from "./grover/search-amplitudes.ts";
export {
  type GroverAttempt,
  type GroverSearchCircuit,
  groverSearchCircuit,
} from "./grover/search-circuit.ts";
export type { LocalSearchControl } from "./local-search/control.ts";
export { descend } from "./local-search/descend.ts";
export { type Exchange, exchangesOf } from "./local-search/exchanges.ts";
export { energyOfSpins, type SpinRows, spinRows } from "./local-search/spin-rows.ts";
export { bitsOfSpins, randomOneHotSpins, randomSpins, spinsOfBits } from "./local-search/spins.ts";
export { readOpenQasm } from "./openqasm/read-openqasm.ts";
export { writeOpenQasm } from "./openqasm/write-openqasm.ts";
export { type MinimiseOptions, type Minimum, minimise } from "./optimise/minimise.ts";
export type * from "./optimise/objective.ts";
export * from "./pauli/ising.ts";
export * from "./pauli/pauli-sum.ts";
export * from "./pauli/pauli-text.ts";
export { correlatorOf, type PauliEncoding, pauliEncoding } from "./pce/encoding.ts";
export type * from "./pce/pauli-correlation-run.ts";
export { runPauliCorrelation } from "./pce/run-pauli-correlation.ts";
export { denseCost } from "./problems/dense-cost.ts";
export { labsCost } from "./problems/labs-cost.ts";
export { maxCutCost } from "./problems/max-cut-cost.ts";
export { regularGraph, type WeightedEdge } from "./problems/regular-graph.ts";
export type { AngleStart } from "./qaoa/angles/start-angles.ts";
export type { CircuitQaoaOptions, CircuitQaoaRun } from "./qaoa/circuit-qaoa.ts";
export { type ClosedForm, closedFormExpectations } from "./qaoa/closed-form.ts";
export type { EnergyLevels } from "./qaoa/energy-levels.ts";
export { qaoaAtStart } from "./qaoa/qaoa-at-start.ts";
export type { QaoaGoal } from "./qaoa/qaoa-objective.ts";
export type { AngleSearch, QaoaRunOptions } from "./qaoa/qaoa-options.ts";
export { runMultiAngleQaoa } from "./qaoa/run-multi-angle-qaoa.ts";
export { type QaoaRun, runQaoa } from "./qaoa/run-qaoa.ts";
export { runWarmStartQaoa, type WarmStartQaoaOptions } from "./qaoa/run-warm-start-qaoa.ts";
export type { SampleSummary } from "./qaoa/sample-summary.ts";
export type { CodeSize } from "./qrao/encoding.ts";
export type * from "./qrao/random-access-run.ts";
export { runRandomAccess } from "./qrao/run-random-access.ts";
export * from "./rqaoa/run-recursive-qaoa.ts";
export type { ApproximationRatio } from "./run/approximation-ratio.ts";
export { bitsOfBasis } from "./run/bits-of-basis.ts";
export { certifiedOptimum } from "./run/certified-optimum.ts";
export { optimumTolerance } from "./run/optimum-tolerance.ts";
export type * from "./run/run.ts";
export { withQaoaState } from "./run/with-qaoa-state.ts";
export * from "./simulate/adjoint-gradient.ts";
export * from "./simulate/apply-diagonal.ts";
export * from "./simulate/apply-gate.ts";
export * from "./simulate/apply-matrix.ts";
export { applyPauli, applyPauliRotation } from "./simulate/apply-pauli.ts";
export { applyPauliSum } from "./simulate/apply-pauli-sum.ts";
export * from "./simulate/expectation.ts";
export * from "./simulate/measure.ts";
export { type NoiseModel, noiseless } from "./simulate/noise.ts";
export * from "./simulate/noisy-expectation.ts";
export * from "./simulate/run-shots.ts";
export * from "./simulate/run-unitary.ts";
export type { EstimatedMean } from "./simulate/running-mean.ts";
export * from "./simulate/sample.ts";
export * from "./simulate/simulator.ts";
export * from "./simulate/statevector.ts";
export * from "./simulate/trajectory.ts";
export { runSubspaceQaoa, type SubspaceQaoaRun } from "./subspace/run-subspace-qaoa.ts";
export type { OneHotProblem, SubspaceQaoaOptions } from "./subspace/subspace-options.ts";
export { type EnergyShots, measureEnergy } from "./vqe/measure-energy.ts";
export { type MeasurementGroup, type MeasurementPlan, measurementPlan } from "./vqe/measurement-groups.ts";
export { runVqe } from "./vqe/run-vqe.ts";
export type * from "./vqe/vqe-run.ts";
