import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

test("lessons add up by class and solver, also when many races end at once", async () => {
  const { experience } = db.store;
  expect(await experience.all()).toEqual({});
  const lesson = { tabu: { races: 1, wins: 0.5 }, annealing: { races: 1, wins: 0 } };
  await Promise.all(Array.from({ length: 40 }, () => experience.add("qubo/dense/100-300", lesson)));
  await experience.add("job-shop/100-300", { "job-shop": { races: 1, wins: 1 } });
  await experience.add("nothing", {});
  expect(await experience.all()).toEqual({
    "qubo/dense/100-300": { tabu: { races: 40, wins: 20 }, annealing: { races: 40, wins: 0 } },
    "job-shop/100-300": { "job-shop": { races: 1, wins: 1 } },
  });
  await experience.forget();
  expect(await experience.all()).toEqual({});
});
