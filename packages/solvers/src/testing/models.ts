import { createRandom, type Random } from "@qtwin/core";
import type { IntervalSpec, Model } from "@qtwin/model";
import { createModel } from "@qtwin/model";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id.replace(/\[.*/, ""),
  sentence: `Rule ${id}.`,
  unit: "1",
});

/** Small models whose answers are known; the names say what a solver must answer. */
export function infeasibleModel(): Model {
  const model = createModel({ name: "infeasible", sense: "minimize" });
  const x = model.integer("x", { upper: 10 });
  const y = model.integer("y", { upper: 10 });
  model.constraint(meaning("odd")).plus(2, x).plus(-2, y).equals(1);
  model.objective(meaning("cost")).plus(1, x);
  return model.build();
}

export function unboundedModel(): Model {
  const model = createModel({ name: "unbounded", sense: "maximize" });
  const x = model.continuous("x");
  const y = model.continuous("y");
  model.constraint(meaning("difference")).plus(1, x).plus(-1, y).atMost(1);
  model.objective(meaning("profit")).plus(1, x).plus(1, y);
  return model.build();
}

export function emptyModel(): Model {
  const model = createModel({ name: "empty", sense: "minimize" });
  model.objective(meaning("cost")).constant(7);
  return model.build();
}

/** Continuous, integer and binary together; the optimum is 11.5 at x = 3.5, n = 2, b = 1. */
export function mixedModel(): Model {
  const model = createModel({ name: "mixed", sense: "maximize" });
  const x = model.continuous("x", { upper: 3.5 });
  const n = model.integer("n", { upper: 5 });
  const b = model.binary("b");
  model.constraint(meaning("room")).plus(1, x).plus(2, n).plus(1, b).atMost(8.5);
  model.objective(meaning("profit")).plus(1, x).plus(2, n).plus(4, b);
  return model.build();
}

/** A knapsack of several dimensions: hard to prove from about 60 items and 10 dimensions on. */
export function knapsackModel(itemCount: number, dimensions: number, seed: number): Model {
  const random = createRandom(seed);
  const model = createModel({ name: `knapsack-${itemCount}-${dimensions}`, sense: "maximize" });
  const items = Array.from({ length: itemCount }, (_, item) => model.binary(`take[${item}]`));
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const row = model.constraint(meaning(`room[${dimension}]`));
    let total = 0;
    for (const item of items) {
      const weight = 5 + random.integer(95);
      total += weight;
      row.plus(weight, item);
    }
    row.atMost(Math.floor(total * 0.4));
  }
  const value = model.objective(meaning("value"));
  for (const item of items) value.plus(10 + random.integer(90), item);
  return model.build();
}

/** A wish that cannot be met: taking one item costs less than breaking the wish not to. */
export function softModel(): Model {
  const model = createModel({ name: "soft", sense: "maximize" });
  const x = model.continuous("x", { upper: 5 });
  model
    .constraint({ ...meaning("wish"), pricePerUnit: 2 })
    .plus(1, x)
    .atMost(1);
  model.objective(meaning("profit")).plus(3, x);
  return model.build();
}

/** Jobs that visit all machines in random order; the makespan is to be short. */
export function jobShopModel(jobs: number, machines: number, seed: number): Model {
  return shop(jobs, machines, 1, seed);
}

/** As `jobShopModel`, with up to three machines to choose from for each operation. */
export function flexibleShopModel(jobs: number, machines: number, seed: number): Model {
  return shop(jobs, machines, 3, seed);
}

function shop(jobs: number, machines: number, mostOptions: number, seed: number): Model {
  const random = createRandom(seed);
  const model = createModel({ name: `shop-${jobs}-${machines}-${mostOptions}`, sense: "minimize" });
  const horizon = jobs * machines * 50;
  const makespan = model.integer("makespan", { upper: horizon });
  const work: IntervalSpec[][] = Array.from({ length: machines }, () => []);
  for (let job = 0; job < jobs; job++) {
    let before: { start: number; duration: number } | null = null;
    for (const [step, machine] of shuffled(machines, random).entries()) {
      const id = `[${job},${step}]`;
      const start = model.integer(`start${id}`, { upper: horizon });
      const duration = 1 + random.integer(50);
      if (before) model.precedence(meaning(`order${id}`), before.start, start, before.duration);
      const options = Array.from({ length: mostOptions }, (_, option) => (machine + option) % machines);
      const choice = mostOptions === 1 ? null : model.choice(`machine${id}`, options.map(String));
      for (const [place, option] of options.entries())
        work[option]!.push({ start, duration, ...(choice ? { present: choice.option(place) } : {}) });
      before = { start, duration };
    }
    model.precedence(meaning(`done[${job}]`), before!.start, makespan, before!.duration);
  }
  for (const [machine, activities] of work.entries())
    model.noOverlap(meaning(`machine[${machine}]`), activities);
  model.objective(meaning("makespan")).plus(1, makespan);
  return model.build();
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let at = count - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** Facilities to be put on as many places: flow times distance, summed over all pairs. */
export function layoutModel(size: number, seed: number): Model {
  const random = createRandom(seed);
  const table = (): number[][] => {
    const rows = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (let i = 0; i < size; i++)
      for (let j = 0; j < i; j++) rows[i]![j] = rows[j]![i] = 1 + random.integer(9);
    return rows;
  };
  const [flow, distance] = [table(), table()];
  const model = createModel({ name: `layout-${size}`, sense: "minimize" });
  const places = Array.from({ length: size }, (_, place) => String(place));
  const choices = places.map((facility) => model.choice(`place[${facility}]`, places));
  model.permutation(meaning("places"), choices);
  const cost = model.objective(meaning("cost"));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++)
      for (let k = 0; k < size; k++)
        for (let l = 0; l < size; l++)
          if (k !== l)
            cost.product(2 * flow[i]![j]! * distance[k]![l]!, choices[i]!.option(k), choices[j]!.option(l));
  return model.build();
}

/** Whole weights between −50 and 50 on a share of the pairs. */
export function quboModel(variables: number, density: number, seed: number): Model {
  const random = createRandom(seed);
  const model = createModel({ name: `qubo-${variables}`, sense: "maximize" });
  const bits = Array.from({ length: variables }, (_, bit) => model.binary(`x[${bit}]`));
  const value = model.objective(meaning("value"));
  for (const [place, bit] of bits.entries()) {
    value.plus(random.integer(101) - 50, bit);
    for (const other of bits.slice(0, place))
      if (random.next() < density) value.product(random.integer(101) - 50, other, bit);
  }
  return model.build();
}

/** One part for each position of a bill of materials, within limits of mass, power, lead time … */
export function partsModel(positions: number, parts: number, limits: number, seed: number): Model {
  const random = createRandom(seed);
  const model = createModel({ name: `parts-${positions}-${parts}-${limits}`, sense: "minimize" });
  const labels = Array.from({ length: parts }, (_, part) => String(part));
  const choices = Array.from({ length: positions }, (_, position) =>
    model.choice(`part[${position}]`, labels),
  );
  const cost = model.objective(meaning("cost"));
  for (const choice of choices)
    for (const label of labels) cost.plus(10 + random.integer(90), choice.option(label));
  for (let limit = 0; limit < limits; limit++) {
    const row = model.constraint(meaning(`limit[${limit}]`));
    let least = 0;
    let most = 0;
    for (const choice of choices) {
      const needs = labels.map(() => 1 + random.integer(60));
      for (const [part, label] of labels.entries()) row.plus(needs[part]!, choice.option(label));
      least += Math.min(...needs);
      most += Math.max(...needs);
    }
    row.atMost(Math.floor(least + 0.45 * (most - least)));
  }
  return model.build();
}

/** Models of every structure, too hard to be proven in a second or two. */
export const hardModels = (): Model[] => [
  knapsackModel(150, 20, 3),
  quboModel(300, 0.5, 3),
  jobShopModel(20, 15, 3),
  flexibleShopModel(20, 10, 3),
  layoutModel(30, 3),
  partsModel(60, 15, 10, 3),
];
