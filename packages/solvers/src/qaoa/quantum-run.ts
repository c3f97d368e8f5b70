import { createRandom } from "@qtwin/core";
import type { EvidenceSeconds, SuccessShare } from "@qtwin/model";
import { successShare } from "@qtwin/model";
import {
  bitsOfBasis,
  bitsOfSpins,
  type CertifiedOptimum,
  descend,
  energyOfSpins,
  type QaoaRun,
  runQaoa,
  spinsOfBits,
  withQaoaState,
} from "@qtwin/quantum";
import type { SolveContext } from "../contract.ts";
import { BestSolution } from "./best-solution.ts";
import type { QaoaProblem, Solution } from "./problem.ts";

export interface QuantumSettings {
  readonly layers: number;
  readonly shots: number;
  /** Evaluations and gradients of the angle search. */
  readonly evaluations: number;
  readonly seed: number;
  readonly threads: number;
  /** When the angle search ends at the latest, on the context's clock. */
  readonly searchUntilMs: number;
}

export interface QuantumOutcome {
  readonly solution: Solution | null;
  /** All but `compile`. */
  readonly seconds: Omit<EvidenceSeconds, "compile">;
  readonly layers: number;
  readonly evaluations: number;
  readonly gradients: number;
  readonly predictedSuccess: number;
  readonly observedSuccess: SuccessShare | null;
  readonly processedSuccess: SuccessShare | null;
}

/** Trains the angles, measures the state and lets each sample descend; reports improvements as they come. */
export async function runQuantum(
  problem: QaoaProblem,
  settings: QuantumSettings,
  optimum: CertifiedOptimum,
  context: SolveContext,
): Promise<QuantumOutcome> {
  const beganMs = context.now();
  const { run, searchedMs } = await searchAngles(problem, settings, optimum, context);
  const angleSearch = (searchedMs - beganMs) / 1000;
  const measuringMs = context.now();
  const measured = await measure(problem, run, settings, optimum.energy + problem.tolerance);
  const processingMs = context.now();
  const processed = descendAll(problem, measured.basis, measured.occurrences, optimum.energy, context);
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
    evaluations: run.effort.evaluations,
    gradients: run.effort.gradients,
    predictedSuccess: measured.predictedSuccess,
    observedSuccess: successShare(measured.hits, settings.shots),
    processedSuccess: successShare(processed.hits, settings.shots),
  };
}

async function searchAngles(
  { qubits, cost }: QaoaProblem,
  { layers, evaluations, seed, threads, searchUntilMs }: QuantumSettings,
  certified: CertifiedOptimum,
  { now, stopRequested }: SolveContext,
): Promise<{ readonly run: QaoaRun; readonly searchedMs: number }> {
  const signal = {
    get aborted() {
      return stopRequested() || now() > searchUntilMs;
    },
  };
  // The last report comes when the search and its one shot are done, before what is only compared with.
  let searchedMs = now();
  const onProgress = (): void => {
    searchedMs = now();
  };
  const options = { qubits, cost, layers, threads, shots: 1, workLimit: evaluations, certified };
  const run = await runQaoa(options, { seed, signal, onProgress });
  return { run, searchedMs };
}

interface Measured {
  readonly basis: Uint32Array;
  readonly occurrences: Uint32Array;
  readonly predictedSuccess: number;
  /** Shots of an optimum. */
  readonly hits: number;
}

function measure(
  { qubits, cost }: QaoaProblem,
  { gammas, betas }: QaoaRun,
  { shots, seed, threads }: QuantumSettings,
  limit: number,
): Promise<Measured> {
  const precision = qubits <= 20 ? "f64" : "f32";
  return withQaoaState({ qubits, cost, precision, threads }, async (state) => {
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

/** One-flip descent from each different sample. */
function descendAll(
  problem: QaoaProblem,
  basis: Uint32Array,
  occurrences: Uint32Array,
  optimum: number,
  { now, onProgress }: SolveContext,
): { readonly best: BestSolution; readonly hits: number } {
  const { rows, qubits, tolerance } = problem;
  const best = new BestSolution(problem, now);
  let hits = 0;
  basis.forEach((index, k) => {
    const spins = spinsOfBits(bitsOfBasis(index, qubits));
    descend(rows, spins);
    const energy = energyOfSpins(rows, spins);
    if (energy <= optimum + tolerance) hits += occurrences[k]!;
    if (!best.offer(energy, bitsOfSpins(spins))) return;
    const { objective, values } = best.solution!;
    onProgress({ objective, bound: null, solution: values });
  });
  return { best, hits };
}
