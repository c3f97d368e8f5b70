import { createRandom } from "@qtwin/core";
import { openSubspace, type QuadraticCost } from "@qtwin/kernel";
import { expect, it } from "vitest";
import { runSubspaceQaoa } from "./run-subspace-qaoa.ts";

const blocks = (groups: number, options: number): number[][] =>
  Array.from({ length: groups }, (_, group) =>
    Array.from({ length: options }, (_, option) => group * options + option),
  );

/** Prices of options, and prices of half of all pairs of options in different groups. */
function randomPrices(groups: readonly (readonly number[])[]): QuadraticCost {
  const random = createRandom(3);
  const couplings: [number, number, number][] = [];
  groups.forEach((group, g) => {
    for (const other of groups.slice(0, g))
      for (const a of group)
        for (const b of other) if (random.next() < 0.5) couplings.push([a, b, random.next()]);
  });
  const linear = Array.from({ length: groups.flat().length }, () => random.next());
  return { kind: "quadratic", offset: 0, linear, couplings };
}

it.each([
  { what: "10 slots of 5 variants", groups: blocks(10, 5), layers: 2 },
  { what: "8 tasks on 8 slots", groups: blocks(8, 8), layers: 3 },
])("$what: optimised angles beat uniform samples", { timeout: 900_000 }, async ({ what, groups, layers }) => {
  const begun = performance.now();
  const cost = randomPrices(groups);
  const run = await runSubspaceQaoa({ cost, groups }, { layers }, { seed: 1 });
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${what}, p = ${layers}: ${run.effort.gradients} gradients, ${seconds.toFixed(1)} s`);
  expect(run.amplitudes).toBe(groups[0]!.length ** groups.length);
  expect(run.expectation).toBeLessThan(run.randomSamples.mean);
  expect(run.successProbability! * run.amplitudes).toBeGreaterThan(100 * run.certified!.minimisers);
  expect(run.certified!.energy).toBeLessThanOrEqual(run.best.energy);
  for (const group of groups) expect(group.reduce((ones, i) => ones + run.best.bits[i]!, 0)).toBe(1);
});

// A cost without couplings leaves a product of states of single groups.
it.each([
  ["f32", blocks(8, 8), 1e-5],
  ["f64", blocks(10, 5), 1e-12],
] as const)(
  "%s: a large state of single groups has their energies (relative tolerance)",
  { timeout: 300_000 },
  async (precision, groups, tolerance) => {
    const random = createRandom(6);
    const linear = groups.flat().map(() => random.next());
    const kernel = await openSubspace({ precision: "f64" });
    let [energy, byGamma, byBeta] = [0, 0, 0];
    for (const group of groups) {
      const own = linear.map((weight, i) => (group.includes(i) ? weight : 0));
      const state = kernel.createState({
        groups: [group],
        cost: { kind: "quadratic", offset: 0, linear: own, couplings: [] },
        mixer: "ring",
      });
      const { objective, gammas, betas } = state.gradient([0.8], [-0.6]);
      energy += objective;
      byGamma += gammas[0]!;
      byBeta += betas[0]!;
    }
    const cost = { kind: "quadratic", offset: 0, linear, couplings: [] } as const;
    const state = (await openSubspace({ precision })).createState({ groups, cost, mixer: "ring" });
    const { objective, gammas, betas } = state.gradient([0.8], [-0.6]);
    expect(Math.abs(objective / energy - 1)).toBeLessThan(tolerance);
    expect(Math.abs(gammas[0]! / byGamma - 1)).toBeLessThan(100 * tolerance);
    expect(Math.abs(betas[0]! / byBeta - 1)).toBeLessThan(100 * tolerance);
    state.free();
  },
);
