import { certifiedOptimum } from "@qtwin/quantum";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { evidenceOf } from "./evidence.ts";
import { qaoaProblem } from "./problem.ts";
import { type QuantumSettings, runQuantum } from "./quantum-run.ts";
import { mostPenalisedQubits } from "./why-not.ts";

/** Share of the time that the angles are searched, so that each control can have as much. */
const searchShare = 0.2;

/**
 * The quantum run, then its controls.
 * @param beganMs from when the time limit counts, on the context's clock
 */
export async function solve(
  job: SolveJob,
  context: SolveContext,
  beganMs = context.now(),
): Promise<SolverResult> {
  const compilingMs = context.now();
  const { subspaceFrom = mostPenalisedQubits + 1 } = job.options;
  const problem = qaoaProblem(job.model, Math.round(subspaceFrom));
  const compileS = (context.now() - compilingMs) / 1000;
  const enumeratingMs = context.now();
  const optimum = (await certifiedOptimum(problem.qubits, problem.cost))!;
  const certified = { optimum, seconds: (context.now() - enumeratingMs) / 1000 };
  const settings = settingsOf(job, beganMs);
  const quantum = await runQuantum(problem, settings, optimum, context);
  if (!quantum) return { status: "time-limit", solution: null, bound: null };
  const evidence = await evidenceOf({ problem, settings, certified, compileS, quantum }, context);
  return {
    status: quantum.solution ? "feasible" : "time-limit",
    solution: quantum.solution?.values ?? null,
    bound: null,
    ...(evidence ? { evidence: [evidence] } : {}),
  };
}

function settingsOf(job: SolveJob, beganMs: number): QuantumSettings {
  const { options, workLimit, timeLimitMs, seed, threads } = job;
  const { layers = 3, shots = 1024, evaluations = 100 } = options;
  return {
    layers: Math.round(layers),
    shots: Math.round(shots),
    evaluations: Math.max(1, Math.min(Math.round(evaluations), workLimit ?? Infinity)),
    seed,
    threads,
    // With a work limit the clock must not say how far the search comes.
    searchUntilMs: workLimit === undefined ? beganMs + searchShare * timeLimitMs : Infinity,
    deadlineMs: beganMs + timeLimitMs,
  };
}
