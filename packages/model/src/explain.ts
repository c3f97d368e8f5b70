import { rowActivityIn } from "./evaluate.ts";
import type { ConstraintMeaning, Model } from "./model.ts";
import {
  impliedSum,
  isSwitchedOn,
  neighbourGaps,
  ones,
  peakLoad,
  structureScale,
  takenPositions,
} from "./structure-violation.ts";
import type { Structure, StructureKind } from "./structures.ts";
import { dependence, rowDependence, viewsOf } from "./uncertainty-values.ts";

/** Where a solution stands in one constraint. */
export interface RowPosition {
  readonly kind: "row" | StructureKind;
  /** Position among the rows, or among the structures. */
  readonly index: number;
  readonly meaning: ConstraintMeaning;
  /**
   * What its bounds are about, in its unit: f(x) of a row, how many are taken, the peak load, the time between the two
   * starts of a precedence, the least time to spare between neighbours of a no-overlap.
   */
  readonly activity: number;
  /** Room to each bound, in the constraint's unit; Infinity where there is none, negative where it is broken. */
  readonly slackToLower: number;
  readonly slackToUpper: number;
  readonly binding: "none" | "lower" | "upper" | "both";
  /** It leaves no room by its nature: an equation, exactly one of several, a permutation. */
  readonly isEquation: boolean;
  /** Present when the row depends on the scenario: the one with the least room. */
  readonly scenario?: string;
}

interface Side {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Rows first, then structures. An uncertain row stands where it has the least room over the scenarios; one with recourse
 * variables, in the most probable scenario.
 * @param tolerance room that still counts as none, scaled by max(1, |bound|)
 * @throws QT_MODEL_WRONG_LENGTH
 */
export function rowPositions(
  model: Model,
  values: ArrayLike<number>,
  tolerance = 1e-6,
): readonly RowPosition[] {
  return [
    ...(model.uncertainty
      ? uncertainPositions(model, values, tolerance)
      : positionsIn(model, values, tolerance, 0)),
    ...model.structures.map((structure, index) =>
      structurePosition(model, [structure, index], values, tolerance),
    ),
  ];
}

function positionsIn(
  model: Model,
  values: ArrayLike<number>,
  tolerance: number,
  scenario: number,
): readonly RowPosition[] {
  const { lower, upper, meaning } = model.constraints;
  return Array.from(rowActivityIn(model, values, scenario), (activity, index) => {
    const sides = { lower: lower[index]!, upper: upper[index]! };
    const base = { kind: "row", index, meaning: meaning[index]! } as const;
    return { ...base, ...standing(activity, sides, tolerance), isEquation: sides.lower === sides.upper };
  });
}

function uncertainPositions(
  model: Model,
  values: ArrayLike<number>,
  tolerance: number,
): readonly RowPosition[] {
  const uncertainty = model.uncertainty!;
  const kinds = rowDependence(model);
  const positions = uncertainty.scenarios.map((_, each) => positionsIn(model, values, tolerance, each));
  const roomOf = ({ slackToLower, slackToUpper }: RowPosition): number =>
    Math.min(slackToLower, slackToUpper);
  return model.constraints.meaning.map((_, row) => {
    const kind = kinds[row]!;
    const [least] = viewsOf(uncertainty, kind)
      .map(({ scenario }) => ({ position: positions[scenario]![row]!, scenario }))
      .sort((left, right) => roomOf(left.position) - roomOf(right.position));
    const { position, scenario } = least!;
    return kind === dependence.certain
      ? position
      : { ...position, scenario: uncertainty.scenarios[scenario]! };
  });
}

function standing(
  activity: number,
  { lower, upper }: Side,
  tolerance: number,
  scale = 1,
): Pick<RowPosition, "activity" | "slackToLower" | "slackToUpper" | "binding"> {
  const isUsedUp = (slack: number, bound: number): boolean =>
    Number.isFinite(bound) && slack <= tolerance * Math.max(scale, Math.abs(bound));
  const [slackToLower, slackToUpper] = [activity - lower, upper - activity];
  const [atLower, atUpper] = [isUsedUp(slackToLower, lower), isUsedUp(slackToUpper, upper)];
  const side = atLower ? "lower" : atUpper ? "upper" : "none";
  return { activity, slackToLower, slackToUpper, binding: atLower && atUpper ? "both" : side };
}

function structurePosition(
  model: Model,
  [structure, index]: readonly [Structure, number],
  values: ArrayLike<number>,
  tolerance: number,
): RowPosition {
  const { activity, ...sides } = measured(model, structure, values);
  return {
    kind: structure.kind,
    index,
    meaning: structure.meaning,
    ...standing(activity, sides, tolerance, Math.max(1, structureScale(structure))),
    isEquation: isEquation(structure),
  };
}

const isEquation = (structure: Structure): boolean =>
  structure.kind === "exactly-one" ||
  structure.kind === "permutation" ||
  (structure.kind === "implication" && structure.lower === structure.upper);

/** What a structure is about as a number between two bounds. */
function measured(
  model: Model,
  structure: Structure,
  values: ArrayLike<number>,
): Side & { readonly activity: number } {
  switch (structure.kind) {
    case "exactly-one":
      return { activity: ones(structure.columns, values), lower: 1, upper: 1 };
    case "at-most":
      return { activity: ones(structure.columns, values), lower: -Infinity, upper: structure.limit };
    case "implication": {
      const { lower, upper } = isSwitchedOn(structure, values) ? structure : unlimited;
      return { activity: impliedSum(structure, values), lower, upper };
    }
    case "precedence": {
      const between = values[structure.after]! - values[structure.before]!;
      return { activity: between, lower: structure.lag, upper: Infinity };
    }
    case "no-overlap":
      return { activity: Math.min(...neighbourGaps(structure, values)), lower: 0, upper: Infinity };
    case "cumulative":
      return { activity: peakLoad(structure, values), lower: -Infinity, upper: structure.capacity };
    case "permutation": {
      const count = structure.choices.length;
      return { activity: takenPositions(model, structure, values), lower: count, upper: count };
    }
  }
}

const unlimited: Side = { lower: -Infinity, upper: Infinity };

export interface BindingRule {
  readonly rule: string;
  readonly sentence: string;
  /** How many constraints of the rule have no room left. */
  readonly count: number;
  /** How many constraints the rule has. */
  readonly of: number;
}

/** Rules with rows or structures that have no room left, most of them first; what never has room is left out. */
export function bindingRules(
  model: Model,
  values: ArrayLike<number>,
  tolerance = 1e-6,
): readonly BindingRule[] {
  const rules = new Map<string, { sentence: string; count: number; of: number }>();
  for (const { meaning, binding, isEquation } of rowPositions(model, values, tolerance)) {
    if (isEquation) continue;
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
