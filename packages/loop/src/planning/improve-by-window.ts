import { randomUUID } from "node:crypto";
import {
  type Answer,
  checkFeasibility,
  type Evidence,
  type Model,
  objectiveValue,
  relativeGap,
} from "@qtwin/model";
import { measuredRun, solveLinear } from "@qtwin/solvers";
import type { EvidenceStore } from "@qtwin/store";
import type { PlanWindow, SolveLinear } from "@qtwin/usecases";
import type { Improve, Log } from "../context.ts";

/** One window of a plan, and what its quantum run and each of its controls may take: a window is choices alone. */
const windowOptions = { qubits: 24, count: 1 };
const runOptions = {
  ...{ seed: 1, layers: 3, shots: 1024, evaluations: 100, timeLimitMs: 5000 },
  subspaceFrom: 1,
};

/** Windows of one plan, each on the plan that the one before left; when the last of them begins at the latest. */
const [mostWindows, lastBeginsMs] = [3, 3000];

/** Who found a plan that a window made better, as run and timeline name it. */
const windowSolver = "window";

/** Many small programs in a row: the event loop, which keeps the lease of the plant, has its turn between them. */
const politely: SolveLinear = async (model) => {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return solveLinear(model);
};

/** Keeps a quantum run in the ledger. */
type Keep = (evidence: Evidence) => Promise<void>;

/** Under the loop's name; a store that is away costs the entry, not the plan. */
export const keepIn =
  (ledger: Pick<EvidenceStore, "put">, log: Log): Keep =>
  async (evidence) => {
    const atMs = performance.timeOrigin + performance.now();
    await ledger.put([{ id: randomUUID(), atMs, by: "loop", evidence }]).catch((cause: unknown) => {
      log("warn", `The quantum run of a window is not in the evidence ledger: ${String(cause)}`);
    });
  };

/**
 * Decides the parts of a plan anew in which most may lie, one after the other until one brings nothing, by QAOA on the simulator beside
 * its controls; what is best is taken if it is better on the model itself and breaks no rule of it. A plan never waits for
 * more than that, nor fails by it.
 */
export const improveByWindow =
  (log: Log, keep: Keep, now: () => number = () => performance.now()): Improve =>
  async (useCase, facts, model, answer) => {
    if (!useCase.windows || !answer.solution || !answer.feasibility?.feasible) return answer;
    const beganMs = now();
    let best = answer;
    try {
      for (let made = 0; made < mostWindows && now() - beganMs <= lastBeginsMs; made++) {
        const [window] = await useCase.windows(facts, model, best.solution!, windowOptions, politely);
        const run = window ? await measuredRun(window.model, runOptions) : null;
        if (!window || !run) break;
        const evidence = { ...run.evidence, problemClass: `${useCase.id}-window` };
        await keep(evidence);
        const found = [run.exact.solution, run.quantum.solution].filter((values) => values !== null);
        const known = { ...best, seconds: answer.seconds + (now() - beganMs) / 1000 };
        const next = better(model, known, window, found);
        best = { ...next, evidence: [...best.evidence, evidence] };
        // The next window would be the same one.
        if (next === known) break;
      }
    } catch (cause) {
      log("warn", `The plan stays as it is: a window of it failed: ${String(cause)}`);
    }
    return best;
  };

/** The answer with the best of what was found in the window; as it was, if nothing is better. */
export function better(
  model: Model,
  answer: Answer,
  { place }: Pick<PlanWindow, "place">,
  found: readonly Float64Array[],
): Answer {
  let best = answer;
  for (const values of found) {
    const solution = place(values);
    if (!solution) continue;
    const objective = objectiveValue(model, solution);
    const gain = (best.objective! - objective) * (model.sense === "minimize" ? 1 : -1);
    const feasibility = checkFeasibility(model, solution);
    if (!(gain > 0) || !feasibility.feasible) continue;
    const gap = answer.bound === null ? null : relativeGap(objective, answer.bound);
    best = { ...answer, solver: windowSolver, solution, objective, gap, feasibility };
  }
  if (best === answer) return answer;
  const gain = Math.abs(answer.objective! - best.objective!);
  const { seconds, bound } = answer;
  const unit = model.objective.terms[0]?.unit ?? "1";
  return {
    ...best,
    timeline: [...answer.timeline, { seconds, objective: best.objective, bound, solver: windowSolver }],
    notes: [
      ...(answer.notes ?? []),
      `A window of the plan was decided anew and is better by ${gain.toFixed(2)} ${unit}.`,
    ],
  };
}
