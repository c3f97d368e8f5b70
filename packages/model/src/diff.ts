import { objectiveParts, objectiveValue, requireValues } from "./evaluate.ts";
import type { Choice, Model } from "./model.ts";

export interface ValueChange {
  /** Variable name or objective part id. */
  readonly id: string;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
}

export interface ChoiceChange {
  readonly id: string;
  /** Label of the option taken; null when it is not exactly one. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface SolutionDiff {
  /** Choices with another option, in the model's order. */
  readonly choices: readonly ChoiceChange[];
  /** Variables (but options of choices) whose value changed by more than the tolerance, in the model's order. */
  readonly variables: readonly ValueChange[];
  /** Every part of the objective, changed or not: the differences add up to the objective's. */
  readonly objectiveParts: readonly ValueChange[];
  readonly objectiveBefore: number;
  readonly objectiveAfter: number;
}

/**
 * What changes from one solution to another of the same model.
 * @param tolerance absolute change that still counts as none, scaled by max(1, |before|)
 */
export function diffSolutions(
  model: Model,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  tolerance = 1e-9,
): SolutionDiff {
  requireValues(model, before);
  requireValues(model, after);
  const variables: ValueChange[] = [];
  const isOption = new Set(
    model.variables.choices.flatMap(({ first, options }) => options.map((_, at) => first + at)),
  );
  model.variables.names.forEach((id, index) => {
    if (isOption.has(index)) return;
    const change = { id, unit: model.variables.units[index]!, before: before[index]!, after: after[index]! };
    const threshold = tolerance * Math.max(1, Math.abs(change.before));
    if (Math.abs(change.after - change.before) > threshold) variables.push(change);
  });
  return {
    choices: diffChoices(model, before, after),
    variables,
    objectiveParts: diffParts(model, before, after),
    objectiveBefore: objectiveValue(model, before),
    objectiveAfter: objectiveValue(model, after),
  };
}

function diffChoices(
  { variables }: Model,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): readonly ChoiceChange[] {
  return variables.choices
    .map((choice) => ({
      id: choice.name,
      before: optionTaken(choice, before),
      after: optionTaken(choice, after),
    }))
    .filter((change) => change.before !== change.after);
}

/** Label of the one option that is taken; columns count as 1 from one half on. */
function optionTaken({ first, options }: Choice, values: ArrayLike<number>): string | null {
  const taken = options.filter((_, option) => values[first + option]! >= 0.5);
  return taken.length === 1 ? taken[0]! : null;
}

function diffParts(
  model: Model,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): readonly ValueChange[] {
  const changes = new Map<string, ValueChange>();
  for (const { id, unit, value } of objectiveParts(model, before))
    changes.set(id, { id, unit, before: value, after: 0 });
  for (const { id, unit, value } of objectiveParts(model, after))
    changes.set(id, { id, unit, before: changes.get(id)?.before ?? 0, after: value });
  return [...changes.values()];
}
