import { describe, expect, it } from "vitest";
import { compileFile } from "../load/compile.ts";
import { referenceCvar, referenceExpectation, referenceProbabilities } from "../reference/qaoa.ts";
import { randomAngles } from "../testing/angles.ts";
import { groupsOf, randomGroupedCost, randomHigherCost } from "../testing/grouped.ts";
import { openSubspace } from "./open-subspace.ts";
import { referenceFeasibleCosts, referenceSubspace } from "./reference/reference-subspace.ts";
import { type SubspaceMixer, SubspaceState } from "./subspace-state.ts";

const mixers: readonly SubspaceMixer[] = ["ring", "complete", "grover"];

/** One row, rows that fill no vector, several tiles, one and two passes over columns, groups of one option. */
const shapes: readonly (readonly number[])[] = [
  [1],
  [2],
  [3],
  [7, 1, 2],
  [1, 1, 5],
  [3, 4, 5, 2],
  [5, 5, 5, 5, 5],
  [8, 8, 8, 8],
  [600, 3],
  [5, 5, 5, 5, 5, 5, 3],
  [9, 9, 9, 9, 3, 2],
  [4, 4, 4, 4, 4, 4, 4, 4],
  [33, 1000, 2],
];

/** Costs by shape: the reference takes longest over them. */
const caseOf = new Map(
  shapes.map((sizes) => {
    const groups = groupsOf(sizes);
    const cost = randomGroupedCost(groups, 5);
    return [sizes, { groups, cost, costs: referenceFeasibleCosts(groups, cost) }];
  }),
);
const cases = shapes.flatMap((sizes) => mixers.map((mixer) => ({ sizes, mixer })));

function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let gap = 0;
  for (let x = 0; x < a.length; x += 1) gap = Math.max(gap, Math.abs(a[x]! - b[x]!));
  return gap;
}

describe.each([
  ["f64", 1e-13, 1e-12],
  ["f32", 2e-6, 1e-5],
] as const)("%s: two layers equal the plain reference", (precision, tolerance, relative) => {
  it.each(cases)("$mixer on groups of $sizes", async ({ sizes, mixer }) => {
    const { groups, cost, costs } = caseOf.get(sizes)!;
    const expected = referenceSubspace(groups, costs, mixer, [0.4, -0.3], [0.7, 1.9]);
    const state = (await openSubspace({ precision })).createState({ groups, cost, mixer });
    state.layer(0.4, 0.7);
    state.layer(-0.3, 1.9);
    const found = state.amplitudes();
    const peak = Math.sqrt(referenceProbabilities(expected).reduce((a, b) => Math.max(a, b), 0));
    expect(largestGap(found.re, expected.re)).toBeLessThan(tolerance * peak * 4);
    expect(largestGap(found.im, expected.im)).toBeLessThan(tolerance * peak * 4);
    const scale = 1 + Math.abs(referenceExpectation(expected, costs));
    expect(Math.abs(state.expectation() - referenceExpectation(expected, costs))).toBeLessThan(
      relative * scale,
    );
    expect(Math.abs(state.norm() - 1)).toBeLessThan(relative);
    expect(Math.abs(state.cvar(0.2) - referenceCvar(expected, costs, 0.2))).toBeLessThan(relative * scale);
    state.free();
  });
});

it.each(mixers)("%s: costs with terms of three and more groups equal the plain reference", async (mixer) => {
  for (const sizes of [
    [3, 2, 4, 3],
    [5, 5, 5, 5, 5, 5, 3],
  ]) {
    const groups = groupsOf(sizes);
    const cost = randomHigherCost(groups.flat().length, 8, 60);
    const costs = referenceFeasibleCosts(groups, cost);
    const expected = referenceSubspace(groups, costs, mixer, [0.4], [0.7]);
    const state = (await openSubspace({ precision: "f64" })).createState({ groups, cost, mixer });
    state.layer(0.4, 0.7);
    const { re, im } = state.amplitudes();
    expect(Math.max(largestGap(re, expected.re), largestGap(im, expected.im))).toBeLessThan(1e-14);
    expect(state.expectation()).toBeCloseTo(referenceExpectation(expected, costs), 12);
  }
});

describe.each(mixers)("%s: the gradient", (mixer) => {
  const shapesOfGradient = [[3], [2, 1, 4], [5, 3, 6, 2], [5, 5, 5, 5, 5, 5, 3], [9, 9, 9, 9, 3, 2]];

  it.each(shapesOfGradient.map((sizes) => [sizes]))(
    "on groups of %j equals finite differences",
    async (sizes) => {
      const groups = groupsOf(sizes);
      const cost = randomGroupedCost(groups, 11);
      const state = (await openSubspace({ precision: "f64" })).createState({ groups, cost, mixer });
      const angles = [...randomAngles(2, 1, 0.8), ...randomAngles(2, 2, 0.8)];
      const valueAt = (at: readonly number[]): number => {
        state.reset();
        state.layer(at[0]!, at[2]!);
        state.layer(at[1]!, at[3]!);
        return state.expectation();
      };
      const { objective, gammas, betas } = state.gradient(angles.slice(0, 2), angles.slice(2));
      expect(objective).toBeCloseTo(valueAt(angles), 12);
      [...gammas, ...betas].forEach((slope, k) => {
        // Central differences of step h err by about h² ≈ 1e-9 and 1e-16 / h ≈ 1e-12.
        const shifted = (by: number) => valueAt(angles.map((angle, at) => (at === k ? angle + by : angle)));
        expect(Math.abs(slope - (shifted(3e-5) - shifted(-3e-5)) / 6e-5)).toBeLessThan(1e-6);
      });
    },
  );

  it("in f32 equals the one in f64 to 1e-4 of its largest entry", async () => {
    const groups = groupsOf([9, 9, 9, 9, 3, 2]);
    const options = { groups, cost: randomGroupedCost(groups, 3), mixer };
    const [single, double] = await Promise.all(
      (["f32", "f64"] as const).map(async (precision) => {
        const state = (await openSubspace({ precision })).createState(options);
        const { gammas, betas } = state.gradient([0.2, 0.4], [0.8, 0.3]);
        return [...gammas, ...betas];
      }),
    );
    const largest = double!.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(largestGap(single!, double!)).toBeLessThan(1e-4 * largest);
  });

  it("of the CVaR equals finite differences", async () => {
    const groups = groupsOf([4, 3, 5, 3]);
    const state = (await openSubspace({ precision: "f64" })).createState({
      groups,
      cost: randomGroupedCost(groups, 4),
      mixer,
    });
    const valueAt = (gamma: number, beta: number): number => {
      state.reset();
      state.layer(gamma, beta);
      return state.cvar(0.3);
    };
    const { objective, gammas, betas } = state.gradient([0.5], [0.4], 0.3);
    const step = 1e-6;
    expect(objective).toBeCloseTo(valueAt(0.5, 0.4), 12);
    const byGamma = (valueAt(0.5 + step, 0.4) - valueAt(0.5 - step, 0.4)) / (2 * step);
    const byBeta = (valueAt(0.5, 0.4 + step) - valueAt(0.5, 0.4 - step)) / (2 * step);
    expect(Math.abs(gammas[0]! - byGamma)).toBeLessThan(1e-6);
    expect(Math.abs(betas[0]! - byBeta)).toBeLessThan(1e-6);
  });
});

it("samples have the state's probabilities, exact energies and the same seed's repetition", async () => {
  const groups = groupsOf([5, 5, 5, 5, 5, 5, 3]);
  const cost = randomGroupedCost(groups, 6);
  const costs = referenceFeasibleCosts(groups, cost);
  const state = (await openSubspace({ precision: "f64" })).createState({ groups, cost, mixer: "ring" });
  state.layer(0.5, 0.6);
  const shots = 200_000;
  const { basis, occurrences, energies } = state.sample(shots, 12);
  expect(occurrences.reduce((a, b) => a + b, 0)).toBe(shots);
  let [mean, worst] = [0, 0];
  basis.forEach((x, k) => {
    worst = Math.max(worst, Math.abs(energies[k]! - costs[x]!));
    mean += (energies[k]! * occurrences[k]!) / shots;
  });
  expect(worst).toBeLessThan(1e-12);
  const probabilities = state.probabilities();
  const deviation = Math.sqrt(
    costs.reduce((sum, value, x) => sum + probabilities[x]! * (value - state.expectation()) ** 2, 0),
  );
  // Five standard deviations of a mean over the shots.
  expect(Math.abs(mean - state.expectation())).toBeLessThan((5 * deviation) / Math.sqrt(shots));
  // Each option of each group, by the same measure.
  const seen = new Float64Array(33);
  const expected = new Float64Array(33);
  basis.forEach((x, k) => {
    for (const [g, option] of state.optionsAt(x).entries()) seen[5 * g + option]! += occurrences[k]! / shots;
  });
  probabilities.forEach((p, x) => {
    for (const [g, option] of state.optionsAt(x).entries()) expected[5 * g + option]! += p;
  });
  expect(largestGap(seen, expected)).toBeLessThan(5 * Math.sqrt(0.25 / shots));
  expect(state.sample(shots, 12)).toEqual({ basis, occurrences, energies });
});

it("massBelow is the probability of the costs below the limit", async () => {
  const groups = groupsOf([4, 3, 5]);
  const cost = randomGroupedCost(groups, 2);
  const costs = referenceFeasibleCosts(groups, cost);
  const state = (await openSubspace({ precision: "f64" })).createState({ groups, cost, mixer: "complete" });
  state.layer(0.6, 0.5);
  const limit = costs.toSorted()[20]!;
  const expected = state.probabilities().reduce((sum, p, x) => sum + (costs[x]! < limit - 1e-9 ? p : 0), 0);
  expect(state.massBelow(limit - 1e-9)).toBeCloseTo(expected, 12);
});

it.each([
  ["f32", 1e-5],
  ["f64", 1e-12],
] as const)(
  "the %s build without relaxed SIMD equals the reference (tolerance %f)",
  async (precision, tolerance) => {
    const groups = groupsOf([5, 5, 5, 5, 5, 5, 3]);
    const cost = randomGroupedCost(groups, 9);
    const costs = referenceFeasibleCosts(groups, cost);
    const module = await compileFile(`subspace-${precision}-plain.wasm`);
    const state = new SubspaceState(module, precision, { groups, cost, mixer: "ring" });
    state.layer(0.4, 0.7);
    const expected = referenceExpectation(referenceSubspace(groups, costs, "ring", [0.4], [0.7]), costs);
    expect(Math.abs(state.expectation() - expected)).toBeLessThan(tolerance);
  },
);

it("refuses what it cannot simulate", async () => {
  const kernel = await openSubspace({ precision: "f64" });
  const cost = { kind: "quadratic", offset: 0, linear: [1, 2, 3], couplings: [] } as const;
  const create = (groups: number[][], mixer: SubspaceMixer = "ring") =>
    kernel.createState({ groups, cost, mixer });
  const code = (expected: string) => expect.objectContaining({ code: expected });
  expect(() => create([])).toThrow(code("QT_KERNEL_BAD_GROUPS"));
  expect(() => create([[0, 1], []])).toThrow(code("QT_KERNEL_BAD_GROUPS"));
  expect(() =>
    create([
      [0, 1],
      [1, 2],
    ]),
  ).toThrow(code("QT_KERNEL_BAD_GROUPS"));
  expect(() => create([[0, 1]])).toThrow(code("QT_KERNEL_BAD_COST"));
  expect(() => create([[0, 1, 2]], "x" as SubspaceMixer)).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  const large = Array.from({ length: 10 }, (_, group) =>
    Array.from({ length: 10 }, (_, option) => 10 * group + option),
  );
  const free = { ...cost, linear: [] };
  expect(() => kernel.createState({ groups: large, cost: free, mixer: "ring" })).toThrow(
    code("QT_KERNEL_TOO_MANY_QUBITS"),
  );
  const state = create([[0, 1, 2]]);
  expect(() => state.layer(Number.NaN, 0)).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  expect(() => state.gradient([1], [])).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  expect(() => state.gradient([1], [1], 0)).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  expect(() => state.cvar(1.1)).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  expect(() => state.sample(0, 1)).toThrow(code("QT_KERNEL_BAD_ARGUMENT"));
  state.free();
  expect(() => state.norm()).toThrow(code("QT_KERNEL_STATE_FREED"));
});
