import { featuresOf, type Model, type ModelFeature } from "@qtwin/model";
import type { SubSolverId } from "./sub-solvers/index.ts";

/** What a QUBO holds without slack: sets of which one is taken become penalties of a few products. */
const quboLike: ReadonlySet<ModelFeature> = new Set([
  "maximize",
  "fixed-binary",
  "choice",
  "quadratic-objective",
  "exactly-one",
  "permutation",
]);

/** Products of 0-1 decisions that are bound by no more than sets go to the tabu search, all else to HiGHS. */
export function automaticSubSolver(model: Model): SubSolverId {
  const isQuboLike = [...featuresOf(model)].every((each) => quboLike.has(each));
  return isQuboLike && model.objective.quadratic.value.length > 0 ? "tabu" : "exact-milp";
}
