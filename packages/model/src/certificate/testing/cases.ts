import { createModel, type ModelBuilder } from "../../builder.ts";
import type { Model } from "../../model.ts";

export type Values = Readonly<Record<string, number>>;

/** A model, a true result of it, and plain arithmetic beside the model that says what any values are worth. */
export interface Case {
  readonly model: Model;
  /** In the order of the variables. */
  readonly solution: readonly number[];
  readonly bound: number;
  readonly gapLimit: number;
  /** Objective in units of 1e-7; null: not feasible. Values are multiples of 1/1000, one for each variable. */
  readonly truth: (values: Values) => bigint | null;
}

/** Units of 1e-7 in one. */
export const one = 10_000_000n;

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });
const isWithin = (list: readonly number[], upper: number): boolean =>
  list.every((value) => Number.isInteger(value) && value >= 0 && value <= upper);

function integers(model: ModelBuilder, count: number, upper: number) {
  return Array.from({ length: count }, (_, at) => model.integer(`start[${at}]`, { upper }));
}

const jobDurations = [3, 2, 4, 3, 2, 4];
const machines = [
  [0, 3, 4],
  [1, 2, 5],
];

/** Two machines, three jobs, and a choice that costs. */
function jobShop(): Model {
  const model = createModel({ name: "job-shop", sense: "minimize" });
  const starts = integers(model, 6, 40);
  const makespan = model.integer("makespan", { upper: 60 });
  for (const job of [0, 2, 4]) {
    model.precedence(meaning(`order${job}`), starts[job]!, starts[job + 1]!, jobDurations[job]!);
    model.precedence(meaning(`done${job}`), starts[job + 1]!, makespan, jobDurations[job + 1]!);
  }
  for (const [machine, list] of machines.entries())
    model.noOverlap(
      meaning(`machine${machine}`),
      list.map((each) => ({ start: starts[each]!, duration: jobDurations[each]! })),
    );
  const route = model.choice("route", ["fast", "cheap"]);
  model.constraint(meaning("budget")).plus(5, route.option("fast")).plus(1, route.option("cheap")).atMost(4);
  model.objective(meaning("cost")).plus(1, makespan).plus(3, route.option("fast"));
  return model.build();
}

function jobShopTruth(values: Values): bigint | null {
  const starts = jobDurations.map((_, at) => values[`start[${at}]`]!);
  const makespan = values.makespan!;
  const ends = starts.map((start, at) => start + jobDurations[at]!);
  const isApart = (a: number, b: number): boolean => ends[a]! <= starts[b]! || ends[b]! <= starts[a]!;
  const holds =
    isWithin(starts, 40) &&
    isWithin([makespan], 60) &&
    values["route=fast"] === 0 &&
    values["route=cheap"] === 1 &&
    [0, 2, 4].every((job) => ends[job]! <= starts[job + 1]! && ends[job + 1]! <= makespan) &&
    machines.every((list) => list.every((a) => list.every((b) => a === b || isApart(a, b))));
  return holds ? BigInt(makespan) * one : null;
}

const flexibleDurations = [20, 15, 30];
const setup = 5;

/** Three operations on one of two machines each, with setups between them; the first machine costs one. */
function flexibleShop(): Model {
  const model = createModel({ name: "flexible-shop", sense: "minimize" });
  const starts = integers(model, 3, 200);
  const makespan = model.integer("makespan", { upper: 300 });
  const choices = flexibleDurations.map((_, at) => model.choice(`on[${at}]`, ["A", "B"]));
  const setups = flexibleDurations.map(() => flexibleDurations.map(() => setup));
  for (const machine of ["A", "B"])
    model.noOverlap(
      meaning(machine),
      flexibleDurations.map((duration, at) => ({
        start: starts[at]!,
        duration,
        present: choices[at]!.option(machine),
      })),
      setups,
    );
  for (const [at, duration] of flexibleDurations.entries())
    model.precedence(meaning(`done${at}`), starts[at]!, makespan, duration);
  const cost = model.objective(meaning("cost")).plus(1, makespan);
  for (const choice of choices) cost.plus(1, choice.option("A"));
  return model.build();
}

function flexibleShopTruth(values: Values): bigint | null {
  const starts = flexibleDurations.map((_, at) => values[`start[${at}]`]!);
  const onA = flexibleDurations.map((_, at) => values[`on[${at}]=A`]!);
  const makespan = values.makespan!;
  const isApart = (a: number, b: number): boolean => starts[a]! + flexibleDurations[a]! + setup <= starts[b]!;
  const holds =
    isWithin(starts, 200) &&
    isWithin([makespan], 300) &&
    isWithin(onA, 1) &&
    onA.every((isOnA, at) => values[`on[${at}]=B`] === 1 - isOnA) &&
    starts.every((start, at) => start + flexibleDurations[at]! <= makespan) &&
    starts.every((_, a) =>
      starts.every((_, b) => a >= b || onA[a] !== onA[b] || isApart(a, b) || isApart(b, a)),
    );
  return holds ? BigInt(makespan + onA[0]! + onA[1]! + onA[2]!) * one : null;
}

const worth = [7, 9, 4, 12, 5, 8];
const weight = [3, 5, 2, 6, 4, 4];
const capacity = 13;

function knapsack(): Model {
  const model = createModel({ name: "knapsack", sense: "maximize" });
  const items = worth.map((_, at) => model.binary(`x[${at}]`));
  const load = model.constraint(meaning("load"));
  for (const [at, item] of items.entries()) load.plus(weight[at]!, item);
  load.atMost(capacity);
  const profit = model.objective(meaning("profit"));
  for (const [at, item] of items.entries()) profit.plus(worth[at]!, item);
  return model.build();
}

function knapsackTruth(values: Values): bigint | null {
  const x = worth.map((_, at) => values[`x[${at}]`]!);
  if (!isWithin(x, 1) || x.reduce((sum, each, at) => sum + each * weight[at]!, 0) > capacity) return null;
  return x.reduce((sum, each, at) => sum + BigInt(each) * BigInt(worth[at]!), 0n) * one;
}

const biases = [
  [-3, 2, -1, 0, 4],
  [0, 1, -5, 2, -2],
  [0, 0, -2, 6, 1],
  [0, 0, 0, -4, 3],
  [0, 0, 0, 0, -1],
];

function qubo(): Model {
  const model = createModel({ name: "qubo", sense: "minimize" });
  const x = biases.map((_, at) => model.binary(`x[${at}]`));
  const energy = model.objective(meaning("energy"));
  for (const [i, row] of biases.entries())
    for (const [j, bias] of row.entries())
      if (i === j) energy.plus(bias, x[i]!);
      else if (bias !== 0) energy.product(bias, x[i]!, x[j]!);
  return model.build();
}

function quboTruth(values: Values): bigint | null {
  const x = biases.map((_, at) => values[`x[${at}]`]!);
  if (!isWithin(x, 1)) return null;
  const energy = biases.flatMap((row, i) => row.map((bias, j) => bias * x[i]! * x[j]!));
  return BigInt(energy.reduce((sum, each) => sum + each, 0)) * one;
}

/** Numbers that are not whole, products, maximised. */
function blend(): Model {
  const model = createModel({ name: "blend", sense: "maximize" });
  const x = model.continuous("x", { upper: 2.5 });
  const y = model.continuous("y", { upper: 2.5 });
  const on = model.binary("on");
  model.constraint(meaning("room")).plus(0.1, x).plus(0.2, y).atMost(0.3);
  model.objective(meaning("profit")).plus(1.7, x).product(0.5, x, y).plus(2, on);
  return model.build();
}

/** In whole thousandths, so that nothing is rounded. */
function blendTruth({ x = 0, y = 0, on = 0 }: Values): bigint | null {
  const [a, b] = [BigInt(Math.round(x * 1000)), BigInt(Math.round(y * 1000))];
  const isInside = [a, b].every((each) => each >= 0n && each <= 2500n) && isWithin([on], 1);
  if (!isInside || a + 2n * b > 3000n) return null;
  return a * 17_000n + 5n * a * b + 2n * BigInt(on) * one;
}

/** Every 0–1 vector counted through. */
function best(count: number, truth: Case["truth"], isBetter: (a: bigint, b: bigint) => boolean): number[] {
  const vectors = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, at) => (bits >> at) & 1),
  );
  const worthOf = (vector: number[]): bigint | null =>
    truth(Object.fromEntries(vector.map((value, at) => [`x[${at}]`, value])));
  return vectors
    .filter((vector) => worthOf(vector) !== null)
    .reduce((a, b) => (isBetter(worthOf(b)!, worthOf(a)!) ? b : a));
}

const knapsackBest = best(worth.length, knapsackTruth, (a, b) => a > b);
const quboBest = best(biases.length, quboTruth, (a, b) => a < b);

export const jobShopCase: Case = {
  model: jobShop(),
  solution: [0, 4, 0, 5, 3, 6, 10, 0, 1],
  bound: 10,
  gapLimit: 1e-4,
  truth: jobShopTruth,
};
export const blendCase: Case = {
  model: blend(),
  solution: [1, 1, 1],
  bound: 4.2,
  gapLimit: 1e-4,
  truth: blendTruth,
};
export const cases: readonly Case[] = [
  jobShopCase,
  blendCase,
  {
    model: flexibleShop(),
    solution: [0, 25, 0, 40, 0, 1, 0, 1, 1, 0],
    bound: 40,
    gapLimit: 0.05,
    truth: flexibleShopTruth,
  },
  {
    model: knapsack(),
    solution: knapsackBest,
    bound: knapsackBest.reduce((sum, each, at) => sum + each * worth[at]!, 0),
    gapLimit: 1e-4,
    truth: knapsackTruth,
  },
  {
    model: qubo(),
    solution: quboBest,
    bound: Number(quboTruth(Object.fromEntries(quboBest.map((value, at) => [`x[${at}]`, value])))! / one),
    gapLimit: 1e-4,
    truth: quboTruth,
  },
];
