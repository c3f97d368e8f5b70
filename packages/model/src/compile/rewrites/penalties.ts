import { digitsBehind } from "../../decimals.ts";
import { RowList, withParts } from "../../edit.ts";
import { objectiveValue } from "../../evaluate.ts";
import type { Model, ObjectiveMeaning, ObjectiveTerm } from "../../model.ts";
import { sumOfTerms, termOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { leastOverBox, mostOfFeasible, roundingMargin } from "../objective-range.ts";
import type { CompileOptions } from "../options.ts";
import type { PenaltyCertificate } from "../penalty-certificate.ts";
import { type PenaltyFunction, penaltyFunctions } from "../penalty-functions.ts";
import { certifiedWeight, checkRule, type ObjectiveSpan } from "../penalty-weight.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/**
 * All constraints at once become penalties in the objective, one part for each rule: so all weights are measured
 * against the objective as it was, and none against other penalties. The proof is in `penalty-certificate.ts`: with
 * exact weights a minimiser breaks a constraint only when nothing satisfies all of them.
 */
export default defineRewrite({
  id: "penalties",
  title: "Constraints become penalties in the objective",
  removes: ["linear-equality", "at-most-one-row", "exactly-one", "product-row", "forbidden-pairs"],
  adds: ["quadratic-objective"],
  without: [
    "continuous",
    "integer",
    "choice",
    "maximize",
    "priorities",
    "linear-inequality",
    "quadratic-constraints",
    "polynomial-constraints",
    "at-most",
    "implication",
    "precedence",
    "no-overlap",
    "cumulative",
    "permutation",
    "soft-constraints",
    "soft-structures",
    "uncertainty",
  ],
  cost: 2,
  kind: "exact",
  apply,
});

function apply(source: Model, options: CompileOptions): RewriteStep {
  const { penalty = { method: "exact" } } = options;
  checkRule(penalty, source.name);
  const functions = [...penaltyFunctions(source)];
  const effective = functions.filter(({ smallestViolation }) => smallestViolation < Infinity);
  const span = spanOf(source, effective, options);
  const certificates = effective.map(({ meaning, smallestViolation }) =>
    certifiedWeight(penalty, meaning, smallestViolation, span),
  );
  return {
    model: penalised(source, effective, certificates),
    encode: (values) => values,
    decode: (values) => values,
    notes: notesOf(source, functions, certificates, options),
    removed: functions
      .filter(({ smallestViolation }) => smallestViolation === Infinity)
      .map(({ meaning }) => ({ id: meaning.id, reason: "It holds for all values." })),
    certificates,
  };
}

/** The incumbent counts only when every penalty function is 0 there: that is what the proof needs. */
function spanOf(
  source: Model,
  functions: readonly PenaltyFunction[],
  { incumbent, objectiveBound }: CompileOptions,
): ObjectiveSpan {
  const point = incumbent && feasiblePoint(source, functions, incumbent);
  const ownBound = leastOverBox(source);
  const isGiven = objectiveBound !== undefined && objectiveBound > ownBound;
  const most = mostOfFeasible(source);
  const value = point ? objectiveValue(source, point) : Infinity;
  return {
    lowerBound: isGiven ? objectiveBound : ownBound,
    boundMethod: isGiven ? "given" : "products gathered at their first variable",
    incumbent: Math.min(value, most),
    incumbentMethod: value <= most ? "incumbent" : "largest value with one option of each exactly-one group",
    margin: roundingMargin(source),
  };
}

function feasiblePoint(
  source: Model,
  functions: readonly PenaltyFunction[],
  incumbent: Float64Array,
): Float64Array | null {
  const { count, lower, upper } = source.variables;
  const point = incumbent.map(Math.round);
  if (point.length !== count) return null;
  const isInside = point.every((value, column) => value >= lower[column]! && value <= upper[column]!);
  return isInside && functions.every(({ holdsAt }) => holdsAt(point)) ? point : null;
}

function penalised(
  source: Model,
  functions: readonly PenaltyFunction[],
  certificates: readonly PenaltyCertificate[],
): Model {
  const parts = new Map<string, Part>();
  const unit = source.objective.terms[0]?.unit ?? "1";
  const taken = new Set(source.objective.terms.map(({ id }) => id));
  const pairsOf = new Map<string, number>();
  for (const { meaning, pairs } of functions)
    pairsOf.set(meaning.rule, (pairsOf.get(meaning.rule) ?? 0) + pairs);
  functions.forEach(({ meaning: { rule, sentence }, isWhole, addTo }, index) => {
    let part = parts.get(rule);
    if (!part) {
      const meaning = { id: freeId(`penalty[${rule}]`, taken), rule, sentence: `Penalty: ${sentence}`, unit };
      part = { meaning, sum: new Polynomial(), digits: 0 };
      part.sum.reservePairs(pairsOf.get(rule)!);
      parts.set(rule, part);
    }
    const { weight } = certificates[index]!;
    addTo(part.sum, weight);
    if (part.digits !== null) part.digits = isWhole ? digitsBehind(weight, part.digits) : null;
  });
  const { count } = source.variables;
  const terms = Array.from(parts.values(), finishedPart);
  return withParts(source, {
    constraints: new RowList().done(),
    structures: Object.freeze([]),
    objective: sumOfTerms(count, [...source.objective.terms, ...terms]),
  });
}

interface Part {
  readonly meaning: ObjectiveMeaning;
  readonly sum: Polynomial;
  /** Behind the points of its weights; null when one is no decimal, or its function not whole. */
  digits: number | null;
}

/** Multiples of decimals are such decimals: further digits are rounding. */
function finishedPart({ meaning, sum, digits }: Part): ObjectiveTerm {
  if (digits) sum.round(digits);
  return termOf(meaning, sum, true);
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  while (taken.has(id)) id += "'";
  taken.add(id);
  return id;
}

function notesOf(
  source: Model,
  functions: readonly PenaltyFunction[],
  certificates: readonly PenaltyCertificate[],
  { penalty, incumbent }: CompileOptions,
): readonly string[] {
  const [first] = certificates;
  const notes = [`${certificates.length} constraints became penalties.`];
  if (first)
    notes.push(
      `The objective is at least ${first.lowerBound} (${first.boundMethod}); ${first.incumbent} can be had (${first.incumbentMethod}).`,
    );
  if (incumbent && first && first.incumbentMethod !== "incumbent")
    notes.push("The incumbent is not feasible, or no better than the bound without it.");
  for (const { meaning } of functions.filter(({ isImpossible }) => isImpossible))
    notes.push(`No values satisfy '${meaning.id}': the model is infeasible.`);
  if (penalty?.method !== "user") return notes;
  const known = new Set(functions.flatMap(({ meaning }) => [meaning.id, meaning.rule]));
  for (const id of Object.keys(penalty.weights))
    if (!known.has(id)) notes.push(`A weight is given for '${id}', which '${source.name}' does not have.`);
  return notes;
}
