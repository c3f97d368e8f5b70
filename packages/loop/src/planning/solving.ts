import { printMps } from "@qtwin/model";
import { solve } from "@qtwin/solvers";
import type { LoopContext, Solve } from "../context.ts";

/** Good enough to stop: the rest of the gap is below what the forecasts are worth. */
const gapLimit = 0.005;

/** Solves in a worker thread with the first solver that takes the model. */
export const solveInThread =
  (timeLimitMs: number, signal: AbortSignal): Solve =>
  (model, warmStart) =>
    solve(model, { timeLimitMs, gapLimit, seed: 1, signal, ...(warmStart ? { warmStart } : {}) });

export const modelText: LoopContext["toMps"] = printMps;
