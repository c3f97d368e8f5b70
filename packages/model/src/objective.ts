import { addedPairs } from "./added-pairs.ts";
import { cancels } from "./merge-terms.ts";
import type { Objective, ObjectiveMeaning, ObjectiveTerm } from "./model.ts";
import { finished, Polynomial } from "./polynomial.ts";

/** The objective of a model of `variableCount` variables from its parts under construction. */
export function objectiveOf(
  variableCount: number,
  parts: readonly { readonly meaning: ObjectiveMeaning; readonly sum: Polynomial }[],
): Objective {
  const terms = parts.map(({ meaning, sum }) => termOf(meaning, sum));
  return sumOfTerms(variableCount, terms);
}

/** Whether its parts have more than one priority: then it is no single number. */
export const hasPriorities = ({ terms }: Objective): boolean =>
  new Set(terms.map(({ priority = 0 }) => priority)).size > 1;

/** A finished objective term; the sum may be used again unless it is spent. */
export const termOf = (meaning: ObjectiveMeaning, sum: Polynomial, isSpent = false): ObjectiveTerm =>
  Object.freeze({ ...meaning, ...finished(sum, isSpent), constant: sum.constant });

/** What an objective term says besides its function. */
export function meaningOf(term: ObjectiveTerm): ObjectiveMeaning {
  const { column: _, value: __, quadratic: ___, higher: ____, constant: _____, ...meaning } = term;
  return meaning;
}

/** Adds up finished terms by their weights. */
export function sumOfTerms(variableCount: number, terms: readonly ObjectiveTerm[]): Objective {
  const linear = new Float64Array(variableCount);
  const magnitude = new Float64Array(variableCount);
  let constant = 0;
  for (const { weight = 1, ...term } of terms) {
    constant += weight * term.constant;
    const { column, value } = term;
    for (let entry = 0; entry < column.length; entry++) {
      linear[column[entry]!]! += weight * value[entry]!;
      magnitude[column[entry]!]! += Math.abs(weight * value[entry]!);
    }
  }
  for (let column = 0; column < variableCount; column++)
    if (cancels(linear[column]!, magnitude[column]!)) linear[column] = 0;
  return Object.freeze({ linear, constant, ...productsOf(terms), terms: Object.freeze(terms) });
}

function productsOf(terms: readonly ObjectiveTerm[]): Pick<Objective, "quadratic" | "higher"> {
  const withProducts = terms.filter(
    ({ quadratic, higher }) => quadratic.value.length + higher.value.length > 0,
  );
  const [only] = withProducts;
  if (only && withProducts.length === 1 && (only.weight ?? 1) === 1)
    return { quadratic: only.quadratic, higher: only.higher };
  const lists = withProducts.map(({ weight = 1, quadratic }) => ({ pairs: quadratic, weight }));
  const { left, right, value } = addedPairs(lists);
  return {
    quadratic: { start: Int32Array.of(0, value.length), left, right, value },
    higher: addedHigher(withProducts),
  };
}

function addedHigher(terms: readonly ObjectiveTerm[]): Objective["higher"] {
  const sum = new Polynomial();
  for (const { weight = 1, higher } of terms)
    for (let entry = 0; entry < higher.value.length; entry++)
      sum.product(factorsOf(higher, entry), weight * higher.value[entry]!);
  return finished(sum).higher;
}

const factorsOf = (higher: ObjectiveTerm["higher"], entry: number): Int32Array =>
  higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
