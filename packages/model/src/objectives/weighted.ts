import { withParts } from "../edit.ts";
import { modelError } from "../errors.ts";
import type { Model, ObjectiveTerm } from "../model.ts";
import { sumOfTerms } from "../objective.ts";

/**
 * The same model with other weights of the objective terms named; the rest keep theirs.
 * @throws QT_MODEL_UNKNOWN_OBJECTIVE, QT_MODEL_NOT_A_NUMBER
 */
export function weighted(model: Model, weights: Readonly<Record<string, number>>): Model {
  for (const [id, weight] of Object.entries(weights)) {
    requireTerm(model, id);
    if (!Number.isFinite(weight))
      throw modelError("QT_MODEL_NOT_A_NUMBER", `The weight of '${id}' is ${weight}.`, id);
  }
  const terms = model.objective.terms.map((term) =>
    Object.hasOwn(weights, term.id) ? Object.freeze({ ...term, weight: weights[term.id]! }) : term,
  );
  return withParts(model, { objective: sumOfTerms(model.variables.count, terms) });
}

/** The objective term of this id. @throws QT_MODEL_UNKNOWN_OBJECTIVE */
export function requireTerm({ objective }: Model, id: string): ObjectiveTerm {
  const term = objective.terms.find((each) => each.id === id);
  if (term) return term;
  const known = objective.terms.map((each) => `'${each.id}'`).join(", ");
  throw modelError(
    "QT_MODEL_UNKNOWN_OBJECTIVE",
    `There is no objective part '${id}'; there are ${known}.`,
    id,
  );
}
