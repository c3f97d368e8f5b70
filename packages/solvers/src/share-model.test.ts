import { hashModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { shareModel } from "./share-model.ts";
import { jobShopModel, knapsackModel, layoutModel } from "./testing/models.ts";

test("a long column is shared, the model says the same", () => {
  const model = layoutModel(25, 1);
  const shared = shareModel(model);
  expect(shared.objective.quadratic.value.byteLength).toBeGreaterThan(2 ** 20);
  expect(shared.objective.quadratic.value.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(shared.objective.linear).toBe(model.objective.linear);
  expect(hashModel(shared)).toBe(hashModel(model));
  expect(shareModel(model)).toBe(shared);
  expect(shareModel(shared)).toBe(shared);
});

test.each([knapsackModel(20, 3, 1), jobShopModel(4, 3, 1)])(
  "a small model stays as it is: $name",
  (model) => {
    expect(shareModel(model)).toBe(model);
  },
);
