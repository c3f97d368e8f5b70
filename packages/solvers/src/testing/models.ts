import { createRandom } from "@qtwin/core";
import type { Model } from "@qtwin/model";
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
