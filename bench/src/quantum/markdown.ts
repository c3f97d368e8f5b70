import { markdownTable } from "../markdown-table.ts";
import type { QuantumCase } from "./cases.ts";
import type { QuantumBench, QuantumRow } from "./rows.ts";

const figure = (value: number | null, digits: number): string => value?.toFixed(digits) ?? "–";
const milliseconds = (value: number | null): string => figure(value, value !== null && value < 10 ? 2 : 0);

const peers = ["aer", "lightning", "qulacs", "qokit"] as const;
const peerTitles = ["Aer", "Lightning", "qulacs", "QOKit"] as const;

const isSameCase = (left: QuantumCase, right: QuantumCase): boolean =>
  left.n === right.n &&
  left.graph === right.graph &&
  left.threads === right.threads &&
  left.precision === right.precision;

/** One case a line, the engines beside each other; engines without this precision have an empty cell. */
function caseCells(ours: QuantumRow, { rows, comparisons }: QuantumBench): readonly string[] {
  const compared = comparisons.find((each) => isSameCase(each, ours));
  const peerCell = (engine: string): string => {
    const row = rows.find((each) => each.engine === engine && isSameCase(each, ours));
    return row === undefined ? "" : milliseconds(row.layerMs);
  };
  return [
    `${ours.n}`,
    ours.graph,
    `${ours.threads}`,
    ours.precision,
    milliseconds(ours.layerMs),
    figure(ours.layerPasses, 1),
    ours.peakShare === null ? "" : `${(100 * ours.peakShare).toFixed(0)} %`,
    ...peers.map(peerCell),
    compared === undefined ? "" : `${compared.timesFaster.toFixed(1)} (${compared.fastestPeer})`,
  ];
}

/** Why cells show a dash, each reason once. */
function notesOf({ rows }: QuantumBench): readonly string[] {
  const notes = new Set(rows.filter(({ layerMs }) => layerMs === null).map(({ note }) => note));
  return notes.size === 0 ? [] : [`–: ${[...notes].join("; ")}.`];
}

/** The tables of `bench/REPORT.md`. */
export function markdownOf(bench: QuantumBench): string {
  const head = ["n", "graph", "threads", "precision", "Qtwin ms", "passes", "of peak"];
  const rows = bench.rows.filter(({ engine }) => engine === "qtwin").map((row) => caseCells(row, bench));
  const gradients = bench.gradients.map(({ n, precision, layers, evaluationMs, gradientMs, evaluations }) => [
    `${n}`,
    precision,
    `${layers}`,
    milliseconds(evaluationMs),
    milliseconds(gradientMs),
    evaluations.toFixed(1),
  ]);
  return [
    markdownTable(
      [...head, ...peerTitles, "times faster"],
      "|--:|---|--:|---|--:|--:|--:|--:|--:|--:|--:|---|",
      rows,
    ),
    ...notesOf(bench),
    markdownTable(
      ["n", "precision", "layers", "ms an evaluation", "ms all gradients", "evaluations"],
      "|--:|---|--:|--:|--:|--:|",
      gradients,
    ),
    ...sentencesOf(bench),
  ].join("\n\n");
}

/** What stands beside the tables, a line each. */
export function sentencesOf({ enumeration, memory }: QuantumBench): readonly string[] {
  const lines = [
    `Exact minimum of a dense QUBO with ${enumeration.n} variables: ${enumeration.seconds.toFixed(3)} s.`,
  ];
  if (memory !== null)
    lines.push(
      `A layer at n = ${memory.n} in f32 ran in ${(memory.layerMs / 1000).toFixed(2)} s; the process held ` +
        `${(memory.peakBytes / 2 ** 30).toFixed(2)} GiB at most.`,
    );
  return lines;
}
