import { expect, it } from "vitest";
import { casesOf, costOfCase } from "./cases.ts";

it("the full set: four sizes, two precisions, two graphs, two thread counts, sizes ascending", () => {
  const cases = casesOf({});
  expect(cases).toHaveLength(32);
  expect([...new Set(cases.map(({ n }) => n))]).toEqual([16, 20, 24, 26]);
});

it("a filter keeps what it names and takes all of the rest", () => {
  expect(casesOf({ n: 24, precision: "f32" })).toEqual([
    { n: 24, graph: "3-regular", threads: 1, precision: "f32" },
    { n: 24, graph: "3-regular", threads: 2, precision: "f32" },
    { n: 24, graph: "dense", threads: 1, precision: "f32" },
    { n: 24, graph: "dense", threads: 2, precision: "f32" },
  ]);
});

it("leaves out what cannot be: 3-regular graphs of an odd number of nodes, f64 at 28", () => {
  expect(casesOf({ n: 9 }).every(({ graph }) => graph === "dense")).toBe(true);
  expect(casesOf({ n: 9, graph: "3-regular" })).toEqual([]);
  expect(casesOf({ n: 28 }).every(({ precision }) => precision === "f32")).toBe(true);
});

it.each([4, 6, 16, 26])(
  "the 3-regular problem at %i is minus the cut of a simple graph of degree three",
  (n) => {
    const { linear, couplings, offset } = costOfCase({ n, graph: "3-regular" });
    const degree = new Array<number>(n).fill(0);
    for (const [i, j, weight] of couplings) {
      expect(i).toBeLessThan(j);
      expect(weight).toBe(2);
      degree[i]! += 1;
      degree[j]! += 1;
    }
    expect(degree).toEqual(new Array<number>(n).fill(3));
    expect(Array.from(linear)).toEqual(new Array<number>(n).fill(-3));
    expect(new Set(couplings.map(([i, j]) => `${i} ${j}`)).size).toBe(couplings.length);
    expect(offset).toBe(0);
  },
);

it("the dense problem has all products and linear terms, the same at each call", () => {
  const cost = costOfCase({ n: 7, graph: "dense" });
  expect(cost.couplings).toHaveLength(21);
  expect(Array.from(cost.linear).every((weight) => weight !== 0 && Math.abs(weight) <= 1)).toBe(true);
  expect(costOfCase({ n: 7, graph: "dense" })).toEqual(cost);
});
