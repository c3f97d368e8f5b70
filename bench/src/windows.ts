import type { Evidence } from "@qtwin/model";
import { closeSolverWorkers, solve, solveLinear } from "@qtwin/solvers";
import { energy } from "@qtwin/usecases/energy";
import { planSearch } from "./energy/plan-search.ts";
import { measureWindow, type WindowRow } from "./windows/measure.ts";
import { type EnergyPlan, energyPlans } from "./windows/plans.ts";

export { linesOf, markdownOf } from "./windows/text.ts";

export interface WindowBenchOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone. */
  readonly zone: string;
  /** Local date of the first day. */
  readonly fromDate: string;
  readonly seed: number;
  /** Windows to measure. */
  readonly count: number;
  /** Windows of one plan, one after the other, each on the plan that the one before left. */
  readonly perPlan: number;
  /** Options of all heats of a window, at most. */
  readonly qubits: number;
  readonly layers: number;
  readonly shots: number;
  readonly evaluations: number;
  readonly planTimeS: number;
  readonly signal?: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface WindowBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly seed: number;
  readonly layers: number;
  readonly shots: number;
  readonly planTimeS: number;
  readonly plans: number;
  readonly rows: readonly WindowRow[];
  /** Windows of which QAOA or a control ran out of time. */
  readonly leftOut: number;
  /** What the plans became cheaper by their windows, and what the plain search would have made of the same seconds, EUR. */
  readonly gainEur: number;
  readonly plainGainEur: number;
  /** Seconds of making plans and windows, and of all methods. */
  readonly seconds: { readonly plans: number; readonly windows: number; readonly methods: number };
  readonly evidence: readonly Evidence[];
}

/**
 * Windows of energy plans of the simulated foundry as certified QUBOs, by QAOA in two formulations beside five controls. Each plan is improved by its
 * windows one after the other. When the signal aborts, what is there is the result.
 * @throws what the readers of the market data throw
 */
export async function benchWindows(options: WindowBenchOptions): Promise<WindowBench> {
  const { zone, fromDate, seed, layers, shots, planTimeS, count, signal } = options;
  const rows: WindowRow[] = [];
  const evidence: Evidence[] = [];
  const seconds = { plans: 0, windows: 0, methods: 0 };
  let [plans, leftOut, gainEur, plainGainEur] = [0, 0, 0, 0];
  let sinceMs = performance.now();
  for await (const plan of energyPlans(options)) {
    seconds.plans += (performance.now() - sinceMs) / 1000;
    plans++;
    const windowsMs = performance.now();
    const measured = await improve(plan, options, Math.min(options.perPlan, count - rows.length), seconds);
    plainGainEur += await plainGain(plan, options, performance.now() - windowsMs);
    for (const each of measured) {
      if (each === null) leftOut++;
      else {
        rows.push(each.row);
        gainEur += each.row.gainEur;
        evidence.push(...each.evidence);
      }
    }
    if (rows.length >= count || signal?.aborted) break;
    sinceMs = performance.now();
  }
  await closeSolverWorkers();
  const head = { zone, fromDate, seed, layers, shots, planTimeS, plans };
  return { ...head, rows, leftOut, gainEur, plainGainEur, seconds, evidence };
}

/** What the search for a plan still gains when it goes on for so long instead of deciding windows. */
async function plainGain(
  { model, solution, objective }: EnergyPlan,
  { seed }: WindowBenchOptions,
  timeLimitMs: number,
): Promise<number> {
  const limits = { timeLimitMs, gapLimit: 0, seed, warmStart: solution };
  const answer = await solve(model, { ...limits, ...planSearch });
  return Math.max(0, objective - (answer.objective ?? objective));
}

/** Windows of one plan, each on the solution that the one before left; null: one that ran out of time. */
async function improve(
  { facts, model, solution }: EnergyPlan,
  options: WindowBenchOptions,
  count: number,
  seconds: { windows: number; methods: number },
): Promise<readonly (Awaited<ReturnType<typeof measureWindow>> | null)[]> {
  const { qubits, signal, onProgress } = options;
  const done = [];
  let incumbent = solution;
  for (let at = 0; at < count && !signal?.aborted; at++) {
    const beganMs = performance.now();
    const [window] = await energy.windows!(facts, model, incumbent, { qubits, count: 1 }, solveLinear);
    const builtMs = performance.now();
    seconds.windows += (builtMs - beganMs) / 1000;
    if (!window) break;
    const measured = await measureWindow(window, model, incumbent, options);
    seconds.methods += (performance.now() - builtMs) / 1000;
    done.push(measured);
    if (!measured) continue;
    incumbent = measured.solution;
    onProgress(lineOf(measured.row));
    // Where nothing was better the next window would be the same one.
    if (!measured.row.isTaken) break;
  }
  return done;
}

const lineOf = ({ window, qubits, optimumEur, subspace, isTaken, exactReached }: WindowRow): string =>
  `${window}: ${qubits} qubits, optimum ${optimumEur.toFixed(2)} EUR ${exactReached ? "reached" : "NOT reached"} by the exact controls, ` +
  `success of a shot ${(100 * subspace.predictedSuccess).toFixed(2)} %${isTaken ? ", taken" : ""}`;
