import { markdownTable } from "./markdown-table.ts";
import type { NeighbourhoodBench, NeighbourhoodRow, StartKind } from "./neighbourhood.ts";

const head = [
  "family",
  "instance",
  "sub-solver",
  "start",
  "start from",
  "objective",
  "gap",
  "solved",
  "refused",
  "better",
  "seconds",
] as const;
/** Columns of words; all others are figures. */
const words: readonly string[] = ["family", "instance", "sub-solver", "start from"];

const cellsOf = (row: NeighbourhoodRow): readonly string[] => [
  row.family,
  row.instance,
  row.subSolver,
  String(row.startObjective),
  row.startKind,
  String(row.objective),
  row.gapPct === null ? "–" : `${row.gapPct.toFixed(2)} %`,
  String(row.solved),
  String(row.refused),
  String(row.improved),
  row.seconds.toFixed(2),
];

const meaningOf: Readonly<Record<StartKind, string>> = {
  zeros: "zeros, where they are feasible",
  "first found": "first found, a schedule after one unit of work",
  "opposite sense":
    "opposite sense, what one unit of work finds when the worst is asked for: bad on purpose, as for its own sense it is often the best known already",
};

/** What is to be known beside the table, a sentence each. */
function notesOf(bench: NeighbourhoodBench): readonly string[] {
  const { rows, withoutStart, notBegun, neighbourhoods, evidence } = bench;
  const kinds = (Object.keys(meaningOf) as StartKind[]).filter((kind) =>
    rows.some(({ startKind }) => startKind === kind),
  );
  const cut = (end: NeighbourhoodRow["end"]): readonly string[] =>
    rows
      .filter((row) => row.end === end)
      .map((row) => `${row.instance} by ${row.subSolver} after ${row.solved + row.refused}`);
  const listed = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${title}: ${items.join(", ")}.`];
  return [
    ...listed("Starts", [kinds.map((kind) => meaningOf[kind]).join("; ")].filter(Boolean)),
    ...listed(`Left out, as no first solution was found (${withoutStart.length})`, withoutStart),
    ...listed(`Out of time before all ${neighbourhoods} neighbourhoods`, cut("time-limit")),
    ...listed(`Stopped before all ${neighbourhoods} neighbourhoods`, cut("stopped")),
    ...listed("Not begun when it was stopped", notBegun),
    `${evidence.length} entries of quantum runs, each beside its controls, whose time is not in the seconds.`,
  ];
}

/** For people at a terminal. */
export const linesOf = (
  bench: NeighbourhoodBench,
  table: (rows: readonly (readonly string[])[]) => readonly string[],
): readonly string[] => [...table([head, ...bench.rows.map(cellsOf)]), ...notesOf(bench)];

/** The part of `bench/REPORT.md` that was measured. */
export function markdownOf(bench: NeighbourhoodBench): string {
  const { seed, neighbourhoods, qubits, rows } = bench;
  const rule = `|${head.map((name) => (words.includes(name) ? "---" : "--:")).join("|")}|`;
  return [
    `### ${neighbourhoods} neighbourhoods of up to ${qubits} qubits, seed ${seed}`,
    markdownTable(head, rule, rows.map(cellsOf)),
    notesOf(bench)
      .map((note) => `- ${note}`)
      .join("\n"),
  ].join("\n\n");
}
