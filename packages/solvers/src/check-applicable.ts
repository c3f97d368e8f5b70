import { featuresOf, type Model, planRewrites, rewrites, type Target } from "@qtwin/model";
import type { Applicability, Solver } from "./contract.ts";

/** What a solver takes, as a target of the model compiler. */
export const targetOf = ({ id, title, accepts }: Solver): Target => ({
  id,
  title: `what ${title} takes`,
  accepts: new Set(accepts.features),
});

/** Models do not change, and to recognise a structure can take a while. */
const known = new WeakMap<Model, Map<Solver, Applicability>>();

/** Whether a solver takes a model: every reason why not, and the rewrites it needs first. */
export function checkApplicable(solver: Solver, model: Model): Applicability {
  const ofModel = known.get(model) ?? new Map<Solver, Applicability>();
  const applicability = ofModel.get(solver) ?? check(solver, model);
  known.set(model, ofModel.set(solver, applicability));
  return applicability;
}

function check(solver: Solver, model: Model): Applicability {
  if (solver.accepts.recognise)
    return { ...checkStructure(solver, model, solver.accepts.recognise), path: [] };
  const plan = planRewrites(featuresOf(model), targetOf(solver).accepts, rewrites);
  const left = plan.reachable
    ? []
    : plan.left.map((reason) => `${solver.title} does not take this model: ${reason}`);
  const reasons = [...left, ...sizeReasons(solver, model)];
  const path = plan.reachable ? plan.path.map(({ id }) => id) : [];
  return { applies: reasons.length === 0, reasons, path };
}

/** A solver of one structure takes what it recognises as it is. */
function checkStructure(
  solver: Solver,
  model: Model,
  recognise: (model: Model) => readonly string[],
): Omit<Applicability, "path"> {
  const size = sizeReasons(solver, model);
  const reasons = size.length > 0 ? size : recognise(model);
  return { applies: reasons.length === 0, reasons };
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
