import type { RewriteStep } from "../compile/rewrite.ts";
import { activityBounds } from "../compile/row-facts.ts";
import { withParts } from "../edit.ts";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { isFeasiblePoint } from "./exhaustive.ts";

/** Of objectives and row activities: sums of few numbers below a thousand. */
const tolerance = 1e-9;

/**
 * What is wrong with an exact rewrite at these points of the source; null when nothing is.
 * Forward: a feasible point stays feasible, keeps its objective and decodes to itself. Back: whatever the added
 * columns are, a feasible target point decodes to a feasible one, and to the same objective (`priced`: or a better one).
 * The target keeps the source's columns in place and adds discrete ones.
 */
export function flawOf(
  source: Model,
  { model: target, encode, decode }: Pick<RewriteStep, "model" | "encode" | "decode">,
  points: Iterable<Float64Array>,
  { priced = false } = {},
): string | null {
  const worse = source.sense === "minimize" ? 1 : -1;
  for (const point of points) {
    const isFeasible = isFeasiblePoint(source, point);
    const value = objectiveValue(source, point);
    if (isFeasible) {
      const encoded = encode(point);
      if (!checkFeasibility(target, encoded).feasible) return `${point} is encoded as infeasible ${encoded}`;
      if (Math.abs(objectiveValue(target, encoded) - value) > tolerance)
        return `${point} changes its objective from ${value} to ${objectiveValue(target, encoded)}`;
      if (decode(encoded).some((each, at) => each !== point[at]))
        return `${point} decodes as ${decode(encoded)}`;
    }
    for (const completed of completions(target, point)) {
      if (!isFeasible) return `infeasible ${point} comes from feasible ${completed}`;
      const loss = (objectiveValue(target, completed) - value) * worse;
      if (loss < -tolerance || (!priced && loss > tolerance))
        return `${completed} has another objective than ${point}`;
    }
  }
  return null;
}

/** Every feasible point of a model that starts with these values; the columns after them are discrete, the rows linear. */
export function* completions(model: Model, start: Float64Array): Generator<Float64Array> {
  const { count, lower, upper } = model.variables;
  const box = { lower: lower.slice(), upper: upper.slice() };
  box.lower.set(start);
  box.upper.set(start);
  const boxed = withParts(model, { variables: { ...model.variables, ...box } });
  const rows = rowsOfColumns(model);
  function* fix(column: number): Generator<Float64Array> {
    if (column === count) {
      const point = box.lower.slice();
      if (isFeasiblePoint({ ...model, constraints: emptied(model) }, point)) yield point;
      return;
    }
    for (let value = lower[column]!; value <= upper[column]!; value++) {
      box.lower[column] = value;
      box.upper[column] = value;
      if (rows[column]!.every((row) => mayHold(boxed, row))) yield* fix(column + 1);
    }
    box.lower[column] = lower[column]!;
    box.upper[column] = upper[column]!;
  }
  if (model.constraints.meaning.every((_, row) => mayHold(boxed, row))) yield* fix(start.length);
}

/** Rows are checked within the tolerance by `mayHold`, which is exact when every column is fixed. */
const emptied = ({ constraints }: Model): Model["constraints"] => ({ ...constraints, count: 0, meaning: [] });

/** Linear rows in which each column stands. */
function rowsOfColumns({ variables, constraints: { count, start, column } }: Model): readonly number[][] {
  const rows: number[][] = Array.from({ length: variables.count }, () => []);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) rows[column[entry]!]!.push(row);
  return rows;
}

/** A hard row is not out of reach inside the box. */
function mayHold(model: Model, row: number): boolean {
  const { lower, upper, meaning } = model.constraints;
  if (meaning[row]!.pricePerUnit !== undefined) return true;
  const range = activityBounds(model, model.constraints, row);
  return range.upper >= lower[row]! - tolerance && range.lower <= upper[row]! + tolerance;
}
