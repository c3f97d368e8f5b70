import { createRandom } from "@qtwin/core";
import { createModel, type Model } from "@qtwin/model";
import { describe, expect, test } from "vitest";
import { type Landscape, landscapeOf } from "../landscape.ts";
import { neighbourhoods } from "./index.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: `Rule ${id}.`, unit: "1" });

/** Two machines, a choice for each activity, a row that is full, and products. */
function plant(): { model: Model; values: Float64Array } {
  const model = createModel({ name: "plant", sense: "minimize" });
  const activities = Array.from({ length: 12 }, (_, at) => {
    const where = model.choice(`machine[${at}]`, ["a", "b"]);
    return { start: model.integer(`start[${at}]`, { upper: 100 }), where };
  });
  for (const machine of [0, 1])
    model.noOverlap(
      meaning(`machine[${machine}]`),
      activities.map(({ start, where }) => ({ start, duration: 3, present: where.option(machine) })),
    );
  const extra = Array.from({ length: 12 }, (_, at) => model.binary(`extra[${at}]`));
  const full = model.constraint(meaning("full"));
  for (const each of extra) full.plus(1, each);
  full.atMost(6);
  const cost = model.objective(meaning("cost"));
  extra.forEach((each, at) => {
    cost.product(at - 5, each, extra[(at + 1) % extra.length]!);
  });
  const built = model.build();
  const values = new Float64Array(built.variables.count);
  activities.forEach(({ start, where }, at) => {
    values[start] = 3 * Math.floor(at / 2);
    values[where.option(at % 2)] = 1;
  });
  for (const each of extra.slice(0, 6)) values[each] = 1;
  return { model: built, values };
}

function landscape(): Landscape {
  const { model, values } = plant();
  const relaxation = values.map((value, column) => (column % 3 === 0 ? 0.5 : value));
  return { ...landscapeOf(model, values, true), relaxation };
}

describe.each(neighbourhoods)("neighbourhood $id", ({ applies, select, followsIncumbent }) => {
  test("holds different blocks, no more than asked for and some", () => {
    const land = landscape();
    expect(applies(land)).toBe(true);
    for (const size of [1, 3, 7, 1000])
      for (let seed = 0; seed < 20; seed++) {
        const blocks = select(land, size, createRandom(seed));
        expect(blocks.length).toBeGreaterThan(0);
        expect(blocks.length).toBeLessThanOrEqual(size);
        expect(new Set(blocks).size).toBe(blocks.length);
        expect(blocks.every((block) => block >= 0 && block < land.blocks.count)).toBe(true);
      }
  });

  test("differs by seed, and not without", () => {
    const land = landscape();
    const drawn = (seed: number): string => select(land, 4, createRandom(seed)).join();
    expect(drawn(3)).toBe(drawn(3));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => drawn(seed))).size).toBeGreaterThan(1);
  });

  test("says truly whether it looks at the incumbent", () => {
    if (followsIncumbent) return;
    const land = landscape();
    const other = { ...land, values: land.values.map(() => 0) };
    for (let seed = 0; seed < 20; seed++)
      expect(select(other, 4, createRandom(seed))).toEqual(select(land, 4, createRandom(seed)));
  });
});

test("an activity, where and when, is one block; each other variable is one", () => {
  expect(landscape().blocks.count).toBe(12 + 12);
});

test("a window holds activities that run at about one time", () => {
  const land = landscape();
  const blocks = neighbourhoods.find(({ id }) => id === "time-window")!.select(land, 4, createRandom(1));
  const starts = blocks.map((block) => {
    const resource = land.resources[0]!;
    return land.values[resource.start[resource.blocks.indexOf(block)]!]!;
  });
  expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(6);
});
