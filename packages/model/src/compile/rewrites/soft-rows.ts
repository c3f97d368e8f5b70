import { QtwinError } from "@qtwin/core";
import { addRow, RowList, sumOfTerm, VariableList, withParts } from "../../edit.ts";
import { polynomialValue } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { scaleExactly } from "../exact-scaling.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { activityBounds, isDiscreteColumn } from "../row-facts.ts";

/**
 * lower ≤ f(x) ≤ upper at price p  →  lower ≤ f(x) + under − over ≤ upper, objective ± p·(under + over).
 * The slacks come after the source's variables, so decoding cuts them off. In a model without continuous variables they
 * count steps: the largest number that all violations are multiples of; in others, whole slack would only be more to
 * branch on.
 */
export default defineRewrite({
  id: "soft-rows",
  title: "Soft constraints become hard ones with priced slack",
  removes: ["soft-constraints"],
  adds: ["integer"],
  addsWith: (before) => (before.has("continuous") ? ["continuous"] : []),
  without: ["uncertainty"],
  cost: 1,
  kind: "exact",
  apply,
});

interface Slack {
  readonly row: number;
  /** What one unit of the slack adds to the activity: above 0 raises it, below lowers it. */
  readonly step: number;
  readonly column: number;
  readonly isWhole: boolean;
}

function apply(source: Model): RewriteStep {
  const { lower, upper, meaning } = source.constraints;
  const variables = new VariableList(source.variables);
  const slacks: Slack[] = [];
  const isDiscrete = source.variables.kind.every((_, column) => isDiscreteColumn(source, column));
  for (let row = 0; row < meaning.length; row++) {
    const { id, unit, pricePerUnit } = meaning[row]!;
    if (pricePerUnit === undefined) continue;
    const range = activityBounds(source, source.constraints, row);
    const wholeStep = isDiscrete ? wholeStepOf(source, row) : null;
    const isWhole = wholeStep !== null;
    const size = wholeStep ?? 1;
    const add = (sign: 1 | -1, name: string, most: number): void => {
      const steps = isWhole ? Math.floor(most / size + 1e-9) : most;
      const options = { upper: Math.max(0, steps), unit: size === 1 ? unit : `${size} ${unit}` };
      const column = variables.add(isWhole ? "integer" : "continuous", `${id}.${name}`, options);
      slacks.push({ row, step: sign * size, column, isWhole });
    };
    if (lower[row]! > -Infinity) add(1, "under", lower[row]! - range.lower);
    if (upper[row]! < Infinity) add(-1, "over", range.upper - upper[row]!);
  }
  const count = source.variables.count;
  return {
    model: withSlacks(source, variables, slacks),
    encode: (values) => encode(source, slacks, values),
    decode: (values) => values.slice(0, count),
    notes: [`${slacks.length} slack variables at the price of their row.`],
  };
}

/** A number that all violations of a row are whole multiples of in a model of whole variables; null: there is none. */
function wholeStepOf(source: Model, row: number): number | null {
  const { constraints } = source;
  const { lower, upper, meaning } = constraints;
  const numbers = [
    ...coefficientsOf(constraints, row),
    ...[lower[row]!, upper[row]!].filter(Number.isFinite),
  ];
  if (numbers.every(Number.isInteger)) return 1;
  try {
    return 1 / scaleExactly(numbers, -Infinity, Infinity, meaning[row]!.id).scale;
  } catch (error) {
    if (error instanceof QtwinError && error.code === "QT_MODEL_INEXACT") return null;
    throw error;
  }
}

/** All coefficients of a row, products included. */
function coefficientsOf({ start, value, quadratic, higher }: Model["constraints"], row: number): number[] {
  return [
    ...value.subarray(start[row], start[row + 1]),
    ...quadratic.value.subarray(quadratic.start[row], quadratic.start[row + 1]),
    ...higher.value.subarray(higher.start[row], higher.start[row + 1]),
  ];
}

function withSlacks(source: Model, list: VariableList, slacks: readonly Slack[]): Model {
  const { constraints, objective } = source;
  const ofRow = Map.groupBy(slacks, ({ row }) => row);
  const rows = new RowList();
  const worse = source.sense === "minimize" ? 1 : -1;
  const variables = list.done();
  const parts = objective.terms.map((term) => ({ meaning: meaningOf(term), sum: sumOfTerm(term) }));
  const unit = objective.terms[0]?.unit ?? "1";
  for (let row = 0; row < constraints.count; row++) {
    const { pricePerUnit, ...hard } = constraints.meaning[row]!;
    if (pricePerUnit === undefined) {
      rows.copy(constraints, row);
      continue;
    }
    const sum = new Polynomial();
    const penalty = new Polynomial();
    addRow(sum, constraints, row);
    for (const { step, column } of ofRow.get(row) ?? []) {
      sum.linear(column, step);
      penalty.linear(column, worse * pricePerUnit * Math.abs(step));
    }
    rows.add(hard, sum, constraints.lower[row]!, constraints.upper[row]!);
    const { id, rule, sentence } = hard;
    parts.push({ meaning: { id: `${id}.penalty`, rule, sentence, unit }, sum: penalty });
  }
  const target = objectiveOf(variables.count, parts);
  return withParts(source, { variables, constraints: rows.done(), objective: target });
}

function encode(source: Model, slacks: readonly Slack[], values: Float64Array): Float64Array {
  const { lower, upper } = source.constraints;
  const encoded = new Float64Array(values.length + slacks.length);
  encoded.set(values);
  for (const { row, step, column, isWhole } of slacks) {
    const activity = polynomialValue(source.constraints, row, values);
    const steps = Math.max(0, (step > 0 ? lower[row]! - activity : upper[row]! - activity) / step);
    encoded[column] = isWhole ? Math.round(steps) : steps;
  }
  return encoded;
}
