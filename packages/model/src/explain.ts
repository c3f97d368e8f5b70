import { rowActivity } from "./evaluate.ts";
import type { ConstraintMeaning, Model } from "./model.ts";

/** Where a solution stands in one constraint. */
export interface RowPosition {
  readonly row: number;
  readonly meaning: ConstraintMeaning;
  /** Σ value·x, in the row's unit. */
  readonly activity: number;
  /** Room to each bound, in the row's unit; Infinity where there is none, negative where it is broken. */
  readonly slackToLower: number;
  readonly slackToUpper: number;
  readonly binding: "none" | "lower" | "upper" | "both";
}

/** @param tolerance room that still counts as none, scaled by max(1, |bound|) */
export function rowPositions(
  model: Model,
  values: ArrayLike<number>,
  tolerance = 1e-6,
): readonly RowPosition[] {
  const { lower, upper, meaning } = model.constraints;
  return Array.from(rowActivity(model, values), (activity, row) => {
    const slackToLower = activity - lower[row]!;
    const slackToUpper = upper[row]! - activity;
    const atLower = isUsedUp(slackToLower, lower[row]!, tolerance);
    const atUpper = isUsedUp(slackToUpper, upper[row]!, tolerance);
    const side = atLower ? "lower" : atUpper ? "upper" : "none";
    const binding = atLower && atUpper ? "both" : side;
    return { row, meaning: meaning[row]!, activity, slackToLower, slackToUpper, binding };
  });
}

function isUsedUp(slack: number, bound: number, tolerance: number): boolean {
  return Number.isFinite(bound) && slack <= tolerance * Math.max(1, Math.abs(bound));
}

export interface BindingRule {
  readonly rule: string;
  readonly sentence: string;
  /** How many rows of the rule have no room left. */
  readonly count: number;
  /** How many rows the rule has. */
  readonly of: number;
}

/** Rules with inequality rows that have no room left, most rows first; equations always hold and are left out. */
export function bindingRules(
  model: Model,
  values: ArrayLike<number>,
  tolerance = 1e-6,
): readonly BindingRule[] {
  const rules = new Map<string, { sentence: string; count: number; of: number }>();
  for (const { row, meaning, binding } of rowPositions(model, values, tolerance)) {
    if (model.constraints.lower[row] === model.constraints.upper[row]) continue;
    const tally = rules.get(meaning.rule) ?? { sentence: meaning.sentence, count: 0, of: 0 };
    tally.of++;
    if (binding !== "none") tally.count++;
    rules.set(meaning.rule, tally);
  }
  return [...rules]
    .filter(([, { count }]) => count > 0)
    .map(([rule, tally]) => ({ rule, ...tally }))
    .sort((left, right) => right.count - left.count || (left.rule < right.rule ? -1 : 1));
}
