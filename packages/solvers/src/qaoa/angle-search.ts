import { type CertifiedOptimum, type QaoaRun, runQaoa, withQaoaState } from "@qtwin/quantum";
import type { SolveContext } from "../contract.ts";
import type { QaoaProblem } from "./problem.ts";
import type { QuantumSettings } from "./quantum-run.ts";

/** Up to here a state takes hundredths of a second, so that nothing is measured before it is prepared. */
const mostQuickQubits = 16;
/** Preparations of the state that last as long as one gradient, and as a whole run without search: at 20 to 24 qubits. */
const [gradientPreparations, runPreparations] = [4, 7];
/** A run without search may end so late: rather than nothing. */
const mostLateMs = 500;

export interface AngleSearch {
  readonly run: QaoaRun;
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
  const preparationMs = qubits > mostQuickQubits ? await preparationTime(problem, settings, now) : 0;
  const lastMs = stopRequested() ? beganMs : deadlineMs;
  if (preparationMs > 0 && now() + runPreparations * preparationMs > lastMs + mostLateMs) return null;
  const search = now() + gradientPreparations * preparationMs > searchUntilMs ? "none" : "lbfgs";
  // The last report comes when the search and its one shot are done, before what is only compared with.
  let searchedMs = beganMs;
  const onProgress = (): void => {
    searchedMs = now();
  };
  const options = {
    qubits,
    cost,
    layers,
    threads,
    search,
    shots: 1,
    workLimit: evaluations,
    certified,
  } as const;
  const signal = endBefore(Math.min(searchUntilMs, deadlineMs), context);
  const run = await runQaoa(options, { seed, signal, onProgress });
  return { run, searchedMs };
}

/** Milliseconds for all layers, by the second one: the first one also waits for its memory. */
function preparationTime(
  { qubits, cost }: QaoaProblem,
  { layers, threads }: QuantumSettings,
  now: SolveContext["now"],
): Promise<number> {
  return withQaoaState({ qubits, cost, precision: precisionOf(qubits), threads }, async (state) => {
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

export const precisionOf = (qubits: number): "f64" | "f32" => (qubits <= 20 ? "f64" : "f32");
