import type { HigherTerm } from "./grouped-cost.ts";
import type { SubspaceLayout } from "./layout.ts";

/** Distance of neighbouring options of each group inside a tile, in reals. */
function strides({ sizes, headGroups, tileGroups, rowReals }: SubspaceLayout): readonly number[] {
  let next = 1;
  return sizes.slice(0, tileGroups).map((size, group) => {
    const stride = group === headGroups ? rowReals : next;
    next = stride * size;
    return stride;
  });
}

/** The option of each group above the tile's. */
function tileOptions({ sizes, tileGroups }: SubspaceLayout, tile: number): readonly number[] {
  let rest = tile;
  return sizes.map((size, group) => {
    if (group < tileGroups) return -1;
    const option = rest % size;
    rest = (rest - option) / size;
    return option;
  });
}

/** Adds `weight` wherever groups of the tile have the options of `fixed`, the others any. */
function addSlice(
  costs: Float64Array,
  layout: SubspaceLayout,
  step: readonly number[],
  fixed: ReadonlyMap<number, number>,
  weight: number,
): void {
  const visit = (group: number, at: number): void => {
    if (group < 0) {
      costs[at]! += weight;
      return;
    }
    const option = fixed.get(group);
    if (option !== undefined) visit(group - 1, at + option * step[group]!);
    else for (let o = 0; o < layout.sizes[group]!; o += 1) visit(group - 1, at + o * step[group]!);
  };
  visit(layout.tileGroups - 1, 0);
}

/** Adds the terms of three and more groups to the costs of one tile. */
export function addHigherTerms(
  costs: Float64Array,
  terms: readonly HigherTerm[],
  layout: SubspaceLayout,
  tile: number,
): void {
  const step = strides(layout);
  const above = tileOptions(layout, tile);
  for (const { choices, weight } of terms) {
    const low = choices.filter(({ group }) => group < layout.tileGroups);
    const high = choices.slice(low.length);
    if (high.every(({ group, option }) => above[group] === option))
      addSlice(costs, layout, step, new Map(low.map(({ group, option }) => [group, option])), weight);
  }
}
