import { objectiveValue } from "@qtwin/model";
import { certifiedOptimum } from "@qtwin/quantum";
import type { Certified } from "../../qaoa/controls/enumeration.ts";
import { evidenceOf } from "../../qaoa/evidence.ts";
import { problemOf, type QaoaProblem } from "../../qaoa/problem.ts";
import { type QuantumSettings, runQuantum } from "../../qaoa/quantum-run.ts";
import { silent } from "./exact-milp.ts";
import { loweredQubo } from "./lowered-qubo.ts";
import { QaoaLedger } from "./qaoa-ledger.ts";
import type { SubSolver, SubTask } from "./sub-solver.ts";

/** What one neighbourhood may cost. */
export interface QaoaEffort {
  readonly qubits: number;
  readonly layers: number;
  /** Evaluations and gradients of the angle search. */
  readonly evaluations: number;
  readonly shots: number;
}

/** Share of the time that the angles are searched where the controls, each as long as the run, must fit in as well. */
const searchShare = 0.2;

/** QAOA on the simulator, the best sample after one-flip descent being the answer; the controls of the QAOA solver stand beside each run. */
export function qaoa(effort: QaoaEffort): SubSolver {
  const ledger = new QaoaLedger();
  return {
    id: "qaoa",
    startSize: effort.qubits,
    takesFollowers: false,
    evidence: (model, seed) => ledger.evidence(model, seed),
    async solve(task) {
      const { model, start, context, aside = atOnce } = task;
      const beganMs = context.now();
      const lowered = loweredQubo(task, effort.qubits);
      if ("end" in lowered) return lowered;
      const compileS = (context.now() - beganMs) / 1000;
      const problem = problemOf(model, lowered);
      const certified = await aside(() => certify(problem, task));
      const settings = settingsOf(effort, task, task.aside ? beganMs + 1000 * certified.seconds : beganMs);
      const inner = silent(context);
      const quantum = await runQuantum(problem, settings, certified.optimum, inner);
      if (!quantum) return { values: null, end: "limit", optimal: false };
      const end = context.stopRequested() || context.now() > settings.deadlineMs ? "limit" : "done";
      // What was cut short says nothing about the method.
      if (end === "done")
        await aside(async () => {
          const deadlineMs = task.aside ? Infinity : settings.deadlineMs;
          const run = { problem, settings: { ...settings, deadlineMs }, certified, compileS, quantum };
          const evidence = await evidenceOf(run, inner);
          const incumbent = task.incumbent === "unproven" ? null : objectiveValue(model, start);
          if (evidence) ledger.add({ evidence, incumbent });
        });
      return { values: quantum.solution?.values ?? null, end, optimal: false };
    },
  };
}

const atOnce: NonNullable<SubTask["aside"]> = (work) => work();

async function certify({ qubits, cost }: QaoaProblem, { context }: SubTask): Promise<Certified> {
  const beganMs = context.now();
  const optimum = (await certifiedOptimum(qubits, cost))!;
  return { optimum, seconds: (context.now() - beganMs) / 1000 };
}

/** @param beganMs from when the time limit counts */
function settingsOf(
  { layers, shots, evaluations }: QaoaEffort,
  { seed, timeLimitMs, aside }: SubTask,
  beganMs: number,
): QuantumSettings {
  const searchMs = aside ? timeLimitMs : searchShare * timeLimitMs;
  const limits = { searchUntilMs: beganMs + searchMs, deadlineMs: beganMs + timeLimitMs };
  return { layers, shots, evaluations, seed, threads: 1, ...limits };
}
