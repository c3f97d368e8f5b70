import type { PortfolioBench } from "../portfolio.ts";
import type { SolveRow } from "./rows.ts";
import type { StabilityRow } from "./stability.ts";
import type { GapFigures, SetSummary } from "./summary.ts";

export const percent = (value: number | null | undefined, digits = 2): string =>
  value === null || value === undefined ? "–" : `${value.toFixed(digits)} %`;
const share = (value: number | null): string => percent(value === null ? null : 100 * value, 0);
const figure = (value: number | null): string =>
  value === null ? "–" : String(Number(value.toPrecision(10)));

/** One line when a row is there. */
export function progressOf(place: string, row: SolveRow | StabilityRow): string {
  const head = `${place} ${row.instance}, ${row.by}:`;
  if (row.kind === "stability")
    return `${head} a longer operation moves ${share(row.movedShare)} of the operations`;
  const seconds = `${row.seconds.toFixed(1)} s`;
  if (row.objective === null) return `${head} ${row.note}, bound ${figure(row.bound)}, ${seconds}`;
  const said = [
    `${figure(row.objective)} (${row.best === null ? "no best known" : percent(row.gapPct)})`,
    `bound ${figure(row.bound)}`,
    ...(row.proven ? ["proven"] : []),
    seconds,
    ...row.flags,
  ];
  return `${head} ${said.join(", ")}`;
}

/** What a planner has to know about the columns, one line each. */
const readingNotes: readonly string[] = [
  "gap: how much worse the plan is than the best one published for this problem; below 0 it is better, and was checked.",
  "bound: no plan whatever can be better than this, so the gap to the bound is the most that could still be gained.",
  "proven: the plan meets its bound, so that nobody can find a better one and more time is wasted.",
];

const at10SNote =
  "At 10 s: what the same run knew after ten seconds, by its own timeline; a run of 10 s may spend its time otherwise.";

const peersNote =
  "Others have the same seconds and threads, one after the other; their clocks begin when their model is built, ours before " +
  "workers are started. Their solutions are checked and valued by us.";

/** What to know about the figures, one line each. */
export const notesOf = (bench: PortfolioBench): readonly string[] => [
  ...readingNotes,
  ...(hasAt10S(bench) ? [at10SNote] : []),
  ...(bench.peers.length > 0 ? [peersNote] : []),
  ...(bench.stability === null ? [] : [stabilityNote]),
];

const figures = ({ meanPct, worstPct }: GapFigures): readonly string[] => [
  percent(meanPct, 3),
  percent(worstPct),
];

export const summaryHead = (bench: PortfolioBench): readonly string[] => [
  "set",
  "by",
  "count",
  "solved",
  ...(hasAt10S(bench) ? ["mean at 10 s", "worst at 10 s"] : []),
  `mean at ${bench.time} s`,
  `worst at ${bench.time} s`,
  "to published bound",
  "to own bound",
  "at best",
  "proven",
  "goal 10 s / 60 s",
];

/** Longer runs know their state at 10 s; one of 10 s is it. */
const hasAt10S = ({ time }: PortfolioBench): boolean => time > 10;

function summaryCells(bench: PortfolioBench, by: string, summary: SetSummary): readonly string[] {
  const { goal } = summary;
  const better = summary.better > 0 ? ` (${summary.better} better)` : "";
  return [
    summary.set,
    by,
    `${summary.count}`,
    `${summary.solved}`,
    ...(hasAt10S(bench) ? figures(summary.at10S) : []),
    ...figures(summary.atEnd),
    percent(summary.toPublishedBound.meanPct, 3),
    percent(summary.toBound.meanPct, 3),
    summary.compared === 0 ? "–" : `${summary.atBest} of ${summary.compared}${better}`,
    `${summary.proven}`,
    goal === null
      ? ""
      : `${percent(goal.at10SPct)} / ${percent(goal.at60SPct)}${goal.to === "bound" ? " to the bound" : ""}`,
  ];
}

/** Ours, then each peer, a set at a time. */
export function summaryRows(bench: PortfolioBench): readonly (readonly string[])[] {
  return bench.summary.flatMap((own) => {
    const others = bench.peers.flatMap(({ name, summary }) =>
      summary.filter(({ set }) => set === own.set).map((its) => summaryCells(bench, name, its)),
    );
    const by = bench.rows[0]?.by ?? "qtwin";
    return [summaryCells(bench, by, own), ...others];
  });
}

export const rowHead: readonly string[] = [
  "instance",
  "by",
  "objective",
  "best",
  "gap",
  "at 10 s",
  "bound",
  "to bound",
  "proven",
  "seconds",
  "found by",
  "",
];

export const rowCells = (row: SolveRow): readonly string[] => [
  row.instance,
  row.by,
  figure(row.objective),
  figure(row.best),
  percent(row.gapPct),
  percent(row.at10S?.gapPct),
  figure(row.bound),
  percent(row.gapToBoundPct),
  row.proven ? "yes" : "",
  row.seconds.toFixed(1),
  row.solver ?? "",
  [...row.flags, ...(row.note === "" ? [] : [row.note])].join("; "),
];

export const referenceHead: readonly string[] = ["set", "published", "instances", "their mean", "our mean"];

/** What others reached in ten minutes, beside us on the same instances. */
export const referenceRows = ({ summary }: PortfolioBench): readonly (readonly string[])[] =>
  summary.flatMap(({ set, references }) =>
    references
      .filter(({ count }) => count > 0)
      .map(({ name, count, meanPct, ownMeanPct }) => [
        set,
        `${name}, 10 min`,
        `${count}`,
        percent(meanPct, 3),
        percent(ownMeanPct, 3),
      ]),
  );

export const stabilityHead: readonly string[] = [
  "instance",
  "makespan",
  "durations changed",
  "makespans after",
  "moved",
  "reordered",
];

export const stabilityRows = ({ stability }: PortfolioBench): readonly (readonly string[])[] =>
  (stability ?? []).map(({ instance, objectiveBefore, changes, movedShare, reorderedShare }) => [
    instance,
    figure(objectiveBefore),
    changes.map((each) => `${each.durationBefore}→${each.durationAfter}`).join(", "),
    changes.map((each) => figure(each.objective)).join(", "),
    share(movedShare),
    share(reorderedShare),
  ]);

const stabilityNote =
  "Moved: share of the operations with another start or machine after one duration grew by 1 % (at least by 1) and the old " +
  "plan was repaired in a tenth of the time; reordered: share that overtook another one on their machine.";

/** The whole result for a terminal; `table` lays out columns. */
export function linesOf(
  bench: PortfolioBench,
  table: (rows: readonly (readonly string[])[]) => readonly string[],
): readonly string[] {
  const section = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
    rows.length === 0 ? [] : [...table([head, ...rows]), ""];
  const all = [...bench.rows, ...bench.peers.flatMap(({ rows }) => rows)];
  return [
    ...section(rowHead, all.map(rowCells)),
    ...section(summaryHead(bench), summaryRows(bench)),
    ...section(referenceHead, referenceRows(bench)),
    ...section(stabilityHead, stabilityRows(bench)),
    ...notesOf(bench),
  ];
}
