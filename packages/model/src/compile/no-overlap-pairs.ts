import { Polynomial } from "../polynomial.ts";
import { startOrder } from "../structure-violation.ts";
import type { NoOverlap } from "../structures.ts";
import { addGap, possibleActivities, presence, slackRange } from "./activities.ts";
import type { Lowering } from "./lowering.ts";
import { separateTies } from "./no-overlap-gaps.ts";

/** A pair with its order variable: 1 when `first` comes first. */
interface Ordered {
  readonly first: number;
  readonly second: number;
  readonly column: number;
}

/** For each pair one of its two orders; a binary variable only where the windows of the starts allow both. */
export function addPairs(into: Lowering, structure: NoOverlap, gaps: Float64Array): string {
  const count = structure.start.length;
  const possible = possibleActivities(into.source, structure);
  const matters = (later: number, earlier: number): boolean => gaps[earlier * count + later]! > 0;
  const separated = separateTies(into.source, structure, gaps, matters);
  const ordered: Ordered[] = [];
  let pairs = 0;
  for (const [at, first] of possible.entries())
    for (const second of possible.slice(at + 1)) {
      pairs++;
      const column = addPair(into, structure, separated, first, second);
      if (column !== null) ordered.push({ first, second, column });
    }
  into.fill((values) => fillOrders(structure, ordered, values));
  return `'${structure.meaning.id}': ${ordered.length} order variables for ${pairs} pairs; the starts' bounds decide the rest.`;
}

/** @returns the order variable, null when none was needed */
function addPair(
  into: Lowering,
  structure: NoOverlap,
  gaps: Float64Array,
  i: number,
  j: number,
): number | null {
  const count = structure.start.length;
  const [gapIJ, gapJI] = [gaps[i * count + j]!, gaps[j * count + i]!];
  const [leastIJ, mostIJ] = slackRange(into.source, structure, i, j, gapIJ);
  const [leastJI, mostJI] = slackRange(into.source, structure, j, i, gapJI);
  if (leastIJ >= 0 || leastJI >= 0) return null;
  const both = presence(into.source, structure, [i, j]);
  if (mostIJ < 0 && mostJI < 0) addNotBoth(into, structure, i, j);
  else if (mostJI < 0) addGap(into, structure, [i, j, gapIJ], both);
  else if (mostIJ < 0) addGap(into, structure, [j, i, gapJI], both);
  else {
    const column = into.variables.add("binary", `${structure.meaning.id}.before[${i},${j}]`);
    addGap(into, structure, [i, j, gapIJ], [{ column, is: 1 }, ...both]);
    addGap(into, structure, [j, i, gapJI], [{ column, is: 0 }, ...both]);
    return column;
  }
  return null;
}

/** The windows leave room for one of the two only. */
function addNotBoth(into: Lowering, structure: NoOverlap, i: number, j: number): void {
  const optional = presence(into.source, structure, [i, j]);
  const sum = new Polynomial();
  for (const { column } of optional) sum.linear(column, 1);
  into.rows.add(into.part(structure.meaning, `[${i},${j}]`), sum, -Infinity, optional.length - 1);
}

function fillOrders(structure: NoOverlap, ordered: readonly Ordered[], values: Float64Array): void {
  const rank = new Int32Array(structure.start.length).fill(-1);
  for (const [place, activity] of startOrder(structure, values).entries()) rank[activity] = place;
  for (const { first, second, column } of ordered)
    values[column] = rank[first]! >= 0 && rank[first]! < rank[second]! ? 1 : 0;
}
