import { featuresOf, type Model, quboTarget } from "@qtwin/model";
import { checkApplicable } from "../check-applicable.ts";
import type { RegisteredSolver } from "../registry.ts";
import { usualOrder } from "./usual-order.ts";

/** What kind of problem a model is: solvers are ranked, and experience is kept, by it. */
export interface ProblemClass {
  /** Id of the solver made for its structure, or `qubo`, `linear`, `mixed-integer`, `structured`. */
  readonly kind: string;
  /** Kind, density and size in words, for example `qubo/sparse/300-1000`. */
  readonly name: string;
}

/** Sizes are told apart by about a factor of three. */
const sizeSteps = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

export function problemClass(model: Model, solvers: readonly RegisteredSolver[]): ProblemClass {
  const kind = kindOf(model, solvers);
  const parts = [kind, ...(kind === "qubo" ? [densityOf(model)] : []), sizeOf(model.variables.count)];
  return { kind, name: parts.join("/") };
}

function kindOf(model: Model, solvers: readonly RegisteredSolver[]): string {
  const knows = new Set(
    solvers
      .filter(({ solver }) => solver.accepts.recognise && checkApplicable(solver, model).applies)
      .map(({ solver }) => solver.id),
  );
  return Object.keys(usualOrder).find((kind) => knows.has(kind)) ?? generalKindOf(model);
}

function generalKindOf(model: Model): string {
  const features = featuresOf(model);
  const isQubo = [...features].every((feature) => feature === "maximize" || quboTarget.accepts.has(feature));
  if (isQubo && features.has("quadratic-objective")) return "qubo";
  if (model.structures.some(({ kind }) => wholeKinds.has(kind))) return "structured";
  const { count, kind } = model.variables;
  return kind.subarray(0, count).every((each) => each === 0) ? "linear" : "mixed-integer";
}

/** Structures whose rows say much less than they do. */
const wholeKinds = new Set(["no-overlap", "cumulative", "permutation", "precedence"]);

function densityOf({ variables: { count }, objective: { quadratic } }: Model): "dense" | "sparse" {
  return quadratic.value.length > 0.2 * ((count * (count - 1)) / 2) ? "dense" : "sparse";
}

function sizeOf(count: number): string {
  const step = sizeSteps.findIndex((limit) => count <= limit);
  if (step < 0) return `over-${sizeSteps.at(-1)}`;
  return step === 0 ? `to-${sizeSteps[0]}` : `${sizeSteps[step - 1]}-${sizeSteps[step]}`;
}
