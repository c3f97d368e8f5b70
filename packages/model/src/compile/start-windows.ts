import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import type { Precedence, Structure } from "../structures.ts";
import { roundedUp } from "./activities.ts";
import { finiteWholeBounds } from "./whole-bounds.ts";

/** Whole start times that are still possible, by column. */
export interface StartWindows {
  /** Columns that are starts, ascending. */
  readonly columns: readonly number[];
  readonly earliest: ReadonlyMap<number, number>;
  readonly latest: ReadonlyMap<number, number>;
  /** False: precedence constraints contradict each other inside the bounds, and nothing was tightened. */
  readonly isConsistent: boolean;
}

const integer = variableKinds.indexOf("integer");

/**
 * The bounds of all starts, tightened by the heads and tails of precedence constraints.
 * @throws QT_MODEL_UNBOUNDED, QT_MODEL_UNSUPPORTED_FEATURE for a start that is no integer
 */
export function startWindows(model: Model, structures: readonly Structure[]): StartWindows {
  const columns = [...new Set(structures.flatMap(startsOf))].sort((a, b) => a - b);
  const own = new Map(columns.map((column) => [column, ownWindow(model, column)]));
  const earliest = new Map(columns.map((column) => [column, own.get(column)!.lower]));
  const latest = new Map(columns.map((column) => [column, own.get(column)!.upper]));
  const precedences = structures.filter((structure) => structure.kind === "precedence");
  let pass = 0;
  while (pass <= columns.length && tightened(precedences, earliest, latest)) pass++;
  if (columns.every((column) => earliest.get(column)! <= latest.get(column)!))
    return { columns, earliest, latest, isConsistent: true };
  return {
    columns,
    earliest: new Map(columns.map((column) => [column, own.get(column)!.lower])),
    latest: new Map(
      columns.map((column) => [column, Math.max(own.get(column)!.lower, own.get(column)!.upper)]),
    ),
    isConsistent: false,
  };
}

function startsOf(structure: Structure): readonly number[] {
  switch (structure.kind) {
    case "precedence":
      return [structure.before, structure.after];
    case "no-overlap":
    case "cumulative":
      return [...structure.start];
    default:
      return [];
  }
}

function ownWindow(model: Model, column: number): { readonly lower: number; readonly upper: number } {
  const { kind, names } = model.variables;
  if (kind[column] !== integer) {
    const name = names[column]!;
    const message = `'${name}' starts at any moment: only whole start times can be listed.`;
    throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, name, "Make it an integer variable.");
  }
  return finiteWholeBounds(model, column);
}

/** One pass over all precedence constraints; false when nothing changed. */
function tightened(
  precedences: readonly Precedence[],
  earliest: Map<number, number>,
  latest: Map<number, number>,
): boolean {
  let isChanged = false;
  for (const { before, after, lag } of precedences) {
    const gap = roundedUp(lag);
    const head = earliest.get(before)! + gap;
    const tail = latest.get(after)! - gap;
    if (head > earliest.get(after)!) isChanged = !!earliest.set(after, head);
    if (tail < latest.get(before)!) isChanged = !!latest.set(before, tail);
  }
  return isChanged;
}
