import { type Cost, termsOf } from "../cost.ts";
import { KernelError } from "../errors.ts";
import { type Choice, choicesByVariable, type OneHotGroups } from "./one-hot-groups.ts";

/** A product of at least three choices in different groups, groups rising. */
export interface HigherTerm {
  readonly choices: readonly Choice[];
  readonly weight: number;
}

/** A cost on the feasible set, where two options of one group exclude each other. */
export interface GroupedCost {
  /** Options of each group. */
  readonly sizes: readonly number[];
  readonly offset: number;
  /** Place of each group's first option among all options. */
  readonly firstOption: readonly number[];
  readonly options: number;
  /** options × options, symmetric, linear weights on the diagonal. */
  readonly matrix: Float64Array<ArrayBuffer>;
  readonly higher: readonly HigherTerm[];
  /** Whether all weights are whole: sums of them are then exact. */
  readonly whole: boolean;
  /** Sum of all |weights|, the offset's apart. */
  readonly total: number;
}

/** The choices of a term, groups rising; undefined if two of them exclude each other. */
function choicesOf(
  variables: readonly number[],
  places: ReadonlyMap<number, Choice>,
): readonly Choice[] | undefined {
  const byGroup = new Map<number, Choice>();
  for (const variable of variables) {
    const choice = places.get(variable);
    if (choice === undefined)
      throw new KernelError("QT_KERNEL_BAD_COST", `Variable ${variable} of the cost is in no group.`);
    if ((byGroup.get(choice.group) ?? choice) !== choice) return undefined;
    byGroup.set(choice.group, choice);
  }
  return [...byGroup.values()].sort((a, b) => a.group - b.group);
}

/** @throws KernelError QT_KERNEL_BAD_COST, QT_KERNEL_BAD_GROUPS */
export function groupCost(cost: Cost, groups: OneHotGroups): GroupedCost {
  const places = choicesByVariable(groups);
  const firstOption = groups.map((_, group) =>
    groups.slice(0, group).reduce((sum, { length }) => sum + length, 0),
  );
  const matrix = new Float64Array(places.size ** 2);
  const higher: HigherTerm[] = [];
  let [offset, whole, total] = [0, true, 0];
  for (const [variables, weight] of termsOf(cost)) {
    if (!Number.isFinite(weight))
      throw new KernelError("QT_KERNEL_BAD_COST", `The weight ${weight} of a term is not a finite number.`);
    if (weight === 0) continue;
    whole &&= Number.isSafeInteger(weight);
    if (variables.length > 0) total += Math.abs(weight);
    const choices = choicesOf(variables, places);
    if (choices === undefined) continue;
    const [a, b] = choices.map(({ group, option }) => firstOption[group]! + option);
    if (choices.length > 2) higher.push({ choices, weight });
    else if (a === undefined) offset += weight;
    else {
      matrix[a * places.size + (b ?? a)]! += weight;
      if (b !== undefined) matrix[b * places.size + a]! += weight;
    }
  }
  return {
    sizes: groups.map(({ length }) => length),
    offset,
    firstOption,
    options: places.size,
    matrix,
    higher,
    whole,
    total,
  };
}
