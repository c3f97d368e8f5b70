import { certifiedOptimum } from "@qtwin/quantum";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { evidenceOf } from "./evidence.ts";
import { qaoaProblem } from "./problem.ts";
import { type QuantumSettings, runQuantum } from "./quantum-run.ts";

/** Share of the time that the angles are searched, so that each control can have as much. */
const searchShare = 0.2;

/** The quantum run, then its controls. */
export async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const beganMs = context.now();
  const problem = qaoaProblem(job.model);
  const compileS = (context.now() - beganMs) / 1000;
  const enumeratingMs = context.now();
  const optimum = (await certifiedOptimum(problem.qubits, problem.cost))!;
  const certified = { optimum, seconds: (context.now() - enumeratingMs) / 1000 };
  const deadlineMs = beganMs + job.timeLimitMs;
  const settings = settingsOf(job, beganMs + searchShare * job.timeLimitMs);
  const quantum = await runQuantum(problem, settings, optimum, context);
  const evidence = await evidenceOf({ problem, settings, certified, compileS, quantum, deadlineMs }, context);
  return {
    status: quantum.solution ? "feasible" : "time-limit",
    solution: quantum.solution?.values ?? null,
    bound: null,
    ...(evidence ? { evidence: [evidence] } : {}),
  };
}

function settingsOf({ options, workLimit, seed, threads }: SolveJob, searchUntilMs: number): QuantumSettings {
  const { layers = 3, shots = 1024, evaluations = 100 } = options;
  return {
    layers: Math.round(layers),
    shots: Math.round(shots),
    evaluations: Math.max(1, Math.min(Math.round(evaluations), workLimit ?? Infinity)),
    seed,
    threads,
    searchUntilMs,
  };
}
