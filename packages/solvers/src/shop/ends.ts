import { variableKinds } from "@qtwin/model";
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
  /** By column with rows that no start pushes: its value nearest to 0. */
  readonly idle: ReadonlyMap<number, number>;
}

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The columns that only follow from starts. One with a price that several operations push, or that is all that costs, is the
 * makespan; another that only one operation pushes is how late it is.
 */
export function endsOf(parts: ShopParts, table: OptionTable, reasons: string[]): Ends {
  const { model, relations } = parts;
  const { names, lower, upper } = model.variables;
  const arcs = new Map<number, Map<number, Float64Array>>();
  const bounds = new Map<number, Bounds>();
  const boundsOf = (column: number): Bounds =>
    bounds.get(column) ?? { lower: lower[column]!, upper: upper[column]! };
  const bind = (column: number, least: number, most: number): void => {
    bounds.set(column, within(boundsOf(column), least, most, model.variables.kind[column] === integer));
  };
  for (const relation of relations) {
    const { id, before, after, base, column, when, price } = relation;
    const isPlain = column.length === 0 && when < 0 && price === null;
    if (after >= 0 && !table.operationAt.has(after)) {
      const operation = table.operationAt.get(before);
      if (before < 0 && isPlain) bind(after, base, Infinity);
      const lag = operation === undefined ? null : lagsOf(model, table, operation, relation);
      if (lag && price === null) merge(arcs, after, operation!, lag);
      else if (before >= 0 || !isPlain) reasons.push(`'${id}' is no order of operations.`);
    } else if (before >= 0 && !table.operationAt.has(before)) {
      if (after < 0 && isPlain) bind(before, -Infinity, -base);
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
  for (const [column, { lower: least, upper: most }] of bounds)
    if (least > most) reasons.push(`'${names[column]}' can have no value.`);
  const end = makespanOf(parts, table, columns, reasons);
  const makespan = end
    ? {
        column: end.column,
        factor: costOf(parts)(end.column),
        lower: end.lower,
        upper: boundsOf(end.column).upper,
      }
    : { column: -1, factor: 0, lower: 0, upper: Infinity };
  const idle = [...bounds].filter(([column]) => !arcs.has(column));
  return {
    columns,
    makespan,
    makespanAt: end ? columns.indexOf(end) : -1,
    upper: columns.map(({ column }) => boundsOf(column).upper),
    idle: new Map(idle.map(([column, own]) => [column, Math.min(Math.max(0, own.lower), own.upper)])),
  };
}

const integer = variableKinds.indexOf("integer");
/** Distance from a whole number that is rounding. */
const wholeTolerance = 1e-9;

function within(known: Bounds, least: number, most: number, isWhole: boolean): Bounds {
  const lower = Math.max(known.lower, isWhole ? Math.ceil(least - wholeTolerance) : least);
  return { lower, upper: Math.min(known.upper, isWhole ? Math.floor(most + wholeTolerance) : most) };
}

/** The one with a price that several operations push, or that nothing else costs beside. */
function makespanOf(
  parts: ShopParts,
  table: OptionTable,
  columns: readonly EndColumn[],
  reasons: string[],
): EndColumn | undefined {
  const { names } = parts.model.variables;
  const cost = costOf(parts);
  const priced = columns.filter(({ column }) => cost(column) !== 0);
  const wide = priced.filter(({ arcs }) => arcs.length > 1);
  if (wide.length > 1)
    reasons.push(
      `'${names[wide[0]!.column]}' and '${names[wide[1]!.column]}' both wait for several operations.`,
    );
  for (const { column } of priced) if (cost(column) < 0) reasons.push(`'${names[column]}' is better later.`);
  const isOnly =
    priced.length === 1 &&
    parts.relations.every(({ price }) => price === null) &&
    table.startColumn.every((column) => cost(column) === 0);
  const end = wide[0] ?? (isOnly ? priced[0] : undefined);
  if (end && end.lower === -Infinity && end.arcs.every(({ lag }) => lag.includes(-Infinity)))
    reasons.push(`'${names[end.column]}' costs but has no least value.`);
  return end;
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
