import { compile, type Model, milpTarget, objectiveValue } from "@qtwin/model";
import highs from "./highs/solver.ts";

/** A small linear program takes milliseconds; this is for one that does not. */
const timeLimitMs = 10_000;

/**
 * Solves a small linear program, soft rows included, in this thread: for many of them in a row, where sending each to a
 * worker would take longer. Null: it has no solution, or was not solved in 10 s.
 * @throws QT_MODEL_UNREACHABLE for a model that is no MILP
 */
export async function solveLinear(
  model: Model,
): Promise<{ readonly objective: number; readonly values: Float64Array } | null> {
  const { model: lowered, decode } = compile(model, milpTarget);
  const { status, solution } = await highs.solve(
    { model: lowered, timeLimitMs, gapLimit: 0, seed: 1, threads: 1, options: {} },
    { now: () => performance.now(), stopRequested: () => false, onProgress: () => {}, received: () => null },
  );
  if (status !== "optimal" || !solution) return null;
  const values = decode(solution);
  return { objective: objectiveValue(model, values), values };
}
