import { expect, it } from "vitest";
import { markdownOf } from "./markdown.ts";
import { comparisonsOf, type QuantumRow } from "./rows.ts";

const row = (engine: string, precision: "f32" | "f64", layerMs: number | null, note = ""): QuantumRow => ({
  engine,
  n: 20,
  graph: "dense",
  threads: 1,
  precision,
  layerMs,
  passMs: 0.5,
  layerPasses: layerMs === null ? null : layerMs / 0.5,
  heldQubits: engine === "qtwin" ? 20 : null,
  peakShare: engine === "qtwin" ? 0.5 : null,
  variant: engine === "qtwin" ? null : "gates",
  tried: [],
  note,
});

const rows = [
  row("qtwin", "f32", 4),
  row("qtwin", "f64", 8),
  row("aer", "f32", 100),
  row("qulacs", "f64", 80),
  row("lightning", "f64", null, "does not install here"),
];

it("an engine that has only f64 counts against our f32 as well, one of f32 not against our f64", () => {
  expect(comparisonsOf(rows)).toMatchObject([
    { precision: "f32", fastestPeer: "qulacs", timesFaster: 20 },
    { precision: "f64", fastestPeer: "qulacs", timesFaster: 10 },
  ]);
});

it("without other engines there is nothing to compare", () => {
  expect(comparisonsOf(rows.slice(0, 2))).toEqual([]);
});

it("prints the report's tables", () => {
  const bench = {
    rows,
    comparisons: comparisonsOf(rows),
    gradients: [],
    enumeration: { n: 28, seconds: 0.25, minimum: -1 },
    memory: { n: 28, layerMs: 2000, peakBytes: 2 ** 31, norm: 1 },
  };
  const text = markdownOf(bench);
  expect(text).toContain("| 20 | dense | 1 | f32 | 4.00 | 8.0 | 50 % | 100 |  |  |  | 20.0 (qulacs) |");
  expect(text).toContain("| 20 | dense | 1 | f64 | 8.00 | 16.0 | 50 % |  | – | 80 |  | 10.0 (qulacs) |");
  expect(text).toContain("–: does not install here.");
  expect(text).toContain("28 variables: 0.250 s");
  expect(text).toContain("2.00 GiB");
});
