import { relativeGap } from "../answer.ts";
import { snapIntegers } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { hasRecourse } from "../uncertainty-values.ts";
import { boundFlaws, emptyFlaws, gapFlaws, objectiveFlaws, statusFlaws } from "./claim-flaws.ts";
import { countExact, feasibilityFlaws } from "./feasibility-flaws.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Flaw } from "./flaw.ts";
import { type Recomputed, recomputed, tolerance } from "./recomputed.ts";
import type { Claim } from "./result-file.ts";

/** `nothing to verify`: the result says that there is no solution, which nothing in it shows. */
export type VerificationOutcome = "accepted" | "rejected" | "nothing to verify";

export interface Verification {
  readonly outcome: VerificationOutcome;
  readonly accepted: boolean;
  readonly flaws: readonly Flaw[];
  /** Recomputed from the values; null without them, and where it cannot be. */
  readonly objective: number | null;
  /** Of the recomputed objective and the claimed bound. */
  readonly gap: number | null;
  /** Rows and structures of whole numbers, held to the last digit; the rest to `tolerance`. */
  readonly exactRows: number;
  readonly rows: number;
  readonly exactObjective: boolean;
  readonly tolerance: number;
  /** What was not looked into, in sentences: a bound is only held against the solution, not proven again. */
  readonly notVerified: readonly string[];
}

/**
 * Holds what a result file claims against the model, trusting nobody: variables, bounds, integrality, every row and
 * structure, the objective, and that bound, gap and status fit together. Sums are exact (`ExactSum`).
 */
export function verify(model: Model, claim: Claim): Verification {
  const flaws = [...originFlaws(model, claim), ...(claim.values ? [] : emptyFlaws(claim))];
  const given = claim.values && valuesOf(model, claim, claim.values, flaws);
  const snapped = given && snapIntegers(model, given);
  if (given && snapped) flaws.push(...pointFlaws(model, claim, given, snapped));
  const found = given && snapped && !hasRecourse(model) ? recomputed(model, given, snapped) : null;
  if (found) flaws.push(...valueFlaws(model, claim, found));
  const passed = claim.values ? "accepted" : "nothing to verify";
  const outcome = flaws.length > 0 ? "rejected" : passed;
  return {
    outcome,
    accepted: outcome === "accepted",
    flaws,
    objective: found?.value ?? null,
    gap: found && claim.bound !== null ? relativeGap(found.value, claim.bound) : null,
    exactRows: snapped ? countExact(model, snapped) : 0,
    rows: model.constraints.count + model.structures.length,
    exactObjective: found?.isExact ?? false,
    tolerance,
    notVerified: notVerified(model, claim),
  };
}

/** Whether it is a result of this model, and as it was written. */
function originFlaws(model: Model, { seal, fingerprint, sense }: Claim): Flaw[] {
  const flaws: Flaw[] = [];
  if (seal === "broken")
    flaws.push({
      kind: "seal",
      message: "The file was changed after it was written: its digest does not fit.",
    });
  if (fingerprint !== null && fingerprint !== fingerprintOf(model))
    flaws.push({ kind: "model", message: "The result was made for another model: its fingerprint differs." });
  if (sense !== null && sense !== model.sense)
    flaws.push({ kind: "model", message: `The result is to ${sense}, the model to ${model.sense}.` });
  return flaws;
}

function pointFlaws(model: Model, { feasible }: Claim, given: Float64Array, snapped: Float64Array): Flaw[] {
  const flaws = feasibilityFlaws(model, given, snapped);
  // Decisions of other scenarios are not in the file, and may well be what is not feasible.
  if (feasible !== false || flaws.length > 0 || hasRecourse(model)) return flaws;
  return [{ kind: "feasibility", message: "The solution is said to break a rule, and breaks none." }];
}

const valueFlaws = (model: Model, claim: Claim, found: Recomputed): Flaw[] => [
  ...objectiveFlaws(claim, found),
  ...boundFlaws(model, claim, found),
  ...gapFlaws(claim, found),
  ...statusFlaws(claim, found),
];

function notVerified(model: Model, { status, values, bound, seal }: Claim): string[] {
  const has = hasRecourse(model);
  return [
    ...(values ? [] : [`That the outcome is '${status}' is not proven again.`]),
    ...(bound === null || has || !values
      ? []
      : ["The bound is held against the solution, but not proven again."]),
    ...(seal === "none"
      ? ["The file has no digest: a change that leaves it true would not be noticed."]
      : []),
    ...(model.uncertainty ? ["Numbers are uncertain: sums of rows are rounded as doubles are."] : []),
    ...(has && values
      ? [
          "Objective, bound, gap and status are those of all scenarios together; the file has the decisions of the most " +
            "probable one only, so they are not judged. Nor is what the other scenarios decide.",
        ]
      : []),
  ];
}

function valuesOf(
  model: Model,
  { missingAreZero, objective }: Claim,
  values: ReadonlyMap<string, number>,
  flaws: Flaw[],
): Float64Array | null {
  const flaw = (message: string): null => {
    flaws.push({ kind: "values", message });
    return null;
  };
  if (missingAreZero && values.size === 0 && objective === null)
    return flaw("The file has neither an objective nor a value.");
  const { names } = model.variables;
  const missing = names.filter((name) => !values.has(name));
  if (missing.length > 0 && !missingAreZero)
    return flaw(`${missing.length} variables have no value, first '${missing[0]}'.`);
  const known = new Set(names);
  const unknown = [...values.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0)
    return flaw(`The model has no variable '${unknown[0]}' (${unknown.length} unknown).`);
  const wrong = [...values].find(([, value]) => !Number.isFinite(value));
  if (wrong) return flaw(`The value of '${wrong[0]}' is ${wrong[1]}.`);
  return Float64Array.from(names, (name) => values.get(name) ?? 0);
}
