import { createModel, type Model, type ModelBuilder } from "@qtwin/model";
import { describe, expect, test } from "vitest";
import type { Grid } from "./instance.ts";
import { knapsackOf, randomNumbers } from "./knapsack-models.ts";
import { readKnapsack, whyNoKnapsack } from "./read-knapsack.ts";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: "rule",
  sentence: "A rule.",
  unit: "1",
});

function modelOf(fill: (model: ModelBuilder) => void): Model {
  const model = createModel({ name: "by hand", sense: "maximize" });
  fill(model);
  return model.build();
}

describe("a knapsack is found in a model", () => {
  test("choices, structures and rows give the same classes, needs and values", () => {
    const numbers = randomNumbers(1, 3, 4, 2);
    const [choices, structures, rows] = (["choices", "structures", "rows"] as const).map(
      (form) => readKnapsack(knapsackOf(numbers, form)).knapsack,
    );
    expect(choices).not.toBeNull();
    expect(structures).toEqual(choices);
    expect(rows).toEqual(choices);
    expect(choices).toMatchObject({ classCount: 3, resourceCount: 2, sense: 1, constant: 3 });
    expect(Array.from(choices!.capacity)).toEqual(numbers.capacity);
    expect(Array.from(choices!.weight)).toEqual(
      numbers.weight[0]!.flat().flatMap((first, item) => [first, numbers.weight[1]!.flat()[item]! + 0]),
    );
  });

  test("a binary is a class that may be empty, 'at most one' a class with nothing in it too", () => {
    const { knapsack } = readKnapsack(
      modelOf((model) => {
        const [a, b, c] = [model.binary("a"), model.binary("b"), model.integer("c", { upper: 1 })];
        model.constraint(meaning("pair")).plus(3, a).plus(3, b).atMost(3);
        model.constraint(meaning("room")).plus(1, a).plus(2, b).plus(1.5, c).between(1, 3);
      }),
    );
    expect(Array.from(knapsack!.start)).toEqual([0, 3, 5]);
    expect(Array.from(knapsack!.column)).toEqual([-1, 0, 1, -1, 2]);
    // A range limits from both sides; the third row has become the class.
    expect(knapsack!.resourceCount).toBe(2);
  });

  test("bounds exclude and force items", () => {
    const { knapsack } = readKnapsack(
      modelOf((model) => {
        const [a, b, c] = [
          model.binary("a", { upper: 0 }),
          model.binary("b", { lower: 1 }),
          model.binary("c"),
        ];
        model.exactlyOne(meaning("one"), [b, c]);
        model.objective(meaning("value")).plus(1, a);
      }),
    );
    expect(Array.from(knapsack!.column)).toEqual([1, -1]);
  });

  test.each<[string, boolean, (model: ModelBuilder, columns: readonly number[]) => void]>([
    [
      "negated",
      false,
      (model, columns) => void model.constraint(meaning("b")).plusAll([-1, -1], columns).equals(-1),
    ],
    [
      "said twice",
      true,
      (model, columns) => void model.constraint(meaning("b")).plusAll([1, 1], columns).equals(1),
    ],
    [
      "said twice, once weaker",
      true,
      (model, columns) => void model.constraint(meaning("b")).plusAll([3, 3], columns).atMost(4),
    ],
  ])("what says 'exactly one' %s is the class and no more", (_, isFirst, say) => {
    const { knapsack } = readKnapsack(
      modelOf((model) => {
        const columns = [model.binary("a"), model.binary("b")];
        if (isFirst) model.constraint(meaning("a")).plusAll([2, 2], columns).equals(2);
        say(model, columns);
      }),
    );
    expect(knapsack).toMatchObject({ classCount: 1, resourceCount: 0 });
  });

  test("values have a grid where they have decimals in common", () => {
    const grid = (values: readonly number[]): Grid =>
      readKnapsack(
        modelOf((model) =>
          model.objective(meaning("value")).plusAll(
            values,
            values.map((_, each) => model.binary(`b${each}`)),
          ),
        ),
      ).knapsack!.grid;
    expect(grid([4, 6])).toEqual({ origin: 0, step: 2, isWhole: true });
    expect(grid([0.5, 1.25])).toEqual({ origin: 0, step: 0.25, isWhole: true });
    expect(grid([1 / 3, 1])).toEqual({ origin: 0, step: 1, isWhole: false });
    // Near a large number is not whole.
    expect(grid([1e9 + 1 / 3, 1])).toMatchObject({ isWhole: false });
  });
});

describe("what is no knapsack is refused with the reason", () => {
  const reasonOf = (fill: (model: ModelBuilder) => void): string =>
    readKnapsack(modelOf(fill)).reasons.join(" ");

  test("variables that are not 0 or 1", () => {
    expect(reasonOf((model) => void model.continuous("x"))).toMatch(/continuous/);
    expect(reasonOf((model) => void model.integer("many", { upper: 2 }))).toMatch(/'many'/);
  });

  test("exact amounts and shared classes", () => {
    const exact = (model: ModelBuilder): void => {
      const [a, b] = [model.binary("a"), model.binary("b")];
      model.constraint(meaning("sum")).plus(2, a).plus(3, b).equals(3);
    };
    expect(reasonOf(exact)).toMatch(/'sum' asks for an exact amount/);
    const shared = (model: ModelBuilder): void => {
      const [a, b, c] = [model.binary("a"), model.binary("b"), model.binary("c")];
      model.exactlyOne(meaning("first"), [a, b]);
      model.exactlyOne(meaning("second"), [b, c]);
    };
    expect(reasonOf(shared)).toMatch(/'second' shares columns/);
  });

  test("products, prices and other structures", () => {
    const product = (model: ModelBuilder): void => {
      model.objective(meaning("value")).product(1, model.binary("a"), model.binary("b"));
    };
    expect(reasonOf(product)).toMatch(/products/);
    const soft = (model: ModelBuilder): void => {
      model
        .constraint({ ...meaning("wish"), pricePerUnit: 1 })
        .plus(2, model.binary("a"))
        .atMost(1);
    };
    expect(reasonOf(soft)).toMatch(/soft/);
    const implied = (model: ModelBuilder): void => {
      model.implication(meaning("if"), model.binary("a"), 1).plus(1, model.binary("b")).atMost(0);
    };
    expect(reasonOf(implied)).toMatch(/implications/);
  });

  test("many limits that concern a few variables each", () => {
    const model = modelOf((builder) => {
      const columns = Array.from({ length: 1200 }, (_, each) => builder.binary(`b${each}`));
      for (let row = 0; row < 1200; row++)
        builder
          .constraint(meaning(`cover${row}`))
          .plusAll(
            [1, 2, 3],
            [0, 1, 5].map((step) => columns[(row + step * step) % 1200]!),
          )
          .atLeast(2);
    });
    expect(whyNoKnapsack(model).join(" ")).toMatch(/1200 limits, each concerns only a few/);
  });

  test("far more limits than classes", () => {
    const many = (model: ModelBuilder): void => {
      const [a, b] = [model.binary("a"), model.binary("b")];
      for (let row = 0; row < 80; row++)
        model
          .constraint(meaning(`row${row}`))
          .plus(row + 1, a)
          .plus(row + 2, b)
          .atMost(row + 2);
    };
    expect(reasonOf(many)).toMatch(/80 limits for 2 classes/);
  });
});
