import { Polynomial } from "../polynomial.ts";
import { startOrder } from "../structure-violation.ts";
import type { NoOverlap } from "../structures.ts";
import { addGap, possibleActivities, presence, slackRange } from "./activities.ts";
import type { Lowering } from "./lowering.ts";
import { separateTies } from "./no-overlap-gaps.ts";

/** Position that stands for the time before the first and after the last activity. */
const outside = -1;

/**
 * A path through all activities that happen: each has one direct predecessor and one direct successor, and starts late
 * enough after the former. Ties are separated, so time rises along the path and no cycle can close beside it.
 */
export function addSuccessors(into: Lowering, structure: NoOverlap, gaps: Float64Array): string {
  const separated = separateTies(into.source, structure, gaps, () => true);
  const arcs = new Arcs(into, structure, separated);
  for (const activity of arcs.activities) {
    arcs.addDegree(activity, "successor");
    arcs.addDegree(activity, "predecessor");
  }
  arcs.addDegree(outside, "successor");
  into.fill((values) => arcs.fill(values));
  return `'${structure.meaning.id}': setup times that a detour would shorten, so ${arcs.size} variables say who follows whom directly.`;
}

class Arcs {
  readonly activities: readonly number[];
  private readonly into: Lowering;
  private readonly structure: NoOverlap;
  /** Columns by `from,to`. */
  private readonly columns = new Map<string, number>();

  constructor(into: Lowering, structure: NoOverlap, gaps: Float64Array) {
    this.into = into;
    this.structure = structure;
    this.activities = possibleActivities(into.source, structure);
    for (const i of this.activities) {
      this.add(outside, i);
      this.add(i, outside);
      for (const j of this.activities)
        if (i !== j) this.addTimed(i, j, gaps[i * structure.start.length + j]!);
    }
    if (this.activities.every((each) => presence(into.source, structure, [each]).length > 0))
      this.add(outside, outside);
  }

  get size(): number {
    return this.columns.size;
  }

  /** One arc out of (or into) an activity that happens, none of one that does not; one out of the outside. */
  addDegree(node: number, side: "successor" | "predecessor"): void {
    const { into, structure } = this;
    const sum = new Polynomial();
    for (const other of [outside, ...this.activities]) {
      const column = this.columns.get(side === "successor" ? key(node, other) : key(other, node));
      if (column !== undefined) sum.linear(column, 1);
    }
    const [optional] = node === outside ? [] : presence(into.source, structure, [node]);
    if (optional) sum.linear(optional.column, -1);
    const right = optional ? 0 : 1;
    into.rows.add(into.part(structure.meaning, `.${side}[${label(node)}]`), sum, right, right);
  }

  fill(values: Float64Array): void {
    for (const column of this.columns.values()) values[column] = 0;
    const path = [outside, ...startOrder(this.structure, values), outside];
    for (let at = 1; at < path.length; at++) {
      const column = this.columns.get(key(path[at - 1]!, path[at]!));
      if (column !== undefined) values[column] = 1;
    }
  }

  private addTimed(i: number, j: number, gap: number): void {
    const { into, structure } = this;
    if (slackRange(into.source, structure, i, j, gap)[1] < 0) return;
    addGap(into, structure, [i, j, gap], [{ column: this.add(i, j), is: 1 }]);
  }

  private add(from: number, to: number): number {
    const name = `${this.structure.meaning.id}.next[${label(from)},${label(to)}]`;
    const column = this.into.variables.add("binary", name);
    this.columns.set(key(from, to), column);
    return column;
  }
}

const key = (from: number, to: number): string => `${from},${to}`;
const label = (node: number): string => (node === outside ? "-" : String(node));
