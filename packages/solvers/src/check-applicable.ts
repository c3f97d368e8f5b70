import type { Model, Rewrite, VariableKind } from "@qtwin/model";
import { featuresOf, rewrites, variableKinds } from "@qtwin/model";
import type { Applicability, Solver } from "./contract.ts";

/** Whether a solver takes a model: every reason why not, and the rewrites it needs first. */
export function checkApplicable(solver: Solver, model: Model): Applicability {
  const path = rewritesFor(solver, model);
  const reasons = [...kindReasons(solver, model), ...sizeReasons(solver, model)];
  return { applies: reasons.length === 0, reasons, path: path.map((rewrite) => rewrite.id) };
}

/** Exact rewrites that remove the features of the model the solver does not take. */
export function rewritesFor(solver: Solver, model: Model): readonly Rewrite[] {
  const takesSoft = solver.accepts.constraints.includes("soft-linear");
  const lacking = featuresOf(model).filter((feature) => !(feature === "soft-constraints" && takesSoft));
  return rewrites.filter((rewrite) => lacking.includes(rewrite.from));
}

function kindReasons(solver: Solver, model: Model): string[] {
  const present = new Set<VariableKind>(Array.from(model.variables.kind, (kind) => variableKinds[kind]!));
  return [...present]
    .filter((kind) => !solver.accepts.variables.includes(kind))
    .map((kind) => `${solver.title} takes no ${kind} variables.`);
}

function sizeReasons(solver: Solver, model: Model): string[] {
  const { maxVariables, maxConstraints } = solver.accepts;
  const reasons: string[] = [];
  if (model.variables.count > maxVariables)
    reasons.push(
      `${solver.title} takes at most ${maxVariables} variables, the model has ${model.variables.count}.`,
    );
  if (model.constraints.count > maxConstraints)
    reasons.push(
      `${solver.title} takes at most ${maxConstraints} constraints, the model has ${model.constraints.count}.`,
    );
  return reasons;
}
