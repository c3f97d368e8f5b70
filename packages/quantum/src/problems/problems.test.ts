import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { denseCost } from "./dense-cost.ts";
import { labsCost } from "./labs-cost.ts";
import { maxCutCost } from "./max-cut-cost.ts";
import { regularGraph } from "./regular-graph.ts";

describe("regularGraph", () => {
  it.each([
    [2, 1],
    [4, 3],
    [12, 3],
    [7, 6],
    [100, 3],
    [11, 4],
  ])("gives every one of %i vertices %i different neighbours", (count, degree) => {
    const neighbours = Array.from({ length: count }, () => new Set<number>());
    for (const [i, j, weight] of regularGraph(count, degree, createRandom(5))) {
      expect(i).toBeLessThan(j);
      expect(weight).toBe(1);
      neighbours[i]!.add(j);
      neighbours[j]!.add(i);
    }
    expect(neighbours.map(({ size }) => size)).toEqual(new Array(count).fill(degree));
  });

  it("gives each of the 70 3-regular graphs of six vertices as often", () => {
    const random = createRandom(1);
    const seen = new Map<string, number>();
    for (let draw = 0; draw < 7000; draw += 1) {
      const name = regularGraph(6, 3, random)
        .map(([i, j]) => `${i}${j}`)
        .sort()
        .join();
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    expect(seen.size).toBe(70);
    // Each count is 100 in the mean; five standard deviations.
    for (const count of seen.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  it.each([
    [5, 3],
    [3, 3],
    [20, 7],
    [4, 0],
    [4.5, 2],
    [4, 1.5],
  ])("refuses %i vertices of degree %d", (count, degree) => {
    expect(() => regularGraph(count, degree, createRandom(1))).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE" }),
    );
  });
});

it("the energy is minus the weight cut: K4 is cut in four edges, by its three halvings and their mirrors", async () => {
  const cost = maxCutCost(4, regularGraph(4, 3, createRandom(1)));
  expect(await certifiedOptimum(4, cost)).toMatchObject({ energy: -4, minimisers: 6 });
  expect(energyOf(maxCutCost(2, [[0, 1, 2.5]]), [1, 0])).toBe(-2.5);
});

it("a dense cost has every pair, a linear weight each, and takes every weight up to the greatest", () => {
  const { linear, couplings } = denseCost(30, 3, createRandom(3));
  expect(couplings.map(([i, j]) => `${i} ${j}`)).toHaveLength(new Set(couplings.map(String)).size);
  expect([linear.length, couplings.length]).toEqual([30, 435]);
  const weights = new Set([...Array.from(linear), ...couplings.map(([, , weight]) => weight)]);
  expect([...weights].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
});

describe("labsCost", () => {
  // Optima: Packebusch, Mertens, arXiv 1512.02475.
  it.each([
    [1, 0],
    [5, 2],
    [11, 5],
    [12, 10],
    [13, 6],
  ])("of length %i has least energy %i", async (length, energy) => {
    expect((await certifiedOptimum(length, labsCost(length)))?.energy).toBe(energy);
  });

  it("of equal signs is the sum of the squares below the length, at the greatest length too", () => {
    const squares = (30 * 31 * 61) / 6;
    expect(energyOf(labsCost(31), new Uint8Array(31))).toBe(squares);
    expect(energyOf(labsCost(31), new Uint8Array(31).fill(1))).toBe(squares);
  });

  it("refuses other lengths", () => {
    for (const length of [0, 1.5, 32])
      expect(() => labsCost(length)).toThrow(expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE" }));
  });
});
