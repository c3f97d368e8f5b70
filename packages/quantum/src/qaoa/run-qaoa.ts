import { createRandom, type Random } from "@qtwin/core";
import { type QaoaState, subsetWeights } from "@qtwin/kernel";
import { type ApproximationRatio, approximationRatio } from "../run/approximation-ratio.ts";
import { bestOfSamples } from "../run/best-of-samples.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { withKernelFailures } from "../run/kernel-failures.ts";
import { optimumTolerance } from "../run/optimum-tolerance.ts";
import type { Assignment, CertifiedOptimum, QuantumRun, RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { withQaoaState } from "../run/with-qaoa-state.ts";
import { energyScale } from "./energy-scale.ts";
import { type QaoaGoal, QaoaObjective } from "./qaoa-objective.ts";
import { planOf, type QaoaPlan, type QaoaRunOptions, searchOptions } from "./qaoa-options.ts";
import { type SampleSummary, summarise } from "./sample-summary.ts";
import { type Trained, trainAngles } from "./train-angles.ts";

export interface QaoaRun extends QuantumRun {
  readonly algorithm: "qaoa";
  /** Fewer than asked for only if the run was stopped while it grew. */
  readonly layers: number;
  /** In rad per energy. */
  readonly gammas: Float64Array;
  /** In rad. */
  readonly betas: Float64Array;
  readonly expectation: number;
  readonly goal: QaoaGoal;
  /** The goal at the final state, exact even where the search sampled it. */
  readonly goalValue: number;
  /** Of the final mean energy. */
  readonly approximationRatio: ApproximationRatio | null;
  readonly samples: SampleSummary;
  /** As many assignments drawn uniformly: what the circuit has to beat. */
  readonly randomSamples: SampleSummary;
  /** The best of as many uniform assignments as the run took shots in all, those of the training too: the control of `best`. */
  readonly randomBest: Assignment;
}

interface Trial {
  readonly plan: QaoaPlan;
  readonly state: QaoaState;
  readonly objective: QaoaObjective;
  readonly trained: Trained;
  readonly certified: CertifiedOptimum | null;
  readonly scale: number;
  readonly random: Random;
  readonly log: RunLog;
}

/** Uniform shots drawn at a time, which bounds the memory they take. */
const drawnAtOnce = 2 ** 20;

/** The better of `best` and so many more shots of the state. */
function bestOfMore({ state, plan, random }: Trial, best: Assignment, shots: number): Assignment {
  let found = best;
  for (let left = shots; left > 0; left -= drawnAtOnce) {
    const drawn = state.sample(Math.min(left, drawnAtOnce), random.integer(2 ** 31));
    const seen = bestOfSamples(drawn, plan.qubits);
    if (seen.energy < found.energy) found = seen;
  }
  return found;
}

/** Measures the final state, and the uniform one as often. */
function measure(trial: Trial) {
  const { plan, state, objective, trained, certified, random, log } = trial;
  const { qubits, cost, shots } = plan;
  const limit = certified && certified.energy + optimumTolerance(subsetWeights(cost, qubits));
  log.stage("final samples");
  objective.prepare(trained.angles);
  const found = state.sample(shots, random.integer(2 ** 31));
  log.sampled(found, qubits);
  const measured = {
    expectation: state.expectation(),
    goalValue: objective.exactGoal(),
    successProbability: limit === null ? null : state.massBelow(limit),
    samples: summarise(found, qubits, limit),
  };
  state.reset();
  const randomSamples = summarise(state.sample(shots, random.integer(2 ** 31)), qubits, limit);
  const randomBest = bestOfMore(trial, randomSamples.best, log.effort.shots - shots);
  return { ...measured, randomSamples, randomBest };
}

async function report(trial: Trial): Promise<QaoaRun> {
  const { plan, trained, certified, scale, log } = trial;
  const measured = measure(trial);
  log.close();
  return {
    algorithm: "qaoa",
    qubits: plan.qubits,
    layers: trained.angles.betas.length,
    gammas: trained.angles.gammas.map((gamma) => gamma / scale),
    betas: trained.angles.betas.slice(),
    goal: plan.goal,
    ...measured,
    approximationRatio: await approximationRatio(plan.qubits, plan.cost, certified, measured.expectation),
    certified,
    best: log.best!,
    effort: log.effort,
    stopped: log.stopped,
    timeline: log.timeline,
  };
}

async function run(plan: QaoaPlan, control: RunControl): Promise<QaoaRun> {
  const { qubits, cost, goal, shotsPerEvaluation: shots } = plan;
  const certified = plan.certified ?? (await certifiedOptimum(qubits, cost));
  const scale = energyScale(qubits, subsetWeights(cost, qubits));
  const log = new RunLog(control);
  const random = createRandom(control.seed);
  const search = searchOptions(plan, random.integer(2 ** 31));
  return withQaoaState(plan, async (state) => {
    const objective = new QaoaObjective({ state, scale, goal, shots, random, log });
    const trained = trainAngles(objective, { ...plan, search, scale }, log);
    return report({ plan, state, objective, trained, certified, scale, random, log });
  });
}

/**
 * QAOA with the X mixer on the simulator: trains the angles, measures the final state, and puts the certified optimum and
 * uniform samples beside it. Blocks its thread while it trains: give it a worker.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_BAD_START, QT_QUANTUM_BAD_PROBABILITY,
 * QT_QUANTUM_NO_GRADIENT, QT_QUANTUM_TOO_LARGE
 * Source: Farhi, Goldstone, Gutmann, arXiv 1411.4028; CVaR: Barkoutsos et al., arXiv 1907.04769.
 * @example
 * const cost = { kind: "quadratic", offset: 0, linear: [-1, -1, -1], couplings: [[0, 1, 2], [1, 2, 2]] } as const;
 * const run = await runQaoa({ qubits: 3, cost, layers: 2 }, { seed: 1 });
 * run.best; // { bits: [1, 0, 1], energy: -2 }
 */
export async function runQaoa(options: QaoaRunOptions, control: RunControl): Promise<QaoaRun> {
  const plan = planOf(options);
  return withKernelFailures(() => run(plan, control));
}
