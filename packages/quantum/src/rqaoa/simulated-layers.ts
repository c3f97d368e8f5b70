import { type Kernel, subsetWeights } from "@qtwin/kernel";
import { quadraticOfIsing } from "../cost/quadratic-of-ising.ts";
import { minimise } from "../optimise/minimise.ts";
import { couplingsOf, type IsingModel } from "../pauli/ising.ts";
import { type Angles, anglesOf, pointOf } from "../qaoa/angles/angles.ts";
import { linearRamp } from "../qaoa/angles/linear-ramp.ts";
import { energyScale } from "../qaoa/energy-scale.ts";
import type { RunControl } from "../run/run.ts";
import type { RunLog } from "../run/run-log.ts";
import { walshHadamard } from "../simulate/walsh-hadamard.ts";
import type { CorrelationSource } from "./correlations.ts";

/** Gamma and beta of the ramp that the first round starts from. */
const ramp = [0.6, 0.6] as const;
const [firstGradients, laterGradients] = [200, 30];

/** The angles of least mean energy near `start`; gammas in units of one over the scale. */
function trained(
  kernel: Kernel,
  ising: IsingModel,
  start: Angles,
  maxEvaluations: number,
  log: RunLog,
  control: RunControl,
): { readonly angles: Angles; readonly scale: number; readonly probabilities: Float64Array } {
  const cost = quadraticOfIsing(ising);
  const scale = energyScale(ising.count, subsetWeights(cost, ising.count));
  const state = kernel.createQaoaState({ qubits: ising.count, cost });
  const gradient = (point: Float64Array) => {
    const { gammas, betas } = anglesOf(point);
    const found = state.gradient(
      gammas.map((gamma) => gamma / scale),
      betas,
    );
    log.differentiated(found.expectation);
    return {
      value: found.expectation,
      gradient: Float64Array.of(...found.gammas.map((slope) => slope / scale), ...found.betas),
    };
  };
  try {
    const { point } = minimise(
      { value: (at) => gradient(at).value, gradient },
      pointOf(start),
      { method: "lbfgs", maxEvaluations, gradientTolerance: 1e-5 * scale },
      control,
    );
    const angles = anglesOf(point);
    angles.gammas.forEach((gamma, k) => {
      state.layer(gamma / scale, angles.betas[k]!);
    });
    return { angles, scale, probabilities: state.probabilities() };
  } finally {
    state.free();
  }
}

/** Several layers on the simulator; each round starts from the angles of the one before. */
export function simulatedLayers(
  kernel: Kernel,
  layers: number,
  log: RunLog,
  control: RunControl,
): CorrelationSource {
  let known: Angles | undefined;
  return (ising) => {
    const start = known ?? linearRamp(layers, ...ramp);
    const budget = known === undefined ? firstGradients : laterGradients;
    const { angles, scale, probabilities } = trained(kernel, ising, start, budget, log, control);
    known = angles;
    // All means of products of Z at once.
    walshHadamard(probabilities);
    const pairs = couplingsOf(ising);
    return {
      z: Float64Array.from({ length: ising.count }, (_, k) => probabilities[1 << k]!),
      i: pairs.map(({ i }) => i),
      j: pairs.map(({ j }) => j),
      zz: Float64Array.from(pairs, ({ i, j }) => probabilities[(1 << i) | (1 << j)]!),
      gammas: angles.gammas.map((gamma) => gamma / scale),
      betas: angles.betas.slice(),
    };
  };
}
