import { addRow, sumOfTerm } from "../../edit.ts";
import type { Model } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { addForbiddenPairs } from "../forbidden-pairs.ts";
import { LinearProducts } from "../linear-products.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { rowPattern } from "../row-pattern.ts";

/**
 * Each product gets a variable z of its own: x·y of two 0-1 variables by z ≤ x, z ≤ y, z ≥ x + y − 1; x·y of a 0-1 and a
 * bounded variable by the four sides of its hull; of two integers, one is first written in bits. More than two factors
 * are multiplied one after the other. All of it is exact; two continuous factors are refused.
 */
export default defineRewrite({
  id: "products-linearised",
  title: "Products become variables with linear rows",
  removes: [
    "quadratic-objective",
    "polynomial-objective",
    "quadratic-constraints",
    "polynomial-constraints",
    "product-row",
    "forbidden-pairs",
  ],
  adds: ["linear-equality", "linear-inequality", "at-most-one-row"],
  cost: 8,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const { constraints, structures } = source;
  const patterns = Array.from(constraints.meaning, (_, row) => rowPattern(source, row));
  const isLinear = (row: number): boolean => linearPatterns.has(patterns[row]!.feature);
  const lowering = new Lowering(source, isLinear);
  lowering.structures.push(...structures);
  const products = new LinearProducts(lowering);
  const others: number[] = [];
  for (const [row, pattern] of patterns.entries()) {
    const meaning = constraints.meaning[row]!;
    const isHard = meaning.pricePerUnit === undefined;
    if (pattern.feature === "product-row" && isHard)
      products.define(meaning, pattern.left, pattern.right, pattern.product);
    else if (pattern.feature === "forbidden-pairs" && isHard) addForbiddenPairs(lowering, row);
    else if (!isLinear(row)) others.push(row);
  }
  for (const row of others) {
    const sum = new Polynomial();
    addRow(sum, constraints, row);
    const linear = products.linearOf(sum);
    lowering.rows.add(constraints.meaning[row]!, linear, constraints.lower[row]!, constraints.upper[row]!);
  }
  return withObjective(source, lowering, products);
}

const linearPatterns: ReadonlySet<string> = new Set([
  "linear-equality",
  "linear-inequality",
  "at-most-one-row",
]);

function withObjective(source: Model, lowering: Lowering, products: LinearProducts): RewriteStep {
  const parts = source.objective.terms.map((term) => ({
    meaning: meaningOf(term),
    sum: products.linearOf(sumOfTerm(term)),
  }));
  const objective = objectiveOf(lowering.variables.names.length, parts);
  return lowering.step([products.note()], { objective });
}
