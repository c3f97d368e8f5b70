import type { PortfolioBench } from "../portfolio.ts";
import type { JudgedGoal } from "./goals.ts";
import type { FamilyFigures, PairFigures } from "./pairs.ts";
import { isOwnPeer } from "./peers.ts";
import { isUnreadable, type SolveRow } from "./rows.ts";
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
  if (isUnreadable(row)) return `${head} ${noteOf(row)}`;
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

const noteOf = (row: SolveRow): string => (isUnreadable(row) ? `unreadable: ${row.note}` : row.note);

/** What a planner has to know about the columns, one line each. */
const readingNotes: readonly string[] = [
  "gap: how much worse the plan is than the best one published for this problem; below 0 it is better, and was checked.",
  "bound: no plan whatever can be better than this, so the gap to the bound is the most that could still be gained.",
  "proven: the plan meets its bound, so that nobody can find a better one and more time is wasted.",
];

const at10SNote =
  "At 10 s: what the same run knew after ten seconds, by its own timeline; a run of 10 s may spend its time otherwise.";

const clockNote =
  "Seconds begin with the model in memory; our workers had solved once before the first instance.";

const failedNote =
  "failed: no solution that holds. Means are over instances with a solution, 'of' so many where some are missing.";

const unreadableNote =
  "unreadable: the file is damaged, so that nobody could try the instance; it is in no mean, goal or count of failures.";

const peersNote =
  "Other libraries have the same seconds and threads, one after the other; their clocks begin when their model is built. Their " +
  "solutions are checked and valued by us. Means of two solvers compare only in the tables of pairs, over what both have solved.";

const oneThreadNote = (names: readonly string[]): string =>
  `${names.join(", ")}: one of our solvers by itself, which runs on one thread whatever the others have.`;

const samplersNote =
  "The samplers of dwave-samplers end by themselves: they are called again and again until the time is over, in reads that double " +
  "in length from the library's defaults on; in longer runs one ends at about 10 s. That schedule is ours, not theirs.";

const familyNote =
  "Whole family: 'our mean is' compares mean gaps over what both have solved by then; where nothing is published ('without best') " +
  "there is no gap, and only the objectives are compared.";

const goalsNote =
  "goals: judged by the mean over the instances that were run; who leaves one of them without a solution misses them.";

const hasSamplers = ({ peers }: PortfolioBench): boolean =>
  peers.some(({ name }) => name.startsWith("dwave-"));

/** Our solvers that ran by themselves, asked for with a name or beside the portfolio. */
const ownByName = ({ family, rows, peers }: PortfolioBench): readonly string[] => [
  ...new Set(rows.map(({ by }) => by).filter((by) => by !== "qtwin")),
  ...peers.map(({ name }) => name).filter((name) => isOwnPeer(family, name)),
];

/** How many instances the figures are about. */
const instancesNote = ({ instances: { run, of } }: PortfolioBench): string =>
  run < of
    ? `Interrupted: ${run} of ${of} instances were run by everybody. All figures and goals are over what was run, and no result of the whole.`
    : `All ${of} instances were run.`;
const hasUnreadable = ({ summary }: PortfolioBench): boolean =>
  summary.some(({ unreadable }) => unreadable > 0);
const hasGoals = ({ summary }: PortfolioBench): boolean => summary.some(({ goals }) => goals.length > 0);

/** What to know about the figures, one line each. */
export const notesOf = (bench: PortfolioBench): readonly string[] => [
  instancesNote(bench),
  ...readingNotes,
  ...(hasAt10S(bench) ? [at10SNote] : []),
  clockNote,
  failedNote,
  ...(hasUnreadable(bench) ? [unreadableNote] : []),
  ...(hasGoals(bench) ? [goalsNote] : []),
  ...(bench.peers.length > 0 ? [peersNote, familyNote] : []),
  ...(ownByName(bench).length > 0 ? [oneThreadNote(ownByName(bench))] : []),
  ...(hasSamplers(bench) ? [samplersNote] : []),
  ...(bench.stability === null ? [] : [stabilityNote]),
];

/** A mean, and over how many where that is not all. */
const meanOver = ({ meanPct, count }: Pick<GapFigures, "meanPct" | "count">, all: number): string =>
  `${percent(meanPct, 3)}${meanPct === null || count === all ? "" : ` of ${count}`}`;

const figures = (gaps: GapFigures, all: number): readonly string[] => [
  meanOver(gaps, all),
  percent(gaps.worstPct),
];

const judged = ({ atS, pct, to, met, complete }: JudgedGoal): string => {
  const aim = `${percent(pct)} at ${atS} s${to === "bound" ? " to the bound" : ""}`;
  const verdict = met === null ? "not measured" : met ? "met" : "missed";
  return `${aim}: ${verdict}${complete ? "" : " so far (set incomplete)"}`;
};

/** `18 of 20, 1 unreadable`: what was run of what was chosen, where that is not all. */
const countOf = ({ count, chosen, unreadable }: SetSummary): string =>
  [
    count + unreadable < chosen ? `${count} of ${chosen}` : `${count}`,
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
  ].join(", ");

export const summaryHead = (bench: PortfolioBench): readonly string[] => [
  "set",
  "by",
  "count",
  "solved",
  "failed",
  ...(hasAt10S(bench) ? ["mean at 10 s", "worst at 10 s"] : []),
  `mean at ${bench.time} s`,
  `worst at ${bench.time} s`,
  "to published bound",
  "to own bound",
  "at best",
  "proven",
  "goals",
];

/** Longer runs know their state at 10 s; one of 10 s is it. */
const hasAt10S = ({ time }: PortfolioBench): boolean => time > 10;

function summaryCells(bench: PortfolioBench, by: string, summary: SetSummary): readonly string[] {
  const { count, atBest, atEnd } = summary;
  const better = summary.better > 0 ? ` (${summary.better} better)` : "";
  return [
    summary.set,
    by,
    countOf(summary),
    `${summary.solved}`,
    `${summary.failed}`,
    ...(hasAt10S(bench) ? figures(summary.at10S, count) : []),
    ...figures(atEnd, count),
    meanOver(summary.toPublishedBound, count),
    meanOver(summary.toBound, count),
    atEnd.count === 0 ? "–" : `${atBest} of ${atEnd.count}${better}`,
    `${summary.proven}`,
    summary.goals.map(judged).join("; "),
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

export const pairHead = (bench: PortfolioBench): readonly string[] => [
  "set",
  "beside",
  ...(hasAt10S(bench) ? ["both at 10 s", "their mean", "our mean"] : []),
  `both at ${bench.time} s`,
  "their mean",
  "our mean",
  "ours better",
  "theirs better",
  "only we failed",
  "only they failed",
];

const pairFigures = ({ count, meanPct, ownMeanPct }: PairFigures): readonly string[] => [
  `${count}`,
  percent(meanPct, 3),
  percent(ownMeanPct, 3),
];

/** Each peer beside us on what both have solved, a set at a time. */
export const pairRows = (bench: PortfolioBench): readonly (readonly string[])[] =>
  bench.summary.flatMap((own) =>
    bench.peers.flatMap(({ name, pairs }) =>
      pairs
        .filter(({ set }) => set === own.set)
        .map((pair) => [
          pair.set,
          name,
          ...(hasAt10S(bench) ? pairFigures(pair.at10S) : []),
          ...pairFigures(pair.atEnd),
          `${pair.ownBetter}`,
          `${pair.theirsBetter}`,
          `${pair.ownFailed}`,
          `${pair.theirsFailed}`,
        ]),
    ),
  );

export const familyHead: readonly string[] = [
  "whole family beside",
  "at",
  "both",
  "their mean",
  "our mean",
  "our mean is",
  "without best",
  "ours better",
  "equal",
  "theirs better",
  "only we failed",
  "only they failed",
];

const familyCells = (name: string, timeS: number, figures: FamilyFigures): readonly string[] => [
  name,
  `${timeS} s`,
  ...pairFigures(figures),
  figures.verdict ?? "–",
  ...[
    figures.withoutBest,
    figures.ownBetter,
    figures.equal,
    figures.theirsBetter,
    figures.ownFailed,
    figures.theirsFailed,
  ].map(String),
];

/** Each peer beside us on all that both have tried, at both times. */
export const familyRows = (bench: PortfolioBench): readonly (readonly string[])[] =>
  bench.peers.flatMap(({ name, wholeFamily }) => [
    ...(hasAt10S(bench) ? [familyCells(name, 10, wholeFamily.at10S)] : []),
    familyCells(name, bench.time, wholeFamily.atEnd),
  ]);

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
  [...row.flags, ...(row.note === "" ? [] : [noteOf(row)])].join("; "),
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
    ...section(pairHead(bench), pairRows(bench)),
    ...section(familyHead, familyRows(bench)),
    ...section(referenceHead, referenceRows(bench)),
    ...section(stabilityHead, stabilityRows(bench)),
    ...notesOf(bench),
  ];
}
