import { QtwinError } from "@qtwin/core";
import { type Compiled, compile, type Model, milpTarget, variableKinds } from "@qtwin/model";
import highs from "../highs/solver.ts";
import { silent } from "./sub-solvers/exact-milp.ts";
import type { SubTask } from "./sub-solvers/sub-solver.ts";

export interface Relaxation {
  /** In the model's variables, not whole. */
  readonly values: Float64Array;
  /** Proven: no solution of the model is better. */
  readonly bound: number;
}

/** Beyond so many entries of rows, or products, it takes longer than it helps. */
const [mostEntries, mostProducts] = [200_000, 2000];

/** Optimum without wholeness; null where it says nothing (orders of activities) or was not found in time. */
export async function linearRelaxation(
  model: Model,
  { context, timeLimitMs, seed }: Pick<SubTask, "context" | "timeLimitMs" | "seed">,
): Promise<Relaxation | null> {
  const { quadratic, higher } = model.objective;
  const isLarge = Math.max(model.constraints.value.length, model.variables.count) > mostEntries;
  const isOrder = model.structures.some(({ kind }) => kind === "no-overlap" || kind === "cumulative");
  if (isOrder || isLarge || quadratic.value.length + higher.value.length > mostProducts) return null;
  const compiled = compiledOrNull(model);
  if (!compiled) return null;
  const { model: milp, decode } = compiled;
  const kind = new Uint8Array(milp.variables.count).fill(variableKinds.indexOf("continuous"));
  const relaxed = { ...milp, variables: { ...milp.variables, kind } };
  const job = { model: relaxed, timeLimitMs, gapLimit: 0, seed, threads: 1, options: {} };
  const { status, solution, bound } = await highs.solve(job, silent(context));
  return status === "optimal" && solution && bound !== null ? { values: decode(solution), bound } : null;
}

function compiledOrNull(model: Model): Compiled | null {
  try {
    return compile(model, milpTarget);
  } catch (error) {
    if (error instanceof QtwinError && error.kind === "unsupported") return null;
    throw error;
  }
}
