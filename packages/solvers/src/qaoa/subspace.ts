import {
  checkFeasibility,
  compileQubo,
  type Model,
  objectiveValue,
  type SuccessShare,
  snapIntegers,
  successShare,
} from "@qtwin/model";
import { runSubspaceQaoa, type SubspaceQaoaRun } from "@qtwin/quantum";
import { costOf } from "./problem.ts";

export interface SubspaceOptions {
  readonly layers: number;
  readonly shots: number;
  readonly seed: number;
}

/** QAOA among the assignments that take one option of each choice. */
export interface SubspaceOutcome {
  /** Feasible, in the model's own terms; null: the best sample breaks another constraint. */
  readonly solution: { readonly values: Float64Array; readonly objective: number } | null;
  /** Amplitudes of its state: one for each way to take one option of each choice. */
  readonly amplitudes: number;
  /** Probability of one shot to give the certified optimum, from the state. */
  readonly predictedSuccess: number;
  readonly observedSuccess: SuccessShare | null;
  /** As many such assignments drawn uniformly: what the circuit has to beat. */
  readonly uniformSuccess: SuccessShare | null;
  /** In rad per unit of energy, and rad. */
  readonly gammas: readonly number[];
  readonly betas: readonly number[];
}

/**
 * QAOA with the XY mixer on a ring, on a model of choices alone: exactly one option of each is kept by the mixer, so that only
 * the other constraints need penalties. Blocks its thread. Null: the model has other variables, or none.
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT
 * Source: Hadfield et al., arXiv 1709.03489.
 */
export async function runInSubspace(
  model: Model,
  { layers, shots, seed }: SubspaceOptions,
): Promise<SubspaceOutcome | null> {
  const { qubo, decode } = compileQubo(model);
  const groups = model.variables.choices.map(({ first, options }) => options.map((_, at) => first + at));
  const isWhole = groups.length > 0 && groups.flat().length === model.variables.count;
  if (!isWhole || qubo.count !== model.variables.count) return null;
  const run = await runSubspaceQaoa({ cost: costOf(qubo), groups }, { layers, shots }, { seed });
  const values = snapIntegers(model, decode(Float64Array.from(run.best.bits)));
  const isFeasible = checkFeasibility(model, values).feasible;
  return {
    solution: isFeasible ? { values, objective: objectiveValue(model, values) } : null,
    ...successOf(run),
    amplitudes: run.amplitudes,
    gammas: Array.from(run.gammas),
    betas: Array.from(run.betas),
  };
}

const successOf = ({ successProbability, samples, randomSamples }: SubspaceQaoaRun) => ({
  predictedSuccess: Math.min(1, successProbability ?? 0),
  observedSuccess: successShare(samples.optimal ?? 0, samples.shots),
  uniformSuccess: successShare(randomSamples.optimal ?? 0, randomSamples.shots),
});
