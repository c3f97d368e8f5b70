import type { QuantumBench, QuantumRow } from "./rows.ts";

const figure = (value: number | null, digits: number): string => value?.toFixed(digits) ?? "–";
const milliseconds = (value: number | null): string => figure(value, value !== null && value < 10 ? 2 : 0);

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const tableOf = (head: readonly string[], align: string, rows: readonly (readonly string[])[]): string =>
  [line(head), align, ...rows.map(line)].join("\n");

const caseCells = ({ n, graph, threads, precision }: QuantumRow): readonly string[] => [
  `${n}`,
  graph,
  `${threads}`,
  precision,
];

function rowCells(row: QuantumRow, bench: QuantumBench): readonly string[] {
  const { n, graph, threads, precision } = row;
  const compared = bench.comparisons.find(
    (each) =>
      row.engine === "qtwin" &&
      each.n === n &&
      each.graph === graph &&
      each.threads === threads &&
      each.precision === precision,
  );
  return [
    ...caseCells(row),
    row.engine === "qtwin" ? "**Qtwin**" : row.engine,
    milliseconds(row.layerMs),
    figure(row.layerPasses, 1),
    row.peakShare === null ? "" : `${(100 * row.peakShare).toFixed(0)} %`,
    compared === undefined ? "" : `${compared.timesFaster.toFixed(1)} (${compared.fastestPeer})`,
    row.note === "" ? (row.variant ?? "") : row.note,
  ];
}

/** The tables of `bench/REPORT.md`. */
export function markdownOf(bench: QuantumBench): string {
  const head = [
    "n",
    "graph",
    "threads",
    "precision",
    "engine",
    "ms a layer",
    "passes",
    "of peak",
    "times faster",
    "",
  ];
  const align = "|--:|---|--:|---|---|--:|--:|--:|--:|---|";
  const rows = bench.rows.map((row) => rowCells(row, bench));
  const gradients = bench.gradients.map(({ n, precision, layers, evaluationMs, gradientMs, evaluations }) => [
    `${n}`,
    precision,
    `${layers}`,
    milliseconds(evaluationMs),
    milliseconds(gradientMs),
    evaluations.toFixed(1),
  ]);
  return [
    tableOf(head, align, rows),
    tableOf(
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
