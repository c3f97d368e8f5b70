import { type CertifiedOptimum, type QaoaRun, runQaoa, runSubspaceQaoa } from "@qtwin/quantum";
import type { SolveContext } from "../contract.ts";
import type { QaoaProblem } from "./problem.ts";
import type { QuantumSettings } from "./quantum-run.ts";
import { oneHotProblem, withState } from "./state.ts";

/** Up to here a state takes hundredths of a second, so that nothing is measured before it is prepared. */
const mostQuickQubits = 16;
/** Preparations of the state that last as long as one gradient, and as a whole run without search: at 20 to 24 qubits. */
const [gradientPreparations, runPreparations] = [4, 7];
/** A run without search may end so late: rather than nothing. */
const mostLateMs = 500;

export interface AngleSearch {
  readonly run: Pick<QaoaRun, "layers" | "gammas" | "betas" | "effort">;
  /** When the search was over, on the context's clock. */
  readonly searchedMs: number;
}

/** Trains the angles in the time for it, or takes those it would begin with; null where there is no time even for those. */
export async function searchAngles(
  problem: QaoaProblem,
  settings: QuantumSettings,
  certified: CertifiedOptimum,
  context: SolveContext,
): Promise<AngleSearch | null> {
  const { qubits, cost } = problem;
  const { layers, evaluations, seed, threads, searchUntilMs, deadlineMs } = settings;
  const { now, stopRequested } = context;
  const beganMs = now();
  // Where one option of each choice is taken there are some thousand states at most.
  const isLarge = problem.groups === null && qubits > mostQuickQubits;
  const preparationMs = isLarge ? await preparationTime(problem, settings, now) : 0;
  const lastMs = stopRequested() ? beganMs : deadlineMs;
  if (preparationMs > 0 && now() + runPreparations * preparationMs > lastMs + mostLateMs) return null;
  const search = now() + gradientPreparations * preparationMs > searchUntilMs ? "none" : "lbfgs";
  // The last report comes when the search and its one shot are done, before what is only compared with.
  let searchedMs = beganMs;
  const onProgress = (): void => {
    searchedMs = now();
  };
  const control = { seed, signal: endBefore(Math.min(searchUntilMs, deadlineMs), context), onProgress };
  const options = { layers, shots: 1, workLimit: evaluations };
  const run = problem.groups
    ? await runSubspaceQaoa(oneHotProblem(cost, problem.groups), options, control)
    : await runQaoa({ qubits, cost, threads, search, certified, ...options }, control);
  return { run, searchedMs };
}

/** Milliseconds for all layers, by the second one: the first one also waits for its memory. */
function preparationTime(
  problem: QaoaProblem,
  { layers, threads }: QuantumSettings,
  now: SolveContext["now"],
): Promise<number> {
  return withState(problem, threads, (state) => {
    state.layer(0.1, 0.1);
    const beganMs = now();
    state.layer(0.1, 0.1);
    return layers * (now() - beganMs);
  });
}

/** Aborted as soon as another evaluation, as long as the longest so far, would end too late; read between evaluations. */
function endBefore(untilMs: number, { now, stopRequested }: SolveContext): { readonly aborted: boolean } {
  let [readMs, longestMs] = [now(), 0];
  return {
    get aborted() {
      const nowMs = now();
      longestMs = Math.max(longestMs, nowMs - readMs);
      readMs = nowMs;
      return stopRequested() || nowMs + longestMs > untilMs;
    },
  };
}
