import { QtwinError } from "@qtwin/core";
import type { Incumbent } from "@qtwin/model";
import type { SolveJob, SolverResult } from "./contract.ts";
import { solverError } from "./errors.ts";
import type { JobMessage, WorkerMessage } from "./protocol.ts";
import type { RegisteredSolver } from "./registry.ts";
import { borrowWorker, endWorker, returnWorker } from "./worker-pool.ts";

export interface JobControl {
  readonly signal?: AbortSignal;
  /** How long a solver may take to stop after its deadline or a request before its thread is ended. */
  readonly graceMs: number;
  /** Seconds of the solve that passed before the job was sent. */
  readonly startedBeforeS: number;
  readonly onIncumbent?: (incumbent: Incumbent) => void;
}

export interface JobOutcome {
  readonly result: SolverResult;
  readonly timeline: readonly Incumbent[];
  readonly notes: readonly string[];
}

/**
 * Runs one job in a worker thread. A solver that does not stop is ended by force, and its best solution so far is
 * the result.
 * @throws QT_SOLVERS_WORKER_DIED when the thread ends without having found a solution; whatever the solver throws
 */
export function runJob(entry: RegisteredSolver, job: SolveJob, control: JobControl): Promise<JobOutcome> {
  return new Promise((resolve, reject) => {
    const pooled = borrowWorker();
    const { worker } = pooled;
    const stopFlag = new SharedArrayBuffer(4);
    const seen = new Record(entry.solver.id, control);
    let forceTimer: NodeJS.Timeout;
    const settle = (finish: () => void, keep: boolean): void => {
      clearTimeout(forceTimer);
      control.signal?.removeEventListener("abort", requestStop);
      worker.off("message", hear).off("error", died).off("exit", died);
      if (keep) returnWorker(pooled);
      else endWorker(pooled);
      finish();
    };
    const force = (reason: string): void => settle(() => resolve(seen.salvage(reason)), false);
    const armForce = (delayMs: number, reason: string): void => {
      clearTimeout(forceTimer);
      forceTimer = setTimeout(force, delayMs, reason);
    };
    const requestStop = (): void => {
      Atomics.store(new Int32Array(stopFlag), 0, 1);
      armForce(control.graceMs, "The solver did not stop on request and its thread was ended.");
    };
    const died = (cause: unknown): void => {
      const message = cause instanceof Error ? cause.message : `exit code ${String(cause)}`;
      const note = `The solver's thread ended early: ${message}.`;
      const error = solverError("QT_SOLVERS_WORKER_DIED", note, undefined, cause);
      settle(() => (seen.hasSolution ? resolve(seen.salvage(note)) : reject(error)), false);
    };
    const hear = (message: WorkerMessage): void => {
      if (message.kind === "progress") seen.add(message);
      else if (message.kind === "failed") settle(() => reject(new QtwinError(message.error)), false);
      else settle(() => resolve(seen.outcome(message.result, control.signal?.aborted ?? false)), true);
    };
    armForce(job.timeLimitMs + control.graceMs, "The solver missed its deadline and its thread was ended.");
    worker.on("message", hear).on("error", died).on("exit", died);
    control.signal?.addEventListener("abort", requestStop);
    if (control.signal?.aborted) requestStop();
    worker.postMessage({ module: entry.module, job, stopFlag } satisfies JobMessage);
  });
}

/** What was heard from a solver while it ran. */
class Record {
  private readonly timeline: Incumbent[] = [];
  private solution: Float64Array | null = null;
  private bound: number | null = null;
  private readonly solverId: string;
  private readonly control: JobControl;

  constructor(solverId: string, control: JobControl) {
    this.solverId = solverId;
    this.control = control;
  }

  get hasSolution(): boolean {
    return this.solution !== null;
  }

  add({ elapsedMs, progress }: WorkerMessage & { kind: "progress" }): void {
    this.solution = progress.solution ?? this.solution;
    this.bound = progress.bound ?? this.bound;
    const seconds = this.control.startedBeforeS + elapsedMs / 1000;
    const { objective, bound } = progress;
    const incumbent: Incumbent = { seconds, objective, bound, solver: this.solverId };
    this.timeline.push(incumbent);
    this.control.onIncumbent?.(incumbent);
  }

  outcome(result: SolverResult, stopped: boolean): JobOutcome {
    const notes = stopped && result.status !== "optimal" ? ["Stopped on request."] : [];
    return { result, timeline: this.timeline, notes };
  }

  salvage(note: string): JobOutcome {
    const { solution, bound } = this;
    const status = solution ? "feasible" : "time-limit";
    return { result: { status, solution, bound }, timeline: this.timeline, notes: [note] };
  }
}
