import { certifiedOptimum } from "@qtwin/quantum";
import { describe, expect, test } from "vitest";
import { problemCost } from "./problems.ts";

const quadratic = (kind: "max-cut" | "qubo", qubits: number, seed: number) => {
  const cost = problemCost(kind, qubits, seed);
  if (cost.kind !== "quadratic") throw new Error(`${kind} is not quadratic`);
  return cost;
};

describe("max-cut", () => {
  test.each([4, 12, 20])("every one of %i vertices has three different neighbours", (vertices) => {
    const { couplings } = quadratic("max-cut", vertices, 5);
    const neighbours = Array.from({ length: vertices }, () => new Set<number>());
    for (const [i, j] of couplings) {
      neighbours[i]!.add(j);
      neighbours[j]!.add(i);
      expect(i).not.toBe(j);
    }
    expect(neighbours.map(({ size }) => size)).toEqual(new Array(vertices).fill(3));
  });

  test("the energy is minus the edges cut: K4 is cut in four edges, by its three halvings and their mirrors", async () => {
    const optimum = await certifiedOptimum(4, quadratic("max-cut", 4, 1));
    expect(optimum).toMatchObject({ energy: -4, minimisers: 6 });
  });
});

test("a dense QUBO has every pair, a linear term and weights from -10 to 10", () => {
  const { linear, couplings } = quadratic("qubo", 9, 3);
  expect([linear.length, couplings.length]).toEqual([9, 36]);
  const weights = [...Array.from(linear), ...couplings.map(([, , weight]) => weight)];
  expect(weights.every((weight) => Number.isInteger(weight) && Math.abs(weight) <= 10)).toBe(true);
  expect(new Set(weights).size).toBeGreaterThan(5);
});

// Optima: Packebusch, Mertens, arXiv 1512.02475.
test.each([
  [5, 2],
  [11, 5],
  [12, 10],
  [13, 6],
])("the sequence of length %i has least energy %i", async (length, energy) => {
  expect((await certifiedOptimum(length, problemCost("labs", length, 0)))?.energy).toBe(energy);
});

test("the same seed gives the same instance, another seed another", () => {
  for (const kind of ["max-cut", "qubo"] as const) {
    expect(problemCost(kind, 12, 7)).toEqual(problemCost(kind, 12, 7));
    expect(problemCost(kind, 12, 7)).not.toEqual(problemCost(kind, 12, 8));
  }
});
