import { createRandom } from "@qtwin/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioTree, type TreeNode } from "./scenario-tree.ts";

const childrenOf = (nodes: readonly TreeNode[], at: number) => nodes.filter(({ parent }) => parent === at);

test("draws that go together first and part later are found so", () => {
  const first = [[10], [-10], [11], [-11], [10], [-10]];
  const second = [[5], [5], [5], [-5], [-5], [5]];
  const nodes = scenarioTree([first, second], [2, 2]);
  expect(nodes[0]).toEqual({ parent: null, stage: 0, draws: [0, 1, 2, 3, 4, 5] });
  expect(childrenOf(nodes, 0).map(({ draws }) => draws)).toEqual([
    [0, 2, 4],
    [1, 3, 5],
  ]);
  const leaves = nodes.filter(({ stage }) => stage === 2).map(({ draws }) => draws);
  expect(leaves).toEqual([[0, 2], [4], [1, 5], [3]]);
});

test("one branch stays together, and so do draws that do not differ", () => {
  const apart = [
    [1, 0],
    [2, 0],
    [3, 1],
    [9, 9],
  ];
  expect(scenarioTree([apart], [1])).toHaveLength(2);
  expect(scenarioTree([apart.map(() => [4, 4])], [3]).map(({ draws }) => draws.length)).toEqual([4, 4]);
});

test("the first to stand for others is the one in the middle, the next the one farthest from it in sum", () => {
  const nodes = scenarioTree([[[0], [1], [2], [30], [31]]], [2]);
  expect(childrenOf(nodes, 0).map(({ draws }) => draws)).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
});

test("children part the draws of their node, so that shares add up and means are kept in every stage", () => {
  const shape = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    count: fc.integer({ min: 1, max: 25 }),
    branches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(shape, ({ seed, count, branches }) => {
      const random = createRandom(seed);
      const stages = branches.map(() =>
        Array.from({ length: count }, () => [random.normal(), random.normal()]),
      );
      const nodes = scenarioTree(stages, branches);
      nodes.forEach((node, at) => {
        if (node.parent !== null) expect(node.parent).toBeLessThan(at);
        const children = childrenOf(nodes, at);
        expect(children.length).toBeLessThanOrEqual(branches[node.stage] ?? 0);
        if (node.stage === branches.length) return;
        const inChildren = children.flatMap(({ draws }) => draws).sort((left, right) => left - right);
        expect(inChildren).toEqual(node.draws);
      });
      stages.forEach((values, at) => {
        const here = nodes.filter(({ stage }) => stage === at + 1);
        const mean = (draws: readonly number[]) =>
          draws.reduce((sum, draw) => sum + values[draw]![0]!, 0) / draws.length;
        const ofTree = here.reduce((sum, { draws }) => sum + (draws.length / count) * mean(draws), 0);
        expect(ofTree).toBeCloseTo(mean(values.map((_, draw) => draw)), 9);
        expect(here.reduce((sum, { draws }) => sum + draws.length / count, 0)).toBeCloseTo(1, 12);
      });
    }),
    { numRuns: 60 },
  );
});

test("stages that do not fit each other are refused", () => {
  for (const [stages, branches] of [
    [
      [[[1]], [[1], [2]]],
      [2, 2],
    ],
    [[[[1]]], [2, 2]],
  ] as const)
    expect(() => scenarioTree(stages, branches)).toThrow(
      expect.objectContaining({ code: "QT_FORECAST_GRID" }),
    );
});
