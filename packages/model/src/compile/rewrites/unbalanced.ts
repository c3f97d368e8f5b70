import { sumOfTerm } from "../../edit.ts";
import { type ConstraintMeaning, type Model, type ObjectiveMeaning, variableKinds } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { Lowering } from "../lowering.ts";
import type { CompileOptions } from "../options.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { rowPattern } from "../row-pattern.ts";

/**
 * a·x ≤ b  →  objective − λ₁·h + λ₂·h² with h = b − a·x: a parabola that is steep where the row is broken and shallow
 * where it holds, without slack. It also moves the optimum among feasible points: a heuristic. Montañez-Barrera et al.
 * 2022 (arXiv 2211.13914).
 */
export default defineRewrite({
  id: "unbalanced",
  title: "Inequalities become unbalanced penalties without slack",
  removes: ["linear-inequality"],
  adds: ["quadratic-objective"],
  without: ["soft-constraints", "priorities"],
  cost: 1,
  kind: "heuristic",
  apply,
});

/** The authors' numbers for knapsacks; that they count in units of the largest coefficient of the objective is our choice. */
const defaults = { linear: 0.9603, quadratic: 0.0371 };

function apply(source: Model, { unbalanced = defaults }: CompileOptions): RewriteStep {
  const { objective, constraints, sense } = source;
  const isKept = (row: number): boolean => rowPattern(source, row).feature !== "linear-inequality";
  const lowering = new Lowering(source, isKept);
  const scale = largestCoefficient(source) * (sense === "minimize" ? 1 : -1);
  const parts = objective.terms.map((term) => ({ meaning: meaningOf(term), sum: sumOfTerm(term) }));
  for (let row = 0; row < constraints.count; row++) {
    if (isKept(row)) continue;
    const sum = new Polynomial();
    addSide(sum, source, row, 1, unbalanced, scale);
    addSide(sum, source, row, -1, unbalanced, scale);
    lowering.drop(
      constraints.meaning[row]!,
      "An unbalanced penalty stands for it: a heuristic, it may be broken.",
    );
    parts.push({ meaning: meaningOfPenalty(source, lowering, constraints.meaning[row]!), sum });
  }
  const { linear, quadratic } = unbalanced;
  return lowering.step(
    [
      `Heuristic: ${parts.length - objective.terms.length} inequalities are drawn to their bound with λ₁ = ${linear} and λ₂ = ${quadratic} times ${Math.abs(scale)}; optima may be lost, and rows broken.`,
    ],
    { structures: source.structures, objective: objectiveOf(source.variables.count, parts) },
  );
}

function largestCoefficient({ objective: { linear, quadratic, higher } }: Model): number {
  let largest = 0;
  for (const values of [linear, quadratic.value, higher.value])
    for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest || 1;
}

function meaningOfPenalty({ objective }: Model, lowering: Lowering, of: ConstraintMeaning): ObjectiveMeaning {
  const { unit = "1", priority } = objective.terms[0] ?? {};
  const { id, rule, sentence } = of;
  return {
    id: lowering.newId(`${id}.unbalanced`),
    rule,
    sentence,
    unit,
    ...(priority !== undefined && { priority }),
  };
}

/** Adds scale·(−λ₁·h + λ₂·h²) for the room h on one side of a row: sign 1 for the upper one. */
function addSide(
  sum: Polynomial,
  { constraints, variables }: Model,
  row: number,
  sign: 1 | -1,
  weights: { readonly linear: number; readonly quadratic: number },
  scale: number,
): void {
  const { start, column, value, lower, upper } = constraints;
  const room = sign > 0 ? upper[row]! : -lower[row]!;
  if (!Number.isFinite(room)) return;
  const [first, second] = [scale * weights.linear, scale * weights.quadratic];
  sum.constant += second * room * room - first * room;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const factor = sign * value[entry]!;
    sum.linear(column[entry]!, factor * (first - 2 * second * room));
    addSquare(sum, variables.kind, column[entry]!, second * factor * factor);
    for (let other = start[row]!; other < entry; other++)
      sum.pair(column[other]!, column[entry]!, 2 * second * factor * sign * value[other]!);
  }
}

const zeroOnes = new Set([variableKinds.indexOf("binary"), variableKinds.indexOf("choice")]);

/** x² is x for a variable that is only 0 or 1. */
function addSquare(sum: Polynomial, kind: Uint8Array, column: number, value: number): void {
  if (zeroOnes.has(kind[column]!)) sum.linear(column, value);
  else sum.pair(column, column, value);
}
