import type { OptionTable, ShopParts } from "./build-shop.ts";
import { lagsOf } from "./lags.ts";
import type { EndArc, EndColumn, Makespan } from "./problem.ts";
import { isFixed, isZeroOne } from "./relations.ts";

export interface Ends {
  readonly columns: readonly EndColumn[];
  readonly makespan: Makespan;
  /** Position in `columns`; −1: none. */
  readonly makespanAt: number;
  /** Latest value of each of `columns`. */
  readonly upper: readonly number[];
}

/**
 * The columns that only follow from starts. One with a price that several operations push is the makespan; one that only
 * one operation pushes is how late it is.
 */
export function endsOf(parts: ShopParts, table: OptionTable, reasons: string[]): Ends {
  const { model, relations } = parts;
  const { names, lower, upper } = model.variables;
  const arcs = new Map<number, Map<number, Float64Array>>();
  const bounds = new Map<number, { lower: number; upper: number }>();
  const boundsOf = (column: number): { lower: number; upper: number } => {
    const known = bounds.get(column) ?? { lower: lower[column]!, upper: upper[column]! };
    bounds.set(column, known);
    return known;
  };
  for (const relation of relations) {
    const { id, before, after, base, column, when, price } = relation;
    const isPlain = column.length === 0 && when < 0 && price === null;
    if (after >= 0 && !table.operationAt.has(after)) {
      const operation = table.operationAt.get(before);
      if (before < 0 && isPlain) boundsOf(after).lower = Math.max(boundsOf(after).lower, base);
      const lag = operation === undefined ? null : lagsOf(model, table, operation, relation);
      if (lag && price === null) merge(arcs, after, operation!, lag);
      else if (before >= 0 || !isPlain) reasons.push(`'${id}' is no order of operations.`);
    } else if (before >= 0 && !table.operationAt.has(before)) {
      if (after < 0 && isPlain) boundsOf(before).upper = Math.min(boundsOf(before).upper, -base);
      else reasons.push(`'${id}' is no deadline of an operation.`);
    }
  }
  for (const column of freePriced(parts, table))
    if (!arcs.has(column)) reasons.push(`'${names[column]}' costs but nothing pushes it.`);
  const columns = [...arcs].map(
    ([column, lags]): EndColumn => ({
      column,
      lower: boundsOf(column).lower,
      arcs: [...lags]
        .map(([operation, lag]): EndArc => ({ operation, lag }))
        .sort((a, b) => a.operation - b.operation),
    }),
  );
  const cost = costOf(parts);
  const wide = columns.filter(({ column, arcs: own }) => cost(column) !== 0 && own.length > 1);
  if (wide.length > 1)
    reasons.push(
      `'${names[wide[0]!.column]}' and '${names[wide[1]!.column]}' both wait for several operations.`,
    );
  for (const { column } of columns) if (cost(column) < 0) reasons.push(`'${names[column]}' is better later.`);
  const [end] = wide;
  const makespan = end
    ? { column: end.column, factor: cost(end.column), lower: end.lower, upper: boundsOf(end.column).upper }
    : { column: -1, factor: 0, lower: 0, upper: Infinity };
  return {
    columns,
    makespan,
    makespanAt: end ? columns.indexOf(end) : -1,
    upper: columns.map(({ column }) => boundsOf(column).upper),
  };
}

/** What one more of a column costs, in the sense of minimising. */
export const costOf =
  ({ model }: ShopParts): ((column: number) => number) =>
  (column) =>
    (model.sense === "minimize" ? 1 : -1) * model.objective.linear[column]!;

function merge(
  arcs: Map<number, Map<number, Float64Array>>,
  end: number,
  operation: number,
  lag: Float64Array,
): void {
  const own = arcs.get(end) ?? new Map<number, Float64Array>();
  arcs.set(end, own);
  const known = own.get(operation);
  own.set(operation, known ? known.map((each, option) => Math.max(each, lag[option]!)) : lag);
}

/** Columns in the objective that are no start, no option and not fixed. */
function freePriced({ model }: ShopParts, table: OptionTable): number[] {
  const found: number[] = [];
  model.objective.linear.forEach((price, column) => {
    if (price !== 0 && !isZeroOne(model, column) && !isFixed(model, column) && !table.operationAt.has(column))
      found.push(column);
  });
  return found;
}
