import { commonDigits } from "../../decimals.ts";
import { VariableList, withParts } from "../../edit.ts";
import type { Model, ObjectiveTerm } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { type ModelFeature, modelFeatures } from "../features.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/** What may still be there beside the variables themselves. */
const ofObjective: ReadonlySet<ModelFeature> = new Set([
  "fixed-binary",
  "maximize",
  "priorities",
  "quadratic-objective",
  "polynomial-objective",
  "risk",
]);

/**
 * Variables whose bounds leave one value become numbers. It comes last, when all constraints are in the objective:
 * a QUBO knows no bounds.
 */
export default defineRewrite({
  id: "fixed-binary",
  title: "Binary variables of one value become numbers",
  removes: ["fixed-binary"],
  adds: [],
  without: modelFeatures.filter((feature) => !ofObjective.has(feature)),
  cost: 1,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const { variables, objective } = source;
  const list = new VariableList();
  const placeOf = new Int32Array(variables.count).fill(-1);
  const value = new Float64Array(variables.count);
  for (let column = 0; column < variables.count; column++) {
    if (variables.lower[column]! > 0) value[column] = 1;
    else if (variables.upper[column] === 1) placeOf[column] = list.copy(variables, column);
  }
  const kept = list.done();
  const parts = objective.terms.map((term) => ({
    meaning: meaningOf(term),
    sum: reduced(term, placeOf, value),
  }));
  return {
    model: withParts(source, { variables: kept, objective: objectiveOf(kept.count, parts) }),
    encode: (values) => values.filter((_, column) => placeOf[column]! >= 0),
    decode: (values) =>
      value.map((fixed, column) => (placeOf[column]! < 0 ? fixed : values[placeOf[column]!]!)),
    notes: [`${variables.count - kept.count} variables have one value.`],
  };
}

/** The term with numbers for variables without a place. */
function reduced(term: ObjectiveTerm, placeOf: Int32Array, value: Float64Array): Polynomial {
  const { column, value: linear, quadratic, higher, constant } = term;
  const sum = new Polynomial();
  sum.constant = constant;
  for (let entry = 0; entry < column.length; entry++) {
    const place = placeOf[column[entry]!]!;
    if (place >= 0) sum.linear(place, linear[entry]!);
    else sum.constant += linear[entry]! * value[column[entry]!]!;
  }
  const { left, right, value: products } = quadratic;
  for (let entry = 0; entry < products.length; entry++) {
    const [a, b] = [placeOf[left[entry]!]!, placeOf[right[entry]!]!];
    if (a >= 0 && b >= 0) sum.pair(a, b, products[entry]!);
    else addFactors(sum, [left[entry]!, right[entry]!], products[entry]!, placeOf, value);
  }
  for (let entry = 0; entry < higher.value.length; entry++) {
    const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
    addFactors(sum, factors, higher.value[entry]!, placeOf, value);
  }
  const digits = commonDigits([linear, products, higher.value, [constant]]);
  if (digits) sum.round(digits);
  return sum;
}

function addFactors(
  sum: Polynomial,
  factors: ArrayLike<number>,
  coefficient: number,
  placeOf: Int32Array,
  value: Float64Array,
): void {
  const left: number[] = [];
  for (let at = 0; at < factors.length; at++) {
    const place = placeOf[factors[at]!]!;
    if (place >= 0) left.push(place);
    else coefficient *= value[factors[at]!]!;
  }
  if (coefficient !== 0) sum.product(left, coefficient);
}
