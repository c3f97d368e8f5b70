import { createRandom, type Random } from "@qtwin/core";
import { openSubspace, type SubspaceMixer, type SubspaceState } from "@qtwin/kernel";
import type { MinimiseOptions } from "../optimise/minimise.ts";
import { type SampleSummary, sampleMean } from "../qaoa/sample-summary.ts";
import { type Trained, trainAngles } from "../qaoa/train-angles.ts";
import { withKernelFailures } from "../run/kernel-failures.ts";
import type { QuantumRun, RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { type CertifiedFeasible, certifyFeasible } from "./certified-feasible.ts";
import { bitsOfOptions, energySpread, summariseFeasible } from "./feasible-samples.ts";
import { SubspaceObjective } from "./subspace-objective.ts";
import {
  type OneHotProblem,
  planSubspaceRun,
  type SubspacePlan,
  type SubspaceQaoaOptions,
} from "./subspace-options.ts";

/** `qubits` counts the binary variables; the state held one amplitude for each feasible assignment. */
export interface SubspaceQaoaRun extends QuantumRun {
  readonly algorithm: "subspace-qaoa";
  readonly mixer: SubspaceMixer;
  readonly amplitudes: number;
  /** Fewer than asked for only if the run was stopped while it grew. */
  readonly layers: number;
  /** In rad per energy. */
  readonly gammas: Float64Array;
  /** In rad. */
  readonly betas: Float64Array;
  readonly expectation: number;
  /** Mean of the best fraction that was minimised; the expectation where that is all. */
  readonly goalValue: number;
  readonly samples: SampleSummary;
  /** As many feasible assignments drawn uniformly: what the circuit has to beat. */
  readonly randomSamples: SampleSummary;
}

interface Trial {
  readonly plan: SubspacePlan;
  readonly state: SubspaceState;
  readonly certified: CertifiedFeasible;
  readonly random: Random;
  readonly log: RunLog;
}

/** Uniform shots that measure the energy scale: their spread is within about 2 % of the exact one. */
const scaleShots = 4096;

/** What one group adds to the spread of random assignments: times this, good gammas of most problems are alike. */
function energyScale({ plan, state, random }: Trial): number {
  const samples = state.sample(scaleShots, random.integer(2 ** 31));
  return energySpread(samples, sampleMean(samples, 1)) / Math.sqrt(plan.groups.length) || 1;
}

function sample({ plan, state, certified, random }: Trial): SampleSummary {
  const samples = state.sample(plan.shots, random.integer(2 ** 31));
  const bitsAt = (basis: number): Uint8Array => bitsOfOptions(plan.groups, state.optionsAt(basis));
  return summariseFeasible(samples, bitsAt, certified.limit);
}

/** In f32 the gradient's last digits are noise; both end the search where the angles no longer matter. */
function searchOf({ precision }: SubspacePlan): MinimiseOptions {
  return precision === "f64"
    ? { method: "lbfgs", firstStep: 0.05, gradientTolerance: 1e-6, valueTolerance: 1e-9 }
    : { method: "lbfgs", firstStep: 0.05, gradientTolerance: 1e-3, valueTolerance: 1e-4 };
}

/** Trains the angles and measures the final state. */
function runTrial(trial: Trial): SubspaceQaoaRun {
  const { plan, state, certified, log } = trial;
  // Drawn apart from the shots of the report, whose number must not change the training.
  const scale = energyScale(trial);
  const uniform = sample(trial);
  const objective = new SubspaceObjective(state, scale, plan.alpha, log);
  const trained = trainAngles(objective, { ...plan, search: searchOf(plan), scale }, log);
  log.stage("final samples");
  objective.prepare(trained.angles);
  const summary = sample(trial);
  log.measured(plan.shots);
  log.offer(summary.best);
  const measured = {
    expectation: state.expectation(),
    goalValue: objective.goal(),
    successProbability: state.massBelow(certified.limit),
    samples: summary,
    randomSamples: uniform,
  };
  log.close();
  return { ...measured, ...reportOf(trial, trained, scale) };
}

function reportOf({ plan, state, certified, log }: Trial, { angles }: Trained, scale: number) {
  return {
    algorithm: "subspace-qaoa",
    qubits: plan.groups.flat().length,
    mixer: plan.mixer,
    amplitudes: state.size,
    layers: angles.betas.length,
    gammas: angles.gammas.map((gamma) => gamma / scale),
    betas: angles.betas.slice(),
    certified: certified.optimum,
    best: log.best!,
    effort: log.effort,
    stopped: log.stopped,
    timeline: log.timeline,
  } as const;
}

/**
 * QAOA on one-hot groups, simulated in the feasible set: k groups of m options take m^k amplitudes, not 2^(km). Trains
 * the angles by L-BFGS on adjoint gradients, measures the final state, and puts the certified optimum and uniform
 * feasible samples beside it. Blocks its thread while it trains: give it a worker.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_BAD_GROUPS, QT_QUANTUM_BAD_START,
 * QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_TOO_LARGE
 * Source: Hadfield et al., arXiv 1709.03489; Bärtschi, Eidenbenz, arXiv 2006.00354; CVaR: Barkoutsos et al., 1907.04769.
 */
export function runSubspaceQaoa(
  problem: OneHotProblem,
  options: SubspaceQaoaOptions,
  control: RunControl,
): Promise<SubspaceQaoaRun> {
  return withKernelFailures(async () => {
    const plan = planSubspaceRun(problem, options);
    const certified = await certifyFeasible(problem);
    const state = (await openSubspace(plan)).createState(plan);
    try {
      const random = createRandom(control.seed);
      return runTrial({ plan, state, certified, random, log: new RunLog(control) });
    } finally {
      state.free();
    }
  });
}
