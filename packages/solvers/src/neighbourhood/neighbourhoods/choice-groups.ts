import type { Landscape, Neighbourhood } from "../landscape.ts";
import { Picked, shuffled } from "./picked.ts";

/** Some of the choices, those of one permutation where there is one: only together can they change places. */
export const choiceGroups: Neighbourhood = {
  id: "choice-groups",
  title: "groups of choices",
  followsIncumbent: false,
  applies: ({ blocks }) => blocks.columns.item.length > blocks.count,
  select(landscape, size, random) {
    const groups = groupsOf(landscape);
    const group = groups[random.integer(groups.length)]!;
    const picked = new Picked(size);
    for (const at of shuffled(group.length, random)) picked.add(group[at]!);
    return picked.list;
  },
};

function groupsOf({ model, blocks }: Landscape): readonly (readonly number[])[] {
  const permutations = model.structures.flatMap((structure) =>
    structure.kind === "permutation"
      ? [Array.from(structure.choices, (choice) => blocks.of[model.variables.choices[choice]!.first]!)]
      : [],
  );
  if (permutations.length > 0) return permutations;
  const { start } = blocks.columns;
  const several = Array.from({ length: blocks.count }, (_, block) => block);
  return [several.filter((block) => start[block + 1]! - start[block]! > 1)];
}
