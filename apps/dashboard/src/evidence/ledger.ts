import type { EvidenceView } from "@qtwin/api";

export type VerdictKind = EvidenceView["verdict"]["kind"];

/** A verdict for people, about the quantum run. */
export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  "plain-faster": "A plain solver was as good and no slower.",
  "plain-better": "A plain solver was better, but took longer.",
  "quantum-faster": "Plain solvers were as good, but took longer.",
  "quantum-ahead": "No plain solver was as good within its budget.",
  none: "There is nothing to compare it with.",
};

/** Columns that can be sorted by. */
export const sortColumns = ["ended", "class", "model", "qubits", "objective", "seconds", "tts"] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Sorting {
  readonly by: SortColumn;
  readonly ascending: boolean;
}

const sortKey: Readonly<Record<SortColumn, (entry: EvidenceView) => string | number | null>> = {
  ended: ({ atMs }) => atMs,
  class: ({ evidence }) => evidence.problemClass,
  model: ({ evidence }) => evidence.model.name,
  qubits: ({ evidence }) => evidence.qubits,
  objective: ({ evidence }) => evidence.objective,
  seconds: ({ evidence }) => evidence.seconds.total,
  tts: ({ evidence }) => evidence.timeToSolutionS,
};

/** Sorted by one column, unknown values last either way, equal ones newest first. */
export function sorted(
  entries: readonly EvidenceView[],
  { by, ascending }: Sorting,
): readonly EvidenceView[] {
  const key = sortKey[by];
  const sign = ascending ? 1 : -1;
  return [...entries].sort((left, right) => {
    const [one, other] = [key(left), key(right)];
    if (one === other) return right.number - left.number;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -sign : sign;
  });
}

export interface LedgerFilter {
  /** Empty: all. */
  readonly problemClass: string;
  readonly method: string;
  /** Runs that ended then or later. */
  readonly sinceMs: number;
}

export const filtered = (
  entries: readonly EvidenceView[],
  { problemClass, method, sinceMs }: LedgerFilter,
): readonly EvidenceView[] =>
  entries.filter(
    ({ atMs, evidence }) =>
      (problemClass === "" || evidence.problemClass === problemClass) &&
      (method === "" || evidence.method === method) &&
      atMs >= sinceMs,
  );

/** One run and the fastest way that its controls had to a solution. */
export interface TimePair {
  readonly entry: EvidenceView;
  /** To the reference with 99 %; null: the run never came there, or nobody measured it. */
  readonly quantumS: number | null;
  readonly plainS: number | null;
  readonly plainMethod: string | null;
}

export function timePair(entry: EvidenceView): TimePair {
  const { timeToSolutionS: quantumS, controls } = entry.evidence;
  let [plainS, plainMethod]: [number | null, string | null] = [null, null];
  for (const { method, timeToSolutionS } of controls)
    if (timeToSolutionS !== null && (plainS === null || timeToSolutionS < plainS))
      [plainS, plainMethod] = [timeToSolutionS, method];
  return { entry, quantumS, plainS, plainMethod };
}

export interface ClassSummary {
  readonly problemClass: string;
  readonly entries: readonly EvidenceView[];
  /** How many runs had which verdict. */
  readonly counts: Readonly<Record<VerdictKind, number>>;
}

/** The runs class by class, in the order of their names. */
export function byClass(entries: readonly EvidenceView[]): readonly ClassSummary[] {
  const groups = Map.groupBy(entries, ({ evidence }) => evidence.problemClass);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([problemClass, each]) => ({ problemClass, entries: each, counts: countsOf(each) }));
}

function countsOf(entries: readonly EvidenceView[]): Record<VerdictKind, number> {
  const counts = { "plain-faster": 0, "plain-better": 0, "quantum-faster": 0, "quantum-ahead": 0, none: 0 };
  for (const { verdict } of entries) counts[verdict.kind] += 1;
  return counts;
}

/** What a class of runs says, in one sentence that does not flatter. */
export function classSentence({ entries, counts }: ClassSummary): string {
  const plain = counts["plain-faster"] + counts["plain-better"];
  const runs = entries.length;
  const of = runs === 1 ? "In the one run" : `In ${plain} of ${runs} runs`;
  if (plain === 0) {
    const compared = runs - counts.none;
    return compared === 0
      ? "None of these runs has a control to compare with."
      : "No plain solver was ahead of these runs within its budget.";
  }
  const faster = counts["plain-better"] === 0 ? "as good and no slower" : "as good and no slower, or better";
  return `${of} a plain solver was ${faster}.`;
}
