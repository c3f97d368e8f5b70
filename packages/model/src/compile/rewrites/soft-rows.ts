import { addRow, RowList, sumOfTerm, VariableList, withParts } from "../../edit.ts";
import { polynomialValue } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { activityBounds, isWholeRow } from "../row-facts.ts";

/**
 * lower ≤ f(x) ≤ upper at price p  →  lower ≤ f(x) + under − over ≤ upper, objective ± p·(under + over).
 * The slacks come after the source's variables, so decoding cuts them off. They are whole where the row is.
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
  /** +1 raises the activity, −1 lowers it. */
  readonly sign: 1 | -1;
  readonly column: number;
}

function apply(source: Model): RewriteStep {
  const { lower, upper, meaning } = source.constraints;
  const variables = new VariableList(source.variables);
  const slacks: Slack[] = [];
  for (let row = 0; row < meaning.length; row++) {
    if (meaning[row]!.pricePerUnit === undefined) continue;
    const range = activityBounds(source, source.constraints, row);
    const isWhole = isWholeRow(source, source.constraints, row) && hasWholeBounds(lower[row]!, upper[row]!);
    const add = (sign: 1 | -1, name: string, most: number): void => {
      const options = { upper: Math.max(0, most), unit: meaning[row]!.unit };
      const column = variables.add(
        isWhole ? "integer" : "continuous",
        `${meaning[row]!.id}.${name}`,
        options,
      );
      slacks.push({ row, sign, column });
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

const hasWholeBounds = (...sides: readonly number[]): boolean =>
  sides.every((side) => !Number.isFinite(side) || Number.isInteger(side));

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
    for (const { sign, column } of ofRow.get(row) ?? []) {
      sum.linear(column, sign);
      penalty.linear(column, worse * pricePerUnit);
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
  for (const { row, sign, column } of slacks) {
    const activity = polynomialValue(source.constraints, row, values);
    encoded[column] = Math.max(0, sign > 0 ? lower[row]! - activity : activity - upper[row]!);
  }
  return encoded;
}
