import { certifiedOptimum } from "@qtwin/quantum";
import { expect, test } from "vitest";
import { problemCost } from "./problems.ts";

// K4 is cut in four edges of six; LABS: Packebusch, Mertens, arXiv 1512.02475.
test.each([
  ["max-cut", 4, -4],
  ["labs", 12, 10],
] as const)("%s of size %i has least energy %i", async (kind, size, energy) => {
  expect((await certifiedOptimum(size, problemCost(kind, size, 1)))?.energy).toBe(energy);
});

test("a QUBO is dense, and its weights reach 10 either way", () => {
  const cost = problemCost("qubo", 20, 3);
  if (cost.kind !== "quadratic") throw new Error("not quadratic");
  expect(cost.couplings).toHaveLength(190);
  const weights = cost.couplings.map(([, , weight]) => weight);
  expect([Math.min(...weights), Math.max(...weights)]).toEqual([-10, 10]);
});

test("the same seed gives the same instance, another seed another", () => {
  for (const kind of ["max-cut", "qubo"] as const) {
    expect(problemCost(kind, 12, 7)).toEqual(problemCost(kind, 12, 7));
    expect(problemCost(kind, 12, 7)).not.toEqual(problemCost(kind, 12, 8));
  }
});
