import { type Compiled, compile, type Target } from "../compile/compile.ts";
import { modelFeatures } from "../compile/features.ts";
import { freshIds } from "../compile/fresh-ids.ts";
import { addRow, RowList, withParts } from "../edit.ts";
import { objectiveTermValue } from "../evaluate.ts";
import type { Model, ObjectiveTerm } from "../model.ts";
import { sumOfTerms } from "../objective.ts";
import { Polynomial } from "../polynomial.ts";
import { rowOfTerm } from "../uncertainty-values.ts";

/** Terms whose weighted sum is optimised, or held, as one; in the sense of the model. */
export type Goal = readonly ObjectiveTerm[];

/** What a goal may lose when it is held: absolute + relative · |value|. */
export interface GoalTolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** Wide enough for what solvers allow themselves in a row. */
export const goalTolerance: GoalTolerance = { absolute: 1e-6, relative: 1e-6 };

const priced = ["soft-constraints", "soft-structures", "uncertainty", "risk"];
const goalTarget: Target = {
  id: "goals",
  title: "a model whose objective is all in its terms",
  accepts: new Set(modelFeatures.filter((feature) => !priced.includes(feature))),
};

/** The model with prices of soft constraints and risks over scenarios as objective terms like others: they can be held. */
export const withGoals = (model: Model): Compiled => compile(model, goalTarget);

export const goalValue = (goal: Goal, values: ArrayLike<number>): number =>
  goal.reduce((sum, term) => sum + (term.weight ?? 1) * objectiveTermValue(term, values), 0);

/** The model with this goal as its only objective. */
export function optimising(model: Model, goal: Goal): Model {
  const terms = goal.map(({ priority: _, ...term }) => Object.freeze(term));
  return withParts(model, { objective: sumOfTerms(model.variables.count, terms) });
}

/** The model with one more row: the goal is at least as good as the limit. */
export function holding(model: Model, goal: Goal, limit: number): Model {
  const [only] = goal;
  const isAlone = goal.length === 1 && only?.weight !== undefined && only.weight !== 0;
  const scale = isAlone ? 1 / only.weight! : 1;
  const sum = new Polynomial();
  for (const term of goal) {
    const factor = scale * (term.weight ?? 1);
    addRow(sum, rowOfTerm(term), 0, factor);
    sum.constant += factor * term.constant;
  }
  const isCeiling = (model.sense === "minimize") === scale > 0;
  const side = limit * scale;
  const rows = new RowList();
  for (let row = 0; row < model.constraints.count; row++) rows.copy(model.constraints, row);
  const ids = goal.map(({ id }) => id);
  const meaning = {
    id: freshIds(model)(`${ids.join("+")}.held`),
    rule: "held-objective",
    sentence: sentenceOf(goal, isCeiling, side, isAlone),
    unit: unitOf(goal, isAlone),
  };
  rows.add(meaning, sum, isCeiling ? -Infinity : side, isCeiling ? side : Infinity);
  return withParts(model, { constraints: rows.done() });
}

/** For example: The cost stays at most 120 EUR. */
function sentenceOf(goal: Goal, isCeiling: boolean, side: number, isAlone: boolean): string {
  const names = goal.map(({ id }) => id.replaceAll("-", " "));
  const together = goal.length > 1 ? " together stay" : " stays";
  const unit = unitOf(goal, isAlone);
  const amount = `${Number(side.toPrecision(6))}${unit === "1" ? "" : ` ${unit}`}`;
  return `The ${names.join(" and the ")}${together} ${isCeiling ? "at most" : "at least"} ${amount}.`;
}

/** Of a sum of several terms there is one only when they share it and none is weighted. */
function unitOf(goal: Goal, isAlone: boolean): string {
  const units = new Set(goal.map(({ unit }) => unit));
  const isPlain = isAlone || goal.every(({ weight = 1 }) => weight === 1);
  return units.size === 1 && isPlain ? goal[0]!.unit : "1";
}
