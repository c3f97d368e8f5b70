import { hourMs } from "@qtwin/core";
import { expect, test } from "vitest";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts } from "./facts.ts";
import { scenarios } from "./scenarios.ts";
import { baseline } from "./use-case.ts";
import { drawWorlds } from "./worlds.ts";

const count = 50;
const seed = 4;
const treeAt = (startHour: number, hours = 24, changes: Partial<EnergyFacts> = {}) => {
  const facts = { ...exampleFacts({ startHour, hours }), ...changes };
  const plan = baseline(facts);
  return { facts, tree: scenarios(facts, plan, plan, count, seed).tree! };
};

test("the tree is of the same draws: those of each stage are all of them, and their mean is that of the draws", () => {
  const { facts, tree } = treeAt(12);
  expect(tree.stagesUntilMs).toEqual([0, 1, 4, 24].map((hours) => facts.nowMs + hours * hourMs));
  expect(tree.nodes[0]).toEqual({
    parent: null,
    stage: 0,
    draws: Array.from({ length: count }, (_, draw) => draw),
    values: [null, null, null, null],
  });
  const leaves = tree.nodes.filter(({ stage }) => stage === 3);
  expect(leaves.length).toBeGreaterThan(6);
  expect(leaves.length).toBeLessThanOrEqual(12);
  const worlds = drawWorlds(facts, count, seed);
  for (const [stage, from, until] of [
    [1, 0, 4],
    [2, 4, 16],
    [3, 16, 96],
  ] as const) {
    const here = tree.nodes.filter((node) => node.stage === stage);
    const drawn = here.flatMap(({ draws }) => draws).sort((left, right) => left - right);
    expect(drawn).toEqual(tree.nodes[0]!.draws);
    const ofTree = here.reduce((sum, { draws, values }) => sum + (draws.length / count) * values[0]!, 0);
    const ofDraws = worlds.flatMap(({ loadErrorKw }) => loadErrorKw.slice(from, until));
    expect(ofTree).toBeCloseTo(ofDraws.reduce((sum, kw) => sum + kw, 0) / ofDraws.length, 9);
  }
});

test("what is published or dark is not open; what is open tells the courses apart", () => {
  const noPv = exampleFacts().pvKw.p50.map(() => 0);
  const { tree } = treeAt(0, 24, { pvKw: { p10: noPv, p50: noPv, p90: noPv, basis: "published" } });
  const ids = tree.quantities.map(({ id }) => id);
  expect(ids).toEqual(["loadKw", "pvKw", "priceEurMwh", "importPeakKw"]);
  const at = (stage: number, id: string) =>
    tree.nodes.filter((node) => node.stage === stage).map(({ values }) => values[ids.indexOf(id)]!);
  expect(new Set([...at(1, "pvKw"), ...at(3, "pvKw"), ...at(3, "priceEurMwh")])).toEqual(new Set([null]));
  const loads = at(1, "loadKw");
  expect(Math.max(...loads) - Math.min(...loads)).toBeGreaterThan(20);
  for (const peakKw of at(3, "importPeakKw")) expect(peakKw).toBeGreaterThan(1000);
  const tomorrow = treeAt(12).tree.nodes.filter(({ stage }) => stage === 3);
  const prices = tomorrow.map(({ values }) => values[2]!);
  expect(Math.max(...prices) - Math.min(...prices)).toBeGreaterThan(5);
});

test("a short plan has the stages that fit into it", () => {
  const { facts, tree } = treeAt(8, 3);
  expect(tree.stagesUntilMs).toEqual([0, 1, 3].map((hours) => facts.nowMs + hours * hourMs));
});

test("a plan for possible courses is judged on other draws than those it was made for", () => {
  const facts = exampleFacts();
  const made = exampleFacts({ courses: 5 });
  const plan = baseline(facts);
  const costsOf = (judged: EnergyFacts, from: number) => scenarios(judged, plan, plan, 8, from).planEur;
  expect(costsOf(made, made.risk!.seed)).not.toEqual(costsOf(facts, made.risk!.seed));
  expect(costsOf(made, made.risk!.seed)).toEqual(costsOf(facts, made.risk!.seed + 1));
  expect(costsOf(made, 9)).toEqual(costsOf(facts, 9));
});
