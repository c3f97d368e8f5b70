import { expect, it } from "vitest";
import { groupsOf, randomGroupedCost, randomHigherCost } from "../testing/grouped.ts";
import { enumerateFeasible } from "./enumerate-feasible.ts";
import { optionsAt } from "./one-hot-groups.ts";
import { referenceFeasibleCosts } from "./reference/reference-subspace.ts";

it.each([[[1]], [[3]], [[4, 1, 3]], [[5, 5, 5, 5, 5, 5, 3]], [[600, 3]]])(
  "on groups of %j finds the minimum, its first place and how often it occurs",
  async (sizes) => {
    const groups = groupsOf(sizes);
    const count = groups.flat().length;
    for (const cost of [randomGroupedCost(groups, 7), randomHigherCost(count, 7, 40)]) {
      const costs = referenceFeasibleCosts(groups, cost);
      const least = costs.reduce((a, b) => Math.min(a, b));
      const found = await enumerateFeasible(groups, cost);
      expect(Math.abs(found.minimum - least)).toBeLessThan(1e-12);
      expect(found.options).toEqual(
        optionsAt(
          groups,
          costs.findIndex((c) => c <= least + found.tolerance),
        ),
      );
      expect(found.minimisers).toBe(costs.filter((c) => c <= least + found.tolerance).length);
    }
  },
);

it("counts ties of whole weights exactly", async () => {
  const groups = groupsOf([3, 4, 3]);
  const cost = {
    kind: "quadratic",
    offset: 2,
    linear: new Array(10).fill(0),
    couplings: [[0, 1, -1]],
  } as const;
  // Variables 0 and 1 stand in different groups; the third group is free.
  expect(await enumerateFeasible(groups, cost)).toMatchObject({ minimum: 1, minimisers: 3, tolerance: 0 });
});

it("refuses more than 2^30 feasible assignments", async () => {
  const groups = groupsOf(new Array(31).fill(2));
  const cost = { kind: "quadratic", offset: 0, linear: [], couplings: [] } as const;
  await expect(enumerateFeasible(groups, cost)).rejects.toThrow(
    expect.objectContaining({
      code: "QT_KERNEL_TOO_MANY_QUBITS",
      message: "2147483648 feasible assignments are more than 1073741824.",
    }),
  );
});

it("tells small weights apart under a large offset", async () => {
  const groups = [
    [0, 1],
    [2, 3, 4],
  ];
  const cost = {
    kind: "quadratic",
    offset: 1e6,
    linear: [0, -1e-7, 0, -2e-7, -4e-7],
    couplings: [],
  } as const;
  expect(await enumerateFeasible(groups, cost)).toMatchObject({ options: [1, 2], minimisers: 1 });
});
