import { KernelError } from "../errors.ts";

/** Variables of each group, option by option; exactly one variable of each group is 1. */
export type OneHotGroups = readonly (readonly number[])[];

/** Where a variable stands: option `option` of group `group`. */
export interface Choice {
  readonly group: number;
  readonly option: number;
}

/** @throws KernelError QT_KERNEL_BAD_GROUPS */
export function choicesByVariable(groups: OneHotGroups): ReadonlyMap<number, Choice> {
  const choices = new Map<number, Choice>();
  if (groups.length === 0) throw new KernelError("QT_KERNEL_BAD_GROUPS", "There is no group.");
  groups.forEach((variables, group) => {
    if (variables.length === 0) throw new KernelError("QT_KERNEL_BAD_GROUPS", `Group ${group} is empty.`);
    variables.forEach((variable, option) => {
      if (!Number.isInteger(variable) || variable < 0 || choices.has(variable))
        throw new KernelError(
          "QT_KERNEL_BAD_GROUPS",
          `Variable ${variable} of group ${group} repeats or is none.`,
        );
      choices.set(variable, { group, option });
    });
  });
  return choices;
}

/** Product of the groups' sizes: as many assignments are feasible. */
export function feasibleCount(groups: OneHotGroups): number {
  return groups.reduce((count, { length }) => count * length, 1);
}

/** The option of each group at a basis index: mixed radix, group 0 fastest. */
export function optionsAt(groups: OneHotGroups, basis: number): number[] {
  let rest = basis;
  return groups.map(({ length }) => {
    const option = rest % length;
    rest = (rest - option) / length;
    return option;
  });
}
