import type { Model, NoOverlap } from "@qtwin/model";
import type { Activities, DowntimeSpec } from "./activities.ts";
import { chainJobs, type JobChains } from "./chain-jobs.ts";
import { type Ends, endsOf } from "./ends.ts";
import { limitsOf } from "./limits.ts";
import type { ShopMachine, ShopProblem } from "./problem.ts";
import type { Relation } from "./relations.ts";
import { fractionReasons } from "./whole-times.ts";

export interface ShopParts {
  readonly model: Model;
  readonly machines: readonly NoOverlap[];
  readonly relations: readonly Relation[];
  readonly operations: Activities["operations"];
  readonly downtimes: readonly DowntimeSpec[];
}

/** Operations in the order of their jobs with their options in columns. */
export interface OptionTable extends JobChains {
  readonly optionStart: Int32Array;
  readonly operationOf: Int32Array;
  readonly machine: Int32Array;
  readonly duration: Float64Array;
  readonly choiceColumn: Int32Array;
  readonly place: Int32Array;
  /** Operation of a start column. */
  readonly operationAt: ReadonlyMap<number, number>;
}

export function buildShop(
  parts: ShopParts,
): { readonly problem: ShopProblem } | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const chains = chainJobs(parts, reasons);
  if (reasons.length > 0) return { reasons };
  const table = optionTable(parts, chains);
  const machines = machinesOf(parts, table, reasons);
  const ends = endsOf(parts, table, reasons);
  if (reasons.length > 0) return { reasons };
  const limits = limitsOf(parts, table, ends, reasons);
  if (reasons.length > 0) return { reasons };
  const { model } = parts;
  const { operationAt: _, next: __, ...columns } = table;
  const problem: ShopProblem = {
    variableCount: model.variables.count,
    machineCount: machines.length,
    machines,
    ...columns,
    ...limits,
    makespan: ends.makespan,
    ends: ends.columns,
    fixedValues: fixedValues(parts, table, ends),
    constant: limits.constant,
    sign: model.sense === "minimize" ? 1 : -1,
  };
  const fractions = fractionReasons(model, problem);
  return fractions.length > 0 ? { reasons: fractions } : { problem };
}

function optionTable({ machines, operations }: ShopParts, chains: JobChains): OptionTable {
  const lists = Array.from(chains.startColumn, (column) => operations.get(column)!);
  const options = lists.flat();
  const optionStart = new Int32Array(lists.length + 1);
  lists.forEach((list, operation) => {
    optionStart[operation + 1] = optionStart[operation]! + list.length;
  });
  let ownMachine = machines.length;
  return {
    ...chains,
    optionStart,
    operationOf: Int32Array.from(lists.flatMap((list, operation) => list.map(() => operation))),
    machine: Int32Array.from(options, ({ machine }) => (machine < 0 ? ownMachine++ : machine)),
    duration: Float64Array.from(options, ({ duration }) => duration),
    choiceColumn: Int32Array.from(options, ({ column }) => column),
    place: Int32Array.from(options, ({ place }) => place),
    operationAt: new Map(Array.from(chains.startColumn, (column, operation) => [column, operation])),
  };
}

function machinesOf(
  { machines, downtimes }: ShopParts,
  table: OptionTable,
  reasons: string[],
): readonly ShopMachine[] {
  const shared = machines.map(({ meaning, start, setup }, machine): ShopMachine => {
    const own = downtimes
      .filter((downtime) => downtime.machine === machine)
      .sort((a, b) => a.start - b.start || a.duration - b.duration || a.place - b.place);
    const times = setup?.some((time) => time > 0) ? setup : null;
    if (times && zeroDurations(table, machine) > 1)
      reasons.push(`'${meaning.id}' has setup times and several operations that take no time.`);
    for (let at = 1; at < own.length; at++) {
      const [before, after] = [own[at - 1]!, own[at]!];
      const needed = times?.[before.place * start.length + after.place] ?? 0;
      if (before.start + before.duration + needed > after.start)
        reasons.push(`Downtimes on '${meaning.id}' follow each other too closely.`);
    }
    return { setup: times, places: start.length, downtimes: own };
  });
  const own = table.machine.reduce((most, machine) => Math.max(most, machine + 1), shared.length);
  return [
    ...shared,
    ...Array.from({ length: own - shared.length }, () => ({ setup: null, places: 1, downtimes: [] })),
  ];
}

/** Operations without duration on a machine: with setups, which of two at one moment is first would not be ours to say. */
function zeroDurations({ machine, duration, operationOf }: OptionTable, which: number): number {
  const found = new Set<number>();
  machine.forEach((each, option) => {
    if (each === which && duration[option] === 0) found.add(operationOf[option]!);
  });
  return found.size;
}

/** Columns that no schedule decides keep the value of their bounds and rows that is nearest to 0. */
function fixedValues({ model }: ShopParts, table: OptionTable, ends: Ends): Float64Array {
  const { lower, upper } = model.variables;
  const values = lower.map((low, column) => Math.min(Math.max(0, low), upper[column]!));
  for (const column of table.startColumn) values[column] = 0;
  ends.columns.forEach(({ column, lower: least }, at) => {
    values[column] = Math.min(Math.max(0, least), ends.upper[at]!);
  });
  for (const [column, value] of ends.idle) values[column] = value;
  return values;
}
