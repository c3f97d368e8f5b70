import { createRandom } from "@qtwin/core";
import type { EvidenceSeconds, SuccessShare } from "@qtwin/model";
import { successShare } from "@qtwin/model";
import {
  bitsOfBasis,
  bitsOfSpins,
  type CertifiedOptimum,
  descend,
  energyOfSpins,
  spinsOfBits,
} from "@qtwin/quantum";
import type { SolveContext } from "../contract.ts";
import { type AngleSearch, searchAngles } from "./angle-search.ts";
import { BestSolution } from "./best-solution.ts";
import type { QaoaProblem, Solution } from "./problem.ts";
import { withState } from "./state.ts";

/** A millisecond or two. */
const descentsPerPoll = 256;

export interface QuantumSettings {
  readonly layers: number;
  readonly shots: number;
  /** Evaluations and gradients of the angle search. */
  readonly evaluations: number;
  readonly seed: number;
  readonly threads: number;
  /** When the angle search ends at the latest, on the context's clock; Infinity: with the time limit. */
  readonly searchUntilMs: number;
  /** When everything must be over, on the context's clock. */
  readonly deadlineMs: number;
}

export interface QuantumOutcome {
  readonly solution: Solution | null;
  /** All but `compile`. */
  readonly seconds: Omit<EvidenceSeconds, "compile">;
  readonly layers: number;
  /** As trained: rad per unit of energy, and rad. */
  readonly gammas: readonly number[];
  readonly betas: readonly number[];
  readonly evaluations: number;
  readonly gradients: number;
  readonly predictedSuccess: number;
  readonly observedSuccess: SuccessShare | null;
  readonly processedSuccess: SuccessShare | null;
}

/**
 * Trains the angles, measures the state and lets each sample descend; reports improvements as they come. Null where the
 * time does not allow to prepare the state.
 */
export async function runQuantum(
  problem: QaoaProblem,
  settings: QuantumSettings,
  optimum: CertifiedOptimum,
  context: SolveContext,
): Promise<QuantumOutcome | null> {
  const beganMs = context.now();
  const searched = await searchAngles(problem, settings, optimum, context);
  if (!searched) return null;
  const { run, searchedMs } = searched;
  const angleSearch = (searchedMs - beganMs) / 1000;
  const measuringMs = context.now();
  const measured = await measure(problem, run, settings, optimum.energy + problem.tolerance);
  const processingMs = context.now();
  const processed = descendAll(problem, measured, { optimum, deadlineMs: settings.deadlineMs }, context);
  const endedMs = context.now();
  const sampling = (processingMs - measuringMs) / 1000;
  const postProcessing = (endedMs - processingMs) / 1000;
  const { atMs, solution } = processed.best;
  const toBest = atMs === null ? null : angleSearch + sampling + (atMs - processingMs) / 1000;
  return {
    solution,
    seconds: {
      angleSearch,
      sampling,
      postProcessing,
      queue: 0,
      total: angleSearch + sampling + postProcessing,
      toBest,
    },
    layers: run.layers,
    gammas: Array.from(run.gammas),
    betas: Array.from(run.betas),
    evaluations: run.effort.evaluations,
    gradients: run.effort.gradients,
    predictedSuccess: measured.predictedSuccess,
    observedSuccess: successShare(measured.hits, settings.shots),
    processedSuccess: successShare(processed.hits, settings.shots),
  };
}

interface Measured {
  readonly basis: Uint32Array;
  readonly occurrences: Uint32Array;
  readonly predictedSuccess: number;
  /** Shots of an optimum. */
  readonly hits: number;
}

function measure(
  problem: QaoaProblem,
  { gammas, betas }: AngleSearch["run"],
  { shots, seed, threads }: QuantumSettings,
  limit: number,
): Promise<Measured> {
  return withState(problem, threads, (state) => {
    for (let layer = 0; layer < gammas.length; layer++) state.layer(gammas[layer]!, betas[layer]!);
    const predictedSuccess = Math.min(1, state.massBelow(limit));
    const { basis, occurrences, energies } = state.sample(shots, createRandom(seed).integer(2 ** 31));
    let hits = 0;
    energies.forEach((energy, k) => {
      if (energy <= limit) hits += occurrences[k]!;
    });
    return { basis, occurrences, predictedSuccess, hits };
  });
}

/** Descent from each different sample; a stop or the deadline leaves the rest out, and then there is no evidence. */
function descendAll(
  problem: QaoaProblem,
  { basis, occurrences }: Measured,
  { optimum, deadlineMs }: { readonly optimum: CertifiedOptimum; readonly deadlineMs: number },
  { now, stopRequested, onProgress }: SolveContext,
): { readonly best: BestSolution; readonly hits: number } {
  const { rows, qubits, tolerance, exchanges } = problem;
  const best = new BestSolution(problem, now);
  let hits = 0;
  for (const [at, index] of basis.entries()) {
    const spins = spinsOfBits(bitsOfBasis(index, qubits));
    descend(rows, spins, exchanges);
    const energy = energyOfSpins(rows, spins);
    if (energy <= optimum.energy + tolerance) hits += occurrences[at]!;
    if (best.offer(energy, bitsOfSpins(spins))) {
      const { objective, values } = best.solution!;
      onProgress({ objective, bound: null, solution: values });
    }
    if (at % descentsPerPoll === descentsPerPoll - 1 && (stopRequested() || now() > deadlineMs)) break;
  }
  return { best, hits };
}
