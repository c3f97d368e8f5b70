import { createModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { movedBy } from "./moves.ts";

const builder = createModel({ name: "two loads", sense: "minimize" });
const [one, other] = ["one", "other"].map((name) => builder.continuous(name, { upper: 5, unit: "kW" }));
const row = (id: string, pricePerUnit?: number) =>
  builder
    .constraint({
      ...{ id, rule: id, sentence: `Both together: ${id}.`, unit: "kW" },
      ...(pricePerUnit === undefined ? {} : { pricePerUnit }),
    })
    .plus(1, one!)
    .plus(1, other!);
row("limit").atMost(6);
row("kept wish", 10).atMost(4);
row("broken wish", 100).atMost(2);
builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(2, one!).plus(3, other!);
const model = builder.build();

/** Together 3 kW: below the limit and the first wish, above the second. */
const values = Float64Array.of(1, 2);
const groups = [one!, other!].map((column, at) => ({
  name: `load ${at}`,
  moves: [
    { label: "as planned", add: new Map() },
    { label: "more", add: new Map([[column, 1]]) },
  ],
}));

test("a kept wish stays kept, a broken one is paid for by how much it is broken", () => {
  const { sums, cost } = movedBy(model, values, groups, new Set());
  expect(cost.map((each) => [...each])).toEqual([
    [0, 2 + 100],
    [0, 3 + 100],
  ]);
  // Both moves together come to 5 kW: the limit and the columns hold, the wish does not.
  expect(sums.map(({ id }) => id)).toEqual(["kept wish"]);
  expect(sums[0]).toMatchObject({ base: 3, add: [Float64Array.of(0, 1), Float64Array.of(0, 1)] });
  expect(sums[0]!.upper).toBeCloseTo(4, 5);
});

test("rows that are left out are neither kept nor paid for", () => {
  const { sums, cost } = movedBy(model, values, groups, new Set([1, 2]));
  expect(sums).toEqual([]);
  expect(cost.map((each) => each[1])).toEqual([2, 3]);
});
