import type { Answer, Incumbent } from "@qtwin/model";
import { gapPct, type Sense } from "./gaps.ts";
import type { Instance } from "./instances.ts";

/** What a row is about and under which conditions; a run started again takes rows that are there. */
export interface RowKey {
  readonly kind: "solve" | "stability";
  readonly family: string;
  readonly instance: string;
  /** Fingerprint of the model as it was read; empty where the file cannot be read. */
  readonly model: string;
  /** `qtwin`, the id of one of its solvers, or a peer. */
  readonly by: string;
  readonly timeS: number;
  readonly threads: number;
  readonly seed: number;
  readonly gapLimit: number;
}

/** An objective and how far it is from the best known value. */
export interface Reached {
  readonly objective: number;
  /** Below 0: better; null: nothing is known. */
  readonly gapPct: number | null;
}

export interface SolveRow extends RowKey {
  readonly kind: "solve";
  readonly set: string;
  readonly sense: Sense;
  /** Best known value. */
  readonly best: number | null;
  readonly publishedBound: number | null;
  /** Objectives that others reached in ten minutes, where they are published. */
  readonly references: Readonly<Record<string, number>>;
  readonly status: Answer["status"] | "failed";
  /** The solver that found it, where that is known. */
  readonly solver: string | null;
  /** Of a solution that was checked on the original model; null: none was found. */
  readonly objective: number | null;
  readonly gapPct: number | null;
  readonly gapToPublishedBoundPct: number | null;
  /** What was known after 10 s of the same run; null when the run had less time. */
  readonly at10S: Reached | null;
  readonly bound: number | null;
  /** Who proved the bound, and how; null where nobody said. */
  readonly boundMethod: string | null;
  /** Distance of objective and bound in % of the objective. */
  readonly gapToBoundPct: number | null;
  /** Whoever solved says so, and objective and bound agree. */
  readonly proven: boolean;
  /** Wall time without reading; workers wait that have solved before. */
  readonly seconds: number;
  /** Better than the best known value, or at odds with what is published. */
  readonly flags: readonly string[];
  /** Why there is no solution; empty otherwise. */
  readonly note: string;
}

/** What a run of anybody has given, already checked by us. */
export interface Outcome {
  readonly sense: Sense;
  readonly status: SolveRow["status"];
  readonly solver: string | null;
  readonly objective: number | null;
  readonly objectiveAt10S: number | null;
  readonly bound: number | null;
  readonly boundMethod: string | null;
  /** It says so itself, within the gap at which it may stop. */
  readonly proven: boolean;
  readonly seconds: number;
  readonly note: string;
}

const at10Seconds = 10;

/** The file of the instance is damaged: nobody could try it. */
export const isUnreadable = ({ model }: Pick<RowKey, "model">): boolean => model === "";

/** Solvers hold rows and integers to about 1e-6; objectives large enough for that to matter are whole numbers here. */
const roundingOf = (objective: number): number => Math.min(0.5, 1e-6 * Math.max(1, Math.abs(objective)));

/** Who may stop at a gap calls a solution optimal that could still be better by that gap. */
const isAtBound = ({ objective, bound }: Outcome): boolean =>
  objective !== null && bound !== null && Math.abs(objective - bound) <= roundingOf(objective);

const publishedBoundOf = ({ facts }: Instance): number | null =>
  facts.lower_bound ?? facts.upper_bound ?? facts.lp_bound ?? null;

export function solveRow(
  key: RowKey & { readonly kind: "solve" },
  instance: Instance,
  outcome: Outcome,
): SolveRow {
  const { sense, objective, objectiveAt10S, bound } = outcome;
  const { best } = instance.facts;
  const published = publishedBoundOf(instance);
  const gapTo = (value: number | null, reference: number | null): number | null =>
    value === null || reference === null ? null : gapPct(sense, value, reference);
  return {
    ...key,
    set: instance.set,
    sense,
    best,
    publishedBound: published,
    references: referencesOf(instance),
    status: outcome.status,
    solver: outcome.solver,
    objective,
    gapPct: gapTo(objective, best),
    gapToPublishedBoundPct: gapTo(objective, published),
    at10S:
      objectiveAt10S === null ? null : { objective: objectiveAt10S, gapPct: gapTo(objectiveAt10S, best) },
    bound,
    boundMethod: outcome.boundMethod,
    gapToBoundPct: objective === null || bound === null ? null : -gapPct(sense, bound, objective) + 0,
    proven: outcome.proven && isAtBound(outcome),
    seconds: outcome.seconds,
    flags: flagsOf(instance, outcome),
    note: outcome.note,
  };
}

/** A row of an earlier run beside what is published now. */
export function comparedAgain({ at10S, ...row }: SolveRow, instance: Instance): SolveRow {
  const { kind, family, instance: name, model, by, timeS, threads, seed, gapLimit } = row;
  const key = { kind, family, instance: name, model, by, timeS, threads, seed, gapLimit };
  return solveRow(key, instance, { ...row, objectiveAt10S: at10S?.objective ?? null });
}

function referencesOf({ facts }: Instance): SolveRow["references"] {
  const reached = Object.entries(facts.reference_10min ?? {});
  return Object.fromEntries(reached.flatMap(([name, { ub = null }]) => (ub === null ? [] : [[name, ub]])));
}

/** What a reader must not overlook; solutions are checked, so that each is a find, or a mistake in a file or a solver. */
function flagsOf(instance: Instance, { sense, objective, bound }: Outcome): readonly string[] {
  const { best, optimal } = instance.facts;
  const published = publishedBoundOf(instance);
  const isBetter = (value: number, than: number): boolean => gapPct(sense, value, than) < 0;
  const flags: string[] = [];
  if (objective !== null && best !== null && isBetter(objective, best))
    flags.push(
      optimal ? `better than ${best}, which is published as proven` : `better than the best known ${best}`,
    );
  if (objective !== null && published !== null && isBetter(objective, published))
    flags.push(`better than the published bound ${published}`);
  if (bound !== null && best !== null && isBetter(best, bound))
    flags.push(`the best known ${best} is better than the bound`);
  return flags;
}

/** What was known after ten seconds of a run of `timeS`: by the timeline, or at the end when that was then. */
export function objectiveAt10S(
  timeS: number,
  timeline: readonly Incumbent[],
  { objective, seconds }: Pick<Outcome, "objective" | "seconds">,
): number | null {
  if (timeS < at10Seconds || objective === null) return null;
  if (timeS === at10Seconds || seconds <= at10Seconds) return objective;
  const known = timeline.filter((each) => each.seconds <= at10Seconds && each.objective !== null);
  return known.at(-1)?.objective ?? null;
}

/** Who reported the best objective first. */
export function finderIn({ timeline, objective, solver }: Answer): string | null {
  if (objective === null) return null;
  const first = timeline.find(
    (each) => each.objective !== null && gapPct("minimize", each.objective, objective) === 0,
  );
  return first?.solver ?? solver;
}
