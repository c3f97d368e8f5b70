import type { ConstraintMeaning, Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import { hasPriorities } from "../objective.ts";
import { structureKinds } from "../structures.ts";
import { rowPattern } from "./row-pattern.ts";

/**
 * What a solver may not take as it is. Every target takes binary variables and a linear objective to be minimised; all
 * else is named here, and rewrites remove it.
 */
export const modelFeatures = [
  "continuous",
  "integer",
  "choice",
  /** Binary variables or options of choices whose bounds leave one value. */
  "fixed-binary",
  "maximize",
  "priorities",
  "quadratic-objective",
  "polynomial-objective",
  "linear-equality",
  "linear-inequality",
  /** Linear rows over 0-1 variables that say "at most one of these literals". */
  "at-most-one-row",
  "quadratic-constraints",
  "polynomial-constraints",
  /** Rows x·y = z over 0-1 variables. */
  "product-row",
  /** Rows Σ value·x·y ≤ 0 with positive values over 0-1 variables: none of the pairs. */
  "forbidden-pairs",
  "soft-constraints",
  "soft-structures",
  ...structureKinds,
  "uncertainty",
  /** Of uncertain models: objective terms of which not the expectation counts. */
  "risk",
] as const;
export type ModelFeature = (typeof modelFeatures)[number];

/** A feature in words, for explanations. */
export const featureWords: Readonly<Record<ModelFeature, string>> = {
  continuous: "continuous variables",
  integer: "integer variables",
  choice: "choices",
  "fixed-binary": "binary variables of one value",
  maximize: "an objective to be maximised",
  priorities: "objectives of different priority",
  "quadratic-objective": "products of two variables in the objective",
  "polynomial-objective": "products of three or more variables in the objective",
  "linear-equality": "linear equations",
  "linear-inequality": "linear inequalities",
  "at-most-one-row": "rows that say 'at most one of these'",
  "quadratic-constraints": "products of two variables in constraints",
  "polynomial-constraints": "products of three or more variables in constraints",
  "product-row": "rows that define a product",
  "forbidden-pairs": "rows that forbid pairs",
  "soft-constraints": "soft constraints",
  "soft-structures": "soft structured constraints",
  "exactly-one": "exactly-one constraints",
  "at-most": "at-most-k constraints",
  implication: "implications",
  precedence: "precedence constraints",
  "no-overlap": "no-overlap constraints",
  cumulative: "cumulative constraints",
  permutation: "permutations",
  uncertainty: "uncertain parameters",
  risk: "risk measures",
};

/** The features a model uses. */
export function featuresOf(model: Model): ReadonlySet<ModelFeature> {
  const found = new Set<ModelFeature>();
  const { variables, constraints, structures, objective } = model;
  for (const kind of new Set(variables.kind)) {
    const name = variableKinds[kind]!;
    if (name !== "binary") found.add(name);
  }
  if (hasFixedBinary(model)) found.add("fixed-binary");
  if (model.sense === "maximize") found.add("maximize");
  if (hasPriorities(objective)) found.add("priorities");
  // Products that cancel between terms come back where the terms have different risk measures.
  for (const { quadratic, higher } of model.uncertainty ? objective.terms : [objective]) {
    if (quadratic.value.length > 0) found.add("quadratic-objective");
    if (higher.value.length > 0) found.add("polynomial-objective");
  }
  for (let row = 0; row < constraints.count; row++) found.add(rowPattern(model, row).feature);
  for (const { kind } of structures) found.add(kind);
  const isSoft = ({ pricePerUnit }: ConstraintMeaning): boolean => pricePerUnit !== undefined;
  if (constraints.meaning.some(isSoft)) found.add("soft-constraints");
  if (structures.some(({ meaning }) => isSoft(meaning))) found.add("soft-structures");
  if (!model.uncertainty) return found;
  found.add("uncertainty");
  if (objective.terms.some(({ risk }) => risk && risk.measure !== "expectation")) found.add("risk");
  return found;
}

function hasFixedBinary({ variables: { kind, lower, upper } }: Model): boolean {
  const isZeroOne = variableKinds.map((name) => name === "binary" || name === "choice");
  return kind.some((each, column) => isZeroOne[each]! && (lower[column]! > 0 || upper[column]! < 1));
}
