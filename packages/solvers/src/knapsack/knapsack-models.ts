import { createRandom } from "@qtwin/core";
import { type ConstraintMeaning, createModel, type Model, type VariableIndex } from "@qtwin/model";

/** How a model says that one item of each class is taken. */
export type ClassForm = "choices" | "structures" | "rows";

/** Plain numbers of a knapsack with choices; `weight[resource][class][item]`. */
export interface KnapsackNumbers {
  readonly value: readonly (readonly number[])[];
  readonly weight: readonly (readonly (readonly number[])[])[];
  readonly capacity: readonly number[];
}

/** Whole numbers for tests: `classes` of `items` each. */
export function randomNumbers(
  seed: number,
  classes: number,
  items: number,
  resources: number,
): KnapsackNumbers {
  const random = createRandom(seed);
  const table = (least: number, most: number): number[][] =>
    Array.from({ length: classes }, () =>
      Array.from({ length: items }, () => least + random.integer(most - least + 1)),
    );
  const weight = Array.from({ length: resources }, () => table(-1, 9));
  const capacity = weight.map(
    (each) => Math.round((0.8 * each.flat().reduce((sum, one) => sum + one, 0)) / items) + 2,
  );
  return { value: table(0, 20), weight, capacity };
}

const meaning = (id: string): ConstraintMeaning => ({ id, rule: "rule", sentence: "A rule.", unit: "1" });

/** The same knapsack in one of its forms; every second resource is stated from below. */
export function knapsackOf(
  { value, weight, capacity }: KnapsackNumbers,
  form: ClassForm,
  sense: Model["sense"] = "maximize",
): Model {
  const model = createModel({ name: "knapsack", sense });
  const columns = value.map((items, each): VariableIndex[] => {
    if (form === "choices") {
      const choice = model.choice(
        `class[${each}]`,
        items.map((_, item) => String(item)),
      );
      return items.map((_, item) => choice.option(item));
    }
    const binaries = items.map((_, item) => model.binary(`take[${each},${item}]`));
    if (form === "structures") model.exactlyOne(meaning(`one[${each}]`), binaries);
    else
      model
        .constraint(meaning(`one[${each}]`))
        .plusAll(
          binaries.map(() => 2),
          binaries,
        )
        .equals(2);
    return binaries;
  });
  weight.forEach((table, resource) => {
    const sign = resource % 2 === 0 ? 1 : -1;
    const row = model.constraint(meaning(`resource[${resource}]`));
    row.plusAll(
      table.flat().map((each) => sign * each),
      columns.flat(),
    );
    if (sign > 0) row.atMost(capacity[resource]!);
    else row.atLeast(-capacity[resource]!);
  });
  const direction = sense === "maximize" ? 1 : -1;
  model
    .objective(meaning("value"))
    .plusAll(
      value.flat().map((each) => direction * each),
      columns.flat(),
    )
    .constant(3);
  return model.build();
}

/** A knapsack of items that are taken or not; `weight[resource][item]`. */
export function binaryKnapsack(
  value: readonly number[],
  weight: readonly (readonly number[])[],
  capacity: readonly number[],
): Model {
  const model = createModel({ name: "binary knapsack", sense: "maximize" });
  const items = value.map((_, item) => model.binary(`item[${item}]`));
  weight.forEach((needs, resource) => {
    model
      .constraint(meaning(`resource[${resource}]`))
      .plusAll(needs, items)
      .atMost(capacity[resource]!);
  });
  model.objective(meaning("value")).plusAll(value, items);
  return model.build();
}
