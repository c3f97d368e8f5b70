import type { ConstraintBuilder, ModelBuilder } from "@qtwin/model";
import type { EnergyColumns, StepAir } from "./columns.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { stepHours } from "./facts.ts";

/** What every group of rules builds on. */
export interface BuildContext {
  readonly facts: EnergyFacts;
  readonly model: ModelBuilder;
  readonly columns: EnergyColumns;
  readonly air: readonly StepAir[];
  /** What the plant would do without us: the end states to keep. */
  readonly native: Dispatch;
  /** Length of a step in hours. */
  readonly hours: (step: number) => number;
}

/** A rule: one sentence for all its rows. */
export interface Rule {
  readonly rule: string;
  readonly sentence: string;
  readonly unit: string;
  readonly pricePerUnit?: number;
}

/** Starts a row of a rule; `where` makes its id unique, for example `f1,17`. */
export function row(context: BuildContext, rule: Rule, where: string | number): ConstraintBuilder {
  return context.model.constraint({
    ...rule,
    id: `${rule.rule}[${where}]`,
    origin: `energy/constraints (${rule.rule})`,
  });
}

export const hoursOf =
  (facts: EnergyFacts): ((step: number) => number) =>
  (step) =>
    stepHours(facts, step);

export const steps = (facts: EnergyFacts): readonly number[] =>
  Array.from({ length: facts.grid.count }, (_, step) => step);
