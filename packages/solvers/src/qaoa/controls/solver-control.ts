import { createRandom } from "@qtwin/core";
import { type EvidenceControl, successShare, timeToSolutionS } from "@qtwin/model";
import { bitsOfSpins, descend, energyOfSpins, spinsOfBits } from "@qtwin/quantum";
import type { SolveContext, Solver } from "../../contract.ts";
import { BestSolution } from "../best-solution.ts";
import { type ControlTask, mayStart } from "./control-task.ts";

/** So many starts that came to the reference tell the seconds to a solution; the rest of the budget is left. */
const enoughHits = 50;

/**
 * Another solver of QUBOs, started again and again with new seeds; a start ends as soon as it holds the reference, so
 * that its seconds are those to a solution.
 */
export async function solverControl(solver: Solver, task: ControlTask): Promise<EvidenceControl> {
  const { problem, limit, now, seconds: budgetS } = task;
  const { rows, exchanges } = problem;
  const random = createRandom(task.seed);
  const beganMs = now();
  const best = new BestSolution(problem, now);
  const hear = (solution: Float64Array | null): number => {
    if (!solution) return Infinity;
    const spins = spinsOfBits(solution);
    descend(rows, spins, exchanges);
    const energy = energyOfSpins(rows, spins);
    best.offer(energy, bitsOfSpins(spins));
    return energy;
  };
  let [made, hits] = [0, 0];
  while (hits < enoughHits && mayStart(task, beganMs, made)) {
    let reached = false;
    const leftMs = Math.max(0, budgetS * 1000 - (now() - beganMs));
    const context: SolveContext = {
      now,
      received: () => null,
      stopRequested: () => reached || task.stopRequested(),
      onProgress: ({ solution }) => {
        if (solution && hear(solution) <= limit) reached = true;
      },
    };
    const result = await solver.solve(
      jobOf(solver, problem.quboModel, random.integer(2 ** 31), leftMs),
      context,
    );
    if (hear(result.solution) <= limit) reached = true;
    made += 1;
    if (reached) hits += 1;
  }
  const seconds = (now() - beganMs) / 1000;
  const success = successShare(hits, made);
  return {
    method: solver.id,
    objective: best.solution?.objective ?? null,
    seconds,
    secondsToBest: best.atMs === null ? null : (best.atMs - beganMs) / 1000,
    evaluations: made,
    evaluationUnit: "starts",
    budget: { seconds: budgetS, evaluations: task.starts },
    success,
    timeToSolutionS: success && timeToSolutionS(seconds / made, success.probability),
  };
}

function jobOf(
  { options }: Solver,
  model: ControlTask["problem"]["quboModel"],
  seed: number,
  timeLimitMs: number,
): Parameters<Solver["solve"]>[0] {
  const defaults = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  return { model, timeLimitMs, gapLimit: 0, seed, threads: 1, options: Object.fromEntries(defaults) };
}
