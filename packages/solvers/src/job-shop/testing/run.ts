import type { Model } from "@qtwin/model";
import type { Progress, SolveContext, SolveJob, SolverResult } from "../../contract.ts";
import solver from "../solver.ts";

/** One solve with a clock that stands still unless another one is given, and all that it reports. */
export async function run(
  model: Model,
  job: Partial<SolveJob> = {},
  own: Partial<SolveContext> = {},
): Promise<SolverResult & { seen: Progress[] }> {
  const seen: Progress[] = [];
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => 0,
    received: () => null,
    onProgress: (progress) => void seen.push(progress),
    ...own,
  };
  const whole = {
    model,
    timeLimitMs: 1e6,
    gapLimit: 0,
    seed: 1,
    threads: 1,
    workLimit: 300,
    options: {},
    ...job,
  };
  return { ...(await solver.solve(whole, context)), seen };
}
