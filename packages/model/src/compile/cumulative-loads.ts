import { Polynomial } from "../polynomial.ts";
import type { Cumulative } from "../structures.ts";
import { addGap, presence, roundedUp, slackRange, startWhole } from "./activities.ts";
import type { Literal } from "./big-m.ts";
import type { Lowering } from "./lowering.ts";

/** Two activities that may run at once; `first` has the lower position. */
interface Pair {
  readonly first: number;
  readonly second: number;
  /** 1: `first` starts no later; 0: it starts later, or at the same moment where starts are continuous. */
  readonly order: number;
  /** 1: the one that starts first has ended (or one of them does not happen) when the other starts; by who starts first. */
  readonly ended: readonly [number, number];
  readonly isWhole: boolean;
}

/** @param loading positions of the activities that count; @returns a note on the size */
export function addLoads(into: Lowering, structure: Cumulative, loading: readonly number[]): string {
  const pairs: Pair[] = [];
  for (const [at, first] of loading.entries())
    for (const second of loading.slice(at + 1))
      if (mayMeet(into, structure, first, second)) pairs.push(addPair(into, structure, first, second));
  addTransitivity(into, structure, loading, pairs);
  for (const activity of loading) addLoad(into, structure, activity, pairs);
  into.fill((values) => fillPairs(structure, pairs, values));
  return `'${structure.meaning.id}': ${3 * pairs.length} variables say for ${pairs.length} pairs who starts first and whether it has ended then.`;
}

/** No end is always before the other's start. */
const mayMeet = (into: Lowering, structure: Cumulative, i: number, j: number): boolean =>
  slackRange(into.source, structure, i, j, structure.duration[i]!)[0] < 0 &&
  slackRange(into.source, structure, j, i, structure.duration[j]!)[0] < 0;

function addPair(into: Lowering, structure: Cumulative, first: number, second: number): Pair {
  const { id } = structure.meaning;
  const isWhole = startWhole(into.source, structure, first, second);
  const order = into.variables.add("binary", `${id}.before[${first},${second}]`);
  addGap(into, structure, [first, second, 0], [{ column: order, is: 1 }], ".starts");
  addGap(into, structure, [second, first, isWhole ? 1 : 0], [{ column: order, is: 0 }], ".starts");
  const both = presence(into.source, structure, [first, second]);
  const addEnded = (i: number, j: number, starts: Literal): number => {
    const column = into.variables.add("binary", `${id}.ended[${i},${j}]`);
    const duration = structure.duration[i]!;
    const gap = isWhole ? roundedUp(duration) : duration;
    addGap(into, structure, [i, j, gap], [{ column, is: 1 }, ...both], ".ends");
    addOnlyIf(into, structure, [i, j], column, starts);
    return column;
  };
  const ended = [
    addEnded(first, second, { column: order, is: 1 }),
    addEnded(second, first, { column: order, is: 0 }),
  ] as const;
  return { first, second, order, ended, isWhole };
}

/** Only what has started has ended. */
function addOnlyIf(
  into: Lowering,
  { meaning }: Cumulative,
  [i, j]: readonly [number, number],
  ended: number,
  starts: Literal,
): void {
  const sum = new Polynomial();
  sum.linear(ended, 1);
  sum.linear(starts.column, starts.is === 1 ? -1 : 1);
  into.rows.add(into.part(meaning, `.ended[${i},${j}]`), sum, -Infinity, 1 - starts.is);
}

/** Starts at one moment need one order among them all; whole starts get it from their positions. */
function addTransitivity(
  into: Lowering,
  { meaning }: Cumulative,
  loading: readonly number[],
  pairs: readonly Pair[],
): void {
  const byPair = new Map(pairs.map((pair) => [`${pair.first},${pair.second}`, pair]));
  const pairOf = (i: number, j: number): Pair | undefined => byPair.get(`${i},${j}`);
  for (const [at, i] of loading.entries())
    for (const [next, j] of loading.slice(at + 1).entries())
      for (const k of loading.slice(at + next + 2)) {
        const [ij, jk, ik] = [pairOf(i, j), pairOf(j, k), pairOf(i, k)];
        if (!ij || !jk || !ik || (ij.isWhole && jk.isWhole && ik.isWhole)) continue;
        const sum = new Polynomial();
        sum.linear(ij.order, 1);
        sum.linear(jk.order, 1);
        sum.linear(ik.order, -1);
        into.rows.add(into.part(meaning, `.order[${i},${j},${k}]`), sum, 0, 1);
      }
}

/** The demands of those that started no later and have not ended, and its own, are at most the capacity. */
function addLoad(into: Lowering, structure: Cumulative, activity: number, pairs: readonly Pair[]): void {
  const { meaning, demand, capacity } = structure;
  const sum = new Polynomial();
  for (const { first, second, order, ended } of pairs) {
    if (activity === second) {
      sum.linear(order, demand[first]!);
      sum.linear(ended[0], -demand[first]!);
    } else if (activity === first) {
      sum.constant += demand[second]!;
      sum.linear(order, -demand[second]!);
      sum.linear(ended[1], -demand[second]!);
    }
  }
  const [optional] = presence(into.source, structure, [activity]);
  if (optional) sum.linear(optional.column, demand[activity]!);
  else sum.constant += demand[activity]!;
  into.rows.add(into.part(meaning, `[${activity}]`), sum, -Infinity, capacity);
}

function fillPairs(
  { start, duration, present }: Cumulative,
  pairs: readonly Pair[],
  values: Float64Array,
): void {
  const happens = (activity: number): boolean =>
    present[activity] === -1 || values[present[activity]!]! >= 0.5;
  const at = (activity: number): number => values[start[activity]!]!;
  const hasEnded = (i: number, j: number): boolean =>
    !happens(i) || !happens(j) || at(i) + duration[i]! <= at(j);
  for (const { first, second, order, ended } of pairs) {
    const isFirst = at(first) <= at(second);
    values[order] = isFirst ? 1 : 0;
    values[ended[0]] = isFirst && hasEnded(first, second) ? 1 : 0;
    values[ended[1]] = !isFirst && hasEnded(second, first) ? 1 : 0;
  }
}
