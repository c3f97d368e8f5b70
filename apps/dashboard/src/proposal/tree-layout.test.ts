import { expect, test } from "vitest";
import { type DifferenceTree, neighbourOf, pathTo, placeTree } from "./tree-layout.ts";

const node = (
  parent: number | null,
  stage: number,
  probability: number,
  meanEur: number,
): DifferenceTree["nodes"][number] => ({
  parent,
  stage,
  probability,
  planMeanEur: 100,
  values: [],
  difference: { scenarioCount: 4, p10Eur: 0, p50Eur: 0, p90Eur: 0, meanEur, probabilityWorse: 0 },
});
const nodes = [
  node(null, 0, 1, -10),
  node(0, 1, 0.5, 0),
  node(0, 1, 0.5, -20),
  node(1, 2, 0.5, 0),
  node(2, 2, 0.25, -10),
  node(2, 2, 0.25, -30),
];
const placed = placeTree({ nodes });
const at = (path: string) => placed.find((each) => each.path === path)!;

test("nodes are read depth first, what saves most on top, and stand beside the middle of what follows", () => {
  expect(placed.map(({ path, index, row }) => [path, index, row])).toEqual([
    ["", 0, 1.25],
    ["1", 2, 0.5],
    ["1.1", 5, 0],
    ["1.2", 4, 1],
    ["2", 1, 2],
    ["2.1", 3, 2],
  ]);
  expect(at("1.2").place).toEqual([2, 2]);
  expect(at("2.1").parent?.path).toBe("2");
  expect([...pathTo(placed, at("2.1").index)]).toEqual([3, 1, 0]);
});

test("arrow keys lead along the tree and stop at its edges", () => {
  const go = (path: string, key: string) => neighbourOf(placed, at(path), key)?.path;
  expect(go("", "ArrowRight")).toBe("1");
  expect(go("1.2", "ArrowLeft")).toBe("1");
  expect(go("1.2", "ArrowDown")).toBe("2.1");
  expect(go("2.1", "ArrowUp")).toBe("1.2");
  expect(go("2.1", "Home")).toBe("");
  expect([go("", "ArrowLeft"), go("1.1", "ArrowUp"), go("2.1", "ArrowRight"), go("1", "x")]).toEqual(
    Array.from({ length: 4 }),
  );
});
