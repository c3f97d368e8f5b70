import { quantumError } from "../errors.ts";
import type { RunControl } from "../run/run.ts";
import { type CobylaOptions, searchByCobyla } from "./cobyla.ts";
import { Evaluations, endOfSearch } from "./evaluations.ts";
import { type LbfgsOptions, searchByLbfgs } from "./lbfgs.ts";
import type { Objective } from "./objective.ts";
import { type SpsaOptions, searchBySpsa } from "./spsa.ts";

/** The search and its settings; `maxEvaluations` counts values and gradients alike, 1000 if absent. */
export type MinimiseOptions = (LbfgsOptions | CobylaOptions | SpsaOptions) & {
  readonly maxEvaluations?: number;
};

export interface Minimum {
  /** The best point evaluated, not the last one. */
  readonly point: Float64Array;
  readonly value: number;
  /** Calls of `value`. */
  readonly evaluations: number;
  /** Calls of `gradient`, which give a value too. */
  readonly gradients: number;
  /** Whether the signal cut the search short. */
  readonly stopped: boolean;
}

function search(known: Evaluations, start: Float64Array, options: MinimiseOptions): void {
  if (options.method === "lbfgs") searchByLbfgs(known, start, options);
  else if (options.method === "cobyla") searchByCobyla(known, start, options);
  else searchBySpsa(known, start, options);
}

/**
 * Searches a local minimum from `start`, at the best point seen when it converges, the limit is reached or the signal
 * is aborted (polled before each evaluation but the first).
 * @throws QT_QUANTUM_BAD_START if a coordinate is not finite; QT_QUANTUM_NO_GRADIENT if "lbfgs" has none
 * @example
 * minimise({ value: ([x = 0]) => (x - 2) ** 2 }, [0], { method: "cobyla" }).point; // near 2
 */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  options: MinimiseOptions,
  control: Pick<RunControl, "signal"> = {},
): Minimum {
  const point = Float64Array.from(start);
  if (!point.every(Number.isFinite))
    throw quantumError("QT_QUANTUM_BAD_START", "A coordinate of the start is not finite.", "start");
  if (options.method === "lbfgs" && objective.gradient === undefined)
    throw quantumError("QT_QUANTUM_NO_GRADIENT", "L-BFGS needs a gradient.", "objective.gradient");
  const known = new Evaluations(objective, options.maxEvaluations ?? 1000, control.signal);
  try {
    if (point.length === 0) known.value(point);
    else search(known, point, options);
  } catch (thrown) {
    if (thrown !== endOfSearch) throw thrown;
  }
  const { evaluations, gradients, stopped } = known;
  return { ...known.best!, evaluations, gradients, stopped };
}
