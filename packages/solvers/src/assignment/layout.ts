import type { Model } from "@qtwin/model";
import type { Group } from "../one-of/groups.ts";
import { groupsOf } from "./groups.ts";

/** Each of some facilities takes a place of its own; there are at least as many places. */
export interface Layout {
  readonly facilities: number;
  readonly places: number;
  /** The column that is 1 when facility i is at place k: entry i·places + k. */
  readonly column: Int32Array;
}

/**
 * Finds facilities and places in the rules of a model, whatever stated them: choices, permutations, structures or rows.
 * Each column belongs to one facility and one place, and each facility meets each place in one column.
 */
export function layoutOf(model: Model): {
  readonly layout: Layout | null;
  readonly reasons: readonly string[];
} {
  const { groups, reasons } = groupsOf(model);
  if (reasons.length > 0) return { layout: null, reasons };
  const sides = twoSides(model.variables.count, groups);
  if (!sides) return refused("The rules do not put each variable into one facility and one place.");
  const [left, right] = sides;
  const areFacilities = (side: readonly Group[], other: readonly Group[]): boolean =>
    side.every(({ exact }) => exact) && side.length <= other.length;
  const isForth = areFacilities(left, right);
  const [facilities, places] = isForth ? [left, right] : [right, left];
  if (!isForth && !areFacilities(right, left))
    return refused("Not every facility must take a place, or there are fewer places than facilities.");
  if (places.length > facilities.length && places.some(({ exact }) => exact))
    return refused("There are fewer facilities than places that must be taken.");
  const layout = gridOf(facilities, places, model.variables.count);
  return layout ? { layout, reasons: [] } : refused("Not every facility may take every place.");
}

const refused = (reason: string): { layout: null; reasons: string[] } => ({
  layout: null,
  reasons: [reason],
});

/** The groups in two lists so that each column is in one group of each; null: that is not possible. */
function twoSides(columnCount: number, groups: readonly Group[]): [Group[], Group[]] | null {
  const owners = Array.from({ length: columnCount }, (): number[] => []);
  groups.forEach(({ columns }, group) => {
    for (const column of columns) owners[column]!.push(group);
  });
  if (owners.some((each) => each.length !== 2 || each[0] === each[1])) return null;
  const side = new Int8Array(groups.length).fill(-1);
  const queue = [0];
  side[0] = 0;
  for (const group of queue)
    for (const column of groups[group]!.columns) {
      const other = owners[column]![0] === group ? owners[column]![1]! : owners[column]![0]!;
      if (side[other] === side[group]) return null;
      if (side[other] === -1) queue.push(other);
      side[other] = 1 - side[group]!;
    }
  if (side.includes(-1)) return null;
  return [groups.filter((_, at) => side[at] === 0), groups.filter((_, at) => side[at] === 1)];
}

function gridOf(facilities: readonly Group[], places: readonly Group[], columnCount: number): Layout | null {
  const placeOf = new Int32Array(columnCount);
  places.forEach(({ columns }, place) => {
    for (const each of columns) placeOf[each] = place;
  });
  if (facilities.length * places.length !== columnCount) return null;
  const column = new Int32Array(columnCount).fill(-1);
  facilities.forEach(({ columns }, facility) => {
    for (const each of columns) column[facility * places.length + placeOf[each]!] = each;
  });
  return column.includes(-1) ? null : { facilities: facilities.length, places: places.length, column };
}
