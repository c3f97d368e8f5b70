import { relativeGap } from "../answer.ts";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility, isDiscrete } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { exactObjective, exactRowExcess, isWholeObjective, isWholeRow } from "./exact-check.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type Claim, isSealWhole } from "./result-file.ts";

/** What a claim fails at. */
export type FlawKind = "seal" | "model" | "values" | "feasibility" | "objective" | "bound" | "status";

export interface Flaw {
  readonly kind: FlawKind;
  /** What is wrong, in a sentence. */
  readonly message: string;
}

export interface Verification {
  readonly accepted: boolean;
  readonly flaws: readonly Flaw[];
  /** Recomputed from the values; null without them. */
  readonly objective: number | null;
  /** Rows and objective of whole numbers, summed up without rounding and held to the last digit; the rest to `tolerance`. */
  readonly exactRows: number;
  readonly rows: number;
  readonly exactObjective: boolean;
  readonly tolerance: number;
  /** What was not looked into, in sentences: a bound is only held against the solution, not proven again. */
  readonly notVerified: readonly string[];
}

/** Relative to max(1, |side|) or max(1, |objective|), where numbers are not whole. */
const tolerance = 1e-6;

/**
 * Holds what a result file claims against the model, trusting nobody: variables, bounds, integrality, every row and
 * structure, the objective, and that bound, gap and status fit together. Sums are exact (`ExactSum`).
 */
export function verify(model: Model, claim: Claim): Verification {
  const flaws: Flaw[] = [];
  if (isSealWhole(claim) === false)
    flaws.push({
      kind: "seal",
      message: "The file was changed after it was written: its digest does not fit.",
    });
  if (claim.fingerprint !== null && claim.fingerprint !== fingerprintOf(model))
    flaws.push({ kind: "model", message: "The result was made for another model: its fingerprint differs." });
  const values = valuesOf(model, claim, flaws);
  const objective = values && objectiveOf(model, values);
  if (values) flaws.push(...feasibilityFlaws(model, values));
  if (objective) flaws.push(...objectiveFlaws(claim, objective), ...boundFlaws(model, claim, objective));
  const exactRows = model.uncertainty ? 0 : countExactRows(model);
  return {
    accepted: flaws.length === 0,
    flaws,
    objective: objective?.value ?? null,
    exactRows,
    rows: model.constraints.count + model.structures.length,
    exactObjective: objective?.isExact ?? false,
    tolerance,
    notVerified: notVerified(model, claim),
  };
}

function notVerified({ uncertainty }: Model, { bound, digest }: Claim): string[] {
  return [
    ...(bound === null ? [] : ["The bound is held against the solution, but not proven again."]),
    ...(digest === null
      ? ["The file has no digest: a change that leaves it true would not be noticed."]
      : []),
    ...(uncertainty ? ["Numbers are uncertain: sums are rounded as doubles are."] : []),
  ];
}

function valuesOf(model: Model, { values, missingAreZero }: Claim, flaws: Flaw[]): Float64Array | null {
  const flaw = (message: string): null => {
    flaws.push({ kind: "values", message });
    return null;
  };
  if (values === null) return flaw("The result has no solution.");
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

function feasibilityFlaws(model: Model, values: Float64Array): Flaw[] {
  const { violations } = checkFeasibility(model, values, tolerance);
  const broken = violations.filter(({ pricePerUnit }) => pricePerUnit === undefined);
  const flaws = broken.map(
    ({ constraintId, amount, unit }): Flaw => ({
      kind: "feasibility",
      message: `'${constraintId}' is broken by ${amount} ${unit}.`,
    }),
  );
  if (model.uncertainty) return flaws;
  const known = new Set(broken.map(({ constraintId }) => constraintId));
  const { lower, upper, meaning, count } = model.constraints;
  for (let row = 0; row < count; row++) {
    const { id, unit, pricePerUnit } = meaning[row]!;
    if (pricePerUnit !== undefined || known.has(id)) continue;
    const amount = exactRowExcess(model, row, values);
    const side = Math.max(1, Math.min(Math.abs(lower[row]!), Math.abs(upper[row]!)));
    const allowed = isExactRow(model, row) ? 0 : tolerance * side;
    if (amount > allowed)
      flaws.push({ kind: "feasibility", message: `'${id}' is broken by ${amount} ${unit}.` });
  }
  return flaws;
}

const isExactRow = (model: Model, row: number): boolean =>
  isWholeRow(model, row) && hasWholeVariables(model, row);

function hasWholeVariables(model: Model, row: number): boolean {
  const { start, column } = model.constraints;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++)
    if (!isDiscrete(model, column[entry]!)) return false;
  return true;
}

function countExactRows(model: Model): number {
  let count = model.structures.length;
  for (let row = 0; row < model.constraints.count; row++) count += isExactRow(model, row) ? 1 : 0;
  return count;
}

interface Recomputed {
  readonly value: number;
  readonly isExact: boolean;
  /** Exact difference to a claimed number. */
  readonly minus: (claimed: number) => number;
}

function objectiveOf(model: Model, values: Float64Array): Recomputed {
  if (model.uncertainty) {
    const value = objectiveValue(model, values);
    return { value, isExact: false, minus: (claimed) => value - claimed };
  }
  const sum = exactObjective(model, values);
  const isSoft = [...model.constraints.meaning, ...model.structures.map(({ meaning }) => meaning)].some(
    ({ pricePerUnit }) => pricePerUnit !== undefined,
  );
  const isExact = !isSoft && isWholeObjective(model) && values.every(Number.isInteger);
  return { value: sum.value, isExact, minus: (claimed) => sum.minus(claimed) };
}

function objectiveFlaws({ objective }: Claim, found: Recomputed): Flaw[] {
  if (objective === null) return [];
  const allowed = found.isExact ? 0 : tolerance * Math.max(1, Math.abs(found.value));
  if (Math.abs(found.minus(objective)) <= allowed) return [];
  return [{ kind: "objective", message: `The objective is ${found.value}, not ${objective}.` }];
}

function boundFlaws({ sense }: Model, { bound, status, gapLimit }: Claim, { value }: Recomputed): Flaw[] {
  const flaws: Flaw[] = [];
  const rounding = tolerance * Math.max(1, Math.abs(value));
  const crossing = bound === null ? 0 : sense === "minimize" ? bound - value : value - bound;
  if (crossing > rounding)
    flaws.push({ kind: "bound", message: `The bound ${bound} says that the solution's ${value} cannot be.` });
  if (status === "infeasible" || status === "unbounded" || status === "time-limit")
    flaws.push({ kind: "status", message: `The status is '${status}', and there is a solution.` });
  if (status !== "optimal") return flaws;
  const gap = bound === null ? Infinity : relativeGap(value, bound);
  const isRounding = bound !== null && Math.abs(crossing) <= 10 * rounding;
  const isClosed = gap <= (gapLimit ?? 1e-4) || isRounding;
  if (!isClosed) flaws.push({ kind: "status", message: `'optimal' is said at a gap of ${gap}.` });
  return flaws;
}
