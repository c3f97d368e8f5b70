import { hourMs } from "@qtwin/core";
import { expect, test } from "vitest";
import { type DifferenceTree, placeTree } from "./tree-layout.ts";
import { quantitiesOf, sentenceOf, stageTitlesOf, valueText } from "./tree-texts.ts";

const zone = "Europe/Berlin";
const difference = {
  scenarioCount: 50,
  p10Eur: -250,
  p50Eur: 0,
  p90Eur: 9,
  meanEur: -120,
  probabilityWorse: 0.2,
};
const tree: DifferenceTree = {
  stagesUntilMs: [],
  quantities: [
    { id: "loadKw", title: "Load", unit: "kW", kind: "deviation" },
    { id: "priceEurMwh", title: "Price", unit: "EUR/MWh", kind: "deviation" },
    { id: "importPeakKw", title: "Import peak", unit: "kW", kind: "outcome" },
  ],
  nodes: [
    { parent: null, stage: 0, probability: 1, planMeanEur: 5000, values: [null, null, null], difference },
    { parent: 0, stage: 1, probability: 1, planMeanEur: 5000, values: [31, null, 810], difference },
  ],
};

test("stages end at local times, with their day and offset where these change", () => {
  const nowMs = Date.UTC(2023, 9, 28, 17);
  const until = (...hours: number[]) => hours.map((h) => nowMs + h * hourMs);
  expect(stageTitlesOf({ ...tree, stagesUntilMs: until(0, 4, 24) }, zone)).toEqual([
    "now, 19:00 UTC+2",
    "until 23:00",
    "until 2023-10-29 18:00 UTC+1",
  ]);
});

test("a deviation carries its sign, an outcome none, and what is not open is left out", () => {
  const [root, below] = placeTree(tree);
  expect(quantitiesOf(tree, below!, "deviation")).toEqual(["Load +31 kW"]);
  expect(quantitiesOf(tree, below!, "outcome")).toEqual(["Import peak 810 kW"]);
  expect(quantitiesOf(tree, root!, "deviation")).toEqual([]);
  expect(valueText(tree.quantities[0]!, -12)).toBe("−12 kW");
  expect(valueText(tree.quantities[1]!, null)).toBeNull();
  expect(sentenceOf(tree, below!, ["now", "until 09:00"])).toMatch(
    /^Course 1, until 09:00: 50 drawn, 100\.0 %\. Load .*, Import peak .*\. The plan costs .*; it costs more in 20\.0 %\.$/,
  );
});
