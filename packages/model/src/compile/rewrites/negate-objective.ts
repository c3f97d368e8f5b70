import { withParts } from "../../edit.ts";
import type { Model } from "../../model.ts";
import { sumOfTerms } from "../../objective.ts";
import { defineRewrite } from "../rewrite.ts";

/**
 * max f  →  min −f. The weights of the parts change their sign, the parts stay stated in their units; the prices of
 * soft constraints count on the worse side whichever way the objective points.
 */
export default defineRewrite({
  id: "negate-objective",
  title: "The objective is minimised with the opposite sign",
  removes: ["maximize"],
  adds: [],
  cost: 1,
  kind: "exact",
  apply: (source) => ({
    model: negated(source),
    encode: (values) => values,
    decode: (values) => values,
    notes: ["Objective values have the opposite sign."],
  }),
});

function negated(source: Model): Model {
  const terms = source.objective.terms.map((term) => Object.freeze({ ...term, weight: -(term.weight ?? 1) }));
  return withParts(source, {
    sense: source.sense === "maximize" ? "minimize" : "maximize",
    objective: sumOfTerms(source.variables.count, terms),
  });
}
