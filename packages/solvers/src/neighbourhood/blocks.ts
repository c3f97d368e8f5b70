import { isDiscrete, type Model, type NoOverlap, variableKinds } from "@qtwin/model";
import { type Incidence, structureColumns } from "./incidence.ts";
import { type Lists, listOf, listsOf } from "./lists.ts";

/** Decisions that are made together: a choice, an exactly-one, an activity with what says where it happens, one variable. */
export interface Blocks {
  readonly count: number;
  readonly columns: Lists;
  /** Block of each column; −1: it follows from the others, or has one value. */
  readonly of: Int32Array;
  /** 1: the column follows from the blocks and is free in every neighbourhood. */
  readonly follows: Uint8Array;
}

/** Larger sets are no single decision. */
const largestSet = 64;
const binary = variableKinds.indexOf("binary");
const choice = variableKinds.indexOf("choice");

/**
 * @param followers whether columns may follow: continuous ones, and beside schedules all numbers, the times of no-overlaps
 * among them (their order is the decision). False where each free variable costs much, as in a QUBO.
 */
export function blocksOf(model: Model, incidence: Incidence, followers: boolean): Blocks {
  const { count, lower, upper } = model.variables;
  const follows = followers ? followingColumns(model) : new Uint8Array(count);
  const leader = Int32Array.from({ length: count }, (_, column) => column);
  joinSets(model, incidence, leader);
  joinActivities(model, leader);
  const of = new Int32Array(count).fill(-1);
  const blockOf = new Map<number, number>();
  const isTime = timesOfOrders(model);
  for (let column = 0; column < count; column++) {
    if (lower[column] === upper[column] || (follows[column] === 1 && isTime[column] === 0)) continue;
    const root = rootOf(leader, column);
    if (!blockOf.has(root)) blockOf.set(root, blockOf.size);
    of[column] = blockOf.get(root)!;
  }
  const columns = listsOf(blockOf.size, (add) => {
    for (let column = 0; column < count; column++) if (of[column]! >= 0) add(of[column]!, column);
  });
  return { count: blockOf.size, columns, of, follows };
}

function rootOf(leader: Int32Array, column: number): number {
  while (leader[column] !== column) {
    leader[column] = leader[leader[column]!]!;
    column = leader[column]!;
  }
  return column;
}

function join(leader: Int32Array, first: number, second: number): void {
  const [a, b] = [rootOf(leader, first), rootOf(leader, second)];
  leader[Math.max(a, b)] = Math.min(a, b);
}

/** Choices, and sets of which exactly one is taken as long as their columns are in no other. */
function joinSets(model: Model, { members }: Incidence, leader: Int32Array): void {
  const { choices, count } = model.variables;
  const taken = new Uint8Array(count);
  for (const { first, options } of choices)
    options.forEach((_, option) => {
      taken[first + option] = 1;
      join(leader, first, first + option);
    });
  for (let edge = 0; edge < members.start.length - 1; edge++) {
    const columns = listOf(members, edge);
    if (
      columns.length > largestSet ||
      !isExactlyOne(model, edge) ||
      columns.some((column) => taken[column] === 1)
    )
      continue;
    for (const column of columns) {
      taken[column] = 1;
      join(leader, columns[0]!, column);
    }
  }
}

function isExactlyOne({ variables, constraints, structures }: Model, edge: number): boolean {
  const { start, column, value, lower, upper, meaning } = constraints;
  if (edge >= constraints.count) {
    const structure = structures[edge - constraints.count]!;
    return structure.kind === "exactly-one" && structure.meaning.pricePerUnit === undefined;
  }
  if (lower[edge] !== 1 || upper[edge] !== 1 || meaning[edge]!.pricePerUnit !== undefined) return false;
  for (let entry = start[edge]!; entry < start[edge + 1]!; entry++) {
    const kind = variables.kind[column[entry]!];
    if (value[entry] !== 1 || (kind !== binary && kind !== choice)) return false;
  }
  return start[edge + 1]! > start[edge]!;
}

/** Where an activity happens is decided together with when. */
function joinActivities({ structures }: Model, leader: Int32Array): void {
  for (const structure of structures)
    if (structure.kind === "no-overlap" || structure.kind === "cumulative")
      structure.present.forEach((column, activity) => {
        if (column >= 0) join(leader, column, structure.start[activity]!);
      });
}

const isHardOrder = (structure: Model["structures"][number]): structure is NoOverlap =>
  structure.kind === "no-overlap" && structure.meaning.pricePerUnit === undefined;

/** 1: start of an activity whose order is kept. */
function timesOfOrders({ variables, structures }: Model): Uint8Array {
  const times = new Uint8Array(variables.count);
  for (const structure of structures)
    if (isHardOrder(structure)) for (const column of structure.start) times[column] = 1;
  return times;
}

/** Continuous columns, and beside schedules all numbers that no cumulative or soft structure needs as they are. */
function followingColumns(model: Model): Uint8Array {
  const { kind, count } = model.variables;
  const schedules = model.structures.some(({ kind }) => kind === "no-overlap" || kind === "cumulative");
  const follows = new Uint8Array(count);
  for (let column = 0; column < count; column++) {
    const isNumber = kind[column] !== binary && kind[column] !== choice;
    if (!isDiscrete(model, column) || (schedules && isNumber)) follows[column] = 1;
  }
  for (const structure of model.structures)
    if (structure.kind === "cumulative" || (structure.kind === "no-overlap" && !isHardOrder(structure)))
      for (const column of structureColumns(model, structure)) follows[column] = 0;
  return follows;
}
