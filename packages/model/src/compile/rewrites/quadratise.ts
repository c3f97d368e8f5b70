import { modelError } from "../../errors.ts";
import { type Model, type ObjectiveMeaning, variableKinds } from "../../model.ts";
import { sumOfTerms, termOf } from "../../objective.ts";
import { emptyHigher, Polynomial } from "../../polynomial.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/**
 * Products of three and more 0-1 variables in the objective become pairs with auxiliary variables: the least value over
 * the auxiliaries is the product at every point, so no penalty weight is needed. With S = Σ x and P = Σ of pairs of the
 * k factors: −x₁…xₖ = min −w·(S − k + 1) (Freedman & Drineas 2005), and x₁…xₖ = P + min Σ wᵢ·(cᵢ·(2i − S) − 1) over
 * ⌊(k − 1)/2⌋ auxiliaries, cᵢ = 1 for the last of an odd k, else 2 (Ishikawa 2011).
 */
export default defineRewrite({
  id: "quadratise",
  title: "Long products in the objective become pairs with auxiliary variables",
  removes: ["polynomial-objective"],
  adds: ["quadratic-objective"],
  without: ["integer", "continuous", "maximize", "priorities"],
  cost: 3,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const { objective } = source;
  const { higher } = objective;
  const reduction = new Reduction(new Lowering(source));
  for (let entry = 0; entry < higher.value.length; entry++) {
    const factors = higher.factor.slice(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
    requireZeroOnes(source, factors);
    if (higher.value[entry]! < 0) reduction.addNegative(factors, higher.value[entry]!);
    else reduction.addPositive(factors, higher.value[entry]!);
  }
  const { lowering, pairs, auxiliaries } = reduction;
  const meaning = meaningOfPairs(source, lowering.newId("products"));
  const terms = objective.terms.map((term) => Object.freeze({ ...term, higher: emptyHigher(1) }));
  const note = `${higher.value.length} products of three or more variables became pairs with ${auxiliaries} auxiliary variables.`;
  return lowering.step([note], {
    structures: source.structures,
    objective: sumOfTerms(lowering.variables.names.length, [...terms, termOf(meaning, pairs)]),
  });
}

const zeroOnes = new Set([variableKinds.indexOf("binary"), variableKinds.indexOf("choice")]);

function requireZeroOnes({ variables, name }: Model, factors: Int32Array): void {
  const column = factors.find((each) => !zeroOnes.has(variables.kind[each]!));
  if (column === undefined) return;
  const message = `'${variables.names[column]}' in a product of the objective is not only 0 or 1.`;
  throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, name, "Encode integers before their products.");
}

function meaningOfPairs({ objective }: Model, id: string): ObjectiveMeaning {
  const { unit = "1", priority } = objective.terms[0] ?? {};
  const sentence = "Products of three or more variables, as pairs.";
  return { id, rule: "products", sentence, unit, ...(priority !== undefined && { priority }) };
}

class Reduction {
  readonly lowering: Lowering;
  /** What stands for the products. */
  readonly pairs = new Polynomial();
  auxiliaries = 0;

  constructor(lowering: Lowering) {
    this.lowering = lowering;
  }

  addNegative(factors: Int32Array, value: number): void {
    this.addAuxiliary(factors, value, factors.length - 1);
  }

  addPositive(factors: Int32Array, value: number): void {
    factors.forEach((right, at) => {
      for (const left of factors.subarray(0, at)) this.pairs.pair(left, right, value);
    });
    const count = Math.floor((factors.length - 1) / 2);
    for (let each = 1; each <= count; each++) {
      const isLastOfOdd = each === count && factors.length % 2 === 1;
      if (isLastOfOdd) this.addAuxiliary(factors, -value, 2 * each - 1);
      else this.addAuxiliary(factors, -2 * value, 2 * each - 0.5);
    }
  }

  /** Adds value·w·(Σ factors − threshold) for value < 0: the best w is 1 when the sum is above the threshold. */
  private addAuxiliary(factors: Int32Array, value: number, threshold: number): void {
    const { variables } = this.lowering;
    const w = variables.add("binary", `w[${this.auxiliaries++}]`);
    for (const factor of factors) this.pairs.pair(factor, w, value);
    this.pairs.linear(w, -value * threshold);
    this.lowering.fill((values) => {
      const sum = factors.reduce((ones, factor) => ones + values[factor]!, 0);
      values[w] = sum > threshold ? 1 : 0;
    });
  }
}
