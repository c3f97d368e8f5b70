import type { Model, Precedence } from "@qtwin/model";
import { variableKinds } from "@qtwin/model";

/**
 * after ≥ before + base + Σ value·x over columns of 0 and 1, where −1 stands for time 0; with `when` ≥ 0 only if that
 * column is 1.
 */
export interface Relation {
  readonly id: string;
  readonly before: number;
  readonly after: number;
  readonly base: number;
  readonly column: readonly number[];
  readonly value: readonly number[];
  readonly when: number;
  /** Of a unit of violation; null: it must hold. */
  readonly price: number | null;
}

/** What rows, precedences and implications of a model say, as far as a shop can have it. */
export interface Relations {
  readonly relations: readonly Relation[];
  /** Columns of which exactly one is 1. */
  readonly groups: readonly (readonly number[])[];
  readonly reasons: readonly string[];
}

const binary = variableKinds.indexOf("binary");
const choice = variableKinds.indexOf("choice");

export const isZeroOne = (model: Model, column: number): boolean =>
  model.variables.kind[column] === binary || model.variables.kind[column] === choice;

export const isFixed = ({ variables }: Model, column: number): boolean =>
  variables.lower[column] === variables.upper[column];

/** @param isConstant columns of one value that count as numbers */
export function relationsOf(model: Model, isConstant: (column: number) => boolean): Relations {
  const relations: Relation[] = [];
  const reasons: string[] = [];
  const groups = model.variables.choices.map(({ first, options }) =>
    options.map((_, option) => first + option),
  );
  const take = (id: string, read: readonly Relation[] | null): void => {
    if (read) relations.push(...read);
    else reasons.push(`'${id}' is no order, release, deadline or due date of operations.`);
  };
  const sides = { model, isConstant };
  for (let row = 0; row < model.constraints.count; row++) {
    const sum = sumOfRow(model, row);
    const group = groupOf(sides, sum);
    if (group) groups.push(group);
    else if (sum.price !== 0) take(sum.id, relationOf(sides, sum));
  }
  for (const structure of model.structures) {
    const { id, pricePerUnit = null } = structure.meaning;
    if (pricePerUnit === 0) continue;
    if (structure.kind === "precedence") take(id, relationOf(sides, sumOfPrecedence(structure)));
    else if (structure.kind === "implication") {
      const { when, is, column, value, lower, upper } = structure;
      const sum = { id, price: pricePerUnit, column: [...column], value: [...value], lower, upper, when };
      take(id, is === 1 ? relationOf(sides, sum) : null);
    } else if (structure.kind === "exactly-one" && pricePerUnit === null) groups.push([...structure.columns]);
    else if (structure.kind !== "no-overlap" || pricePerUnit !== null)
      reasons.push(`'${id}' is ${pricePerUnit === null ? "" : "soft and "}no part of a shop.`);
  }
  return { relations, groups, reasons };
}

interface Sum {
  readonly id: string;
  readonly price: number | null;
  readonly column: readonly number[];
  readonly value: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly when: number;
}

interface Sides {
  readonly model: Model;
  readonly isConstant: (column: number) => boolean;
}

function sumOfRow({ constraints }: Model, row: number): Sum {
  const { start, column, value, lower, upper, meaning } = constraints;
  const [from, to] = [start[row]!, start[row + 1]!];
  return {
    id: meaning[row]!.id,
    price: meaning[row]!.pricePerUnit ?? null,
    column: [...column.subarray(from, to)],
    value: [...value.subarray(from, to)],
    lower: lower[row]!,
    upper: upper[row]!,
    when: -1,
  };
}

const sumOfPrecedence = ({ meaning, before, after, lag }: Precedence): Sum => ({
  id: meaning.id,
  price: meaning.pricePerUnit ?? null,
  column: [after, before],
  value: [1, -1],
  lower: lag,
  upper: Infinity,
  when: -1,
});

/** The columns of a row that says that exactly one of them is 1. */
function groupOf({ model, isConstant }: Sides, sum: Sum): number[] | null {
  const { column, value, lower, upper, price } = sum;
  const [factor] = value;
  if (factor === undefined || price !== null || lower !== factor || upper !== factor) return null;
  if (!column.every((each) => isZeroOne(model, each)) || value.some((each) => each !== factor)) return null;
  return column.some((each) => isConstant(each) && model.variables.lower[each] !== 0) ? null : [...column];
}

/**
 * A sum with one start, or two of opposite sign and only one side; null when it is something else. An empty list: it says
 * nothing.
 */
function relationOf(sides: Sides, sum: Sum): Relation[] | null {
  const { lower, upper } = sum;
  if (lower === -Infinity) return upper === Infinity ? [] : single(sideOf(sides, sum, -1));
  if (upper === Infinity) return single(sideOf(sides, sum, 1));
  const [low, high] = [sideOf(sides, sum, 1), sideOf(sides, sum, -1)];
  // Two starts at most so far apart are no order.
  return low && high && (low.before < 0 || low.after < 0) ? [low, high] : null;
}

const single = (relation: Relation | null): Relation[] | null => relation && [relation];

/** The lower side of a sum, or of its negative. */
function sideOf({ model, isConstant }: Sides, sum: Sum, sign: 1 | -1): Relation | null {
  let rest = sign > 0 ? sum.lower : -sum.upper;
  const starts: { column: number; value: number }[] = [];
  const column: number[] = [];
  const value: number[] = [];
  sum.column.forEach((each, at) => {
    const factor = sign * sum.value[at]!;
    if (factor === 0) return;
    if (isConstant(each)) rest -= factor * model.variables.lower[each]!;
    else if (isZeroOne(model, each)) {
      column.push(each);
      value.push(-factor);
    } else starts.push({ column: each, value: factor });
  });
  const [one, other] = starts;
  if (!one || starts.length > 2) return null;
  const scale = Math.abs(one.value);
  if (other && other.value !== -one.value) return null;
  const after = one.value > 0 ? one.column : (other?.column ?? -1);
  const before = one.value > 0 ? (other?.column ?? -1) : one.column;
  const price = sum.price === null ? null : sum.price * scale;
  const { id, when } = sum;
  const values = value.map((each) => each / scale);
  return { id, before, after, base: rest / scale, column, value: values, when, price };
}
