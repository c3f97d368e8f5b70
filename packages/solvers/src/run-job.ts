import { QtwinError } from "@qtwin/core";
import { requestStop } from "./board.ts";
import type { Progress, SolveJob, SolverResult } from "./contract.ts";
import { Deadline } from "./deadline.ts";
import { solverError } from "./errors.ts";
import { clockMs, type JobMessage, type WorkerMessage } from "./protocol.ts";
import type { RegisteredSolver } from "./registry.ts";
import { shareModel } from "./share-model.ts";
import { borrowWorker, endWorker, returnWorker } from "./worker-pool.ts";

export interface JobControl {
  /** Aborting asks the solver to stop. */
  readonly signal: AbortSignal;
  /** How long a solver may take to stop after its deadline or a request before its thread is ended. */
  readonly graceMs: number;
  /** What the solver hears while it runs. */
  readonly board: SharedArrayBuffer;
  /** @param elapsedMs since the job was begun */
  readonly onProgress: (progress: Progress, elapsedMs: number) => void;
}

export interface JobOutcome {
  /** Null: the thread was ended; what was heard before is all there is. */
  readonly result: SolverResult | null;
  readonly notes: readonly string[];
}

/** Most time a thread may take to start and load its solver beyond the time limit: on a busy machine that is seconds. */
const loadingMs = 20_000;

let lastId = 0;

/**
 * Runs one job in a worker thread. A solver that does not stop is ended by force.
 * @throws QT_SOLVERS_WORKER_DIED when the thread ends by itself; whatever the solver or `onProgress` throws
 */
export async function runJob(
  entry: RegisteredSolver,
  job: SolveJob,
  control: JobControl,
): Promise<JobOutcome> {
  const begunMs = clockMs();
  // The idle threads are few, and a new one has no earlier job to die of.
  for (;;) {
    const spentMs = clockMs() - begunMs;
    const left = { ...job, timeLimitMs: Math.max(0, job.timeLimitMs - spentMs) };
    const onProgress: JobControl["onProgress"] = (progress, elapsedMs) =>
      control.onProgress(progress, spentMs + elapsedMs);
    const outcome = await runOnce(entry, left, { ...control, onProgress });
    if (outcome !== "died of an earlier job") return outcome;
  }
}

function runOnce(
  entry: RegisteredSolver,
  job: SolveJob,
  control: JobControl,
): Promise<JobOutcome | "died of an earlier job"> {
  return new Promise((resolve, reject) => {
    const pooled = borrowWorker();
    const { worker } = pooled;
    const [sentMs, id] = [clockMs(), ++lastId];
    let hasBegun = false;
    const deadline = new Deadline((note) => settle(() => resolve({ result: null, notes: [note] }), false));
    const settle = (finish: () => void, keep: boolean): void => {
      deadline.clear();
      control.signal.removeEventListener("abort", stop);
      worker.off("message", hear).off("error", died).off("exit", died);
      if (keep) returnWorker(pooled);
      else endWorker(pooled);
      finish();
    };
    const armStop = (): void =>
      deadline.set(control.graceMs, "The solver did not stop on request and its thread was ended.");
    const stop = (): void => {
      requestStop(control.board);
      if (hasBegun) armStop();
    };
    const begin = (): void => {
      hasBegun = true;
      const leftMs = Math.max(0, job.timeLimitMs - (clockMs() - sentMs));
      if (control.signal.aborted) armStop();
      else deadline.set(leftMs + control.graceMs, "The solver missed its deadline and its thread was ended.");
    };
    const died = (cause: unknown): void => {
      const message = cause instanceof Error ? cause.message : `exit code ${String(cause)}`;
      const note = `The solver's thread ended early: ${message}.`;
      const error = solverError("QT_SOLVERS_WORKER_DIED", note, undefined, cause);
      // A thread that was used before may end of what an earlier job left behind: that says nothing about this one.
      const isFresh = pooled.solveCount === 1;
      settle(() => (isFresh ? reject(error) : resolve("died of an earlier job")), false);
    };
    const hear = (message: WorkerMessage): void => {
      if (message.id !== id) return;
      try {
        if (message.kind === "begun") begin();
        else if (message.kind === "progress") control.onProgress(message.progress, message.elapsedMs);
        else if (message.kind === "failed") settle(() => reject(new QtwinError(message.error)), false);
        else settle(() => resolve({ result: message.result, notes: [] }), true);
      } catch (thrown) {
        settle(() => reject(thrown), false);
      }
    };
    deadline.set(job.timeLimitMs + loadingMs, "The solver did not load in time and its thread was ended.");
    worker.on("message", hear).on("error", died).on("exit", died);
    control.signal.addEventListener("abort", stop);
    if (control.signal.aborted) stop();
    try {
      const shared = { ...job, model: shareModel(job.model) };
      const message: JobMessage = { id, module: entry.module, job: shared, sentMs, board: control.board };
      worker.postMessage(message);
    } catch (thrown) {
      // Too large for the memory there is, or nothing that can be sent: the thread has heard nothing.
      settle(() => reject(thrown), true);
    }
  });
}
