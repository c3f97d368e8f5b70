import type { AnswerStatus, Incumbent, Model } from "@qtwin/model";
import type { Decomposition } from "./decompose.ts";
import { type Member, type RaceControl, type RaceResult, race } from "./race.ts";
import { Standing } from "./standing.ts";

type Control = Omit<RaceControl, "warmStart">;

/**
 * Races over the parts of a model one after the other, each with its share of the time that is left, by its number of
 * variables. The parts' answers are joined, and judged on the model as given.
 */
export async function raceOverParts(
  model: Model,
  { parts, encode, decode }: Decomposition,
  membersOf: (part: Model) => readonly Member[],
  control: Control,
  warmStart: Float64Array | undefined,
): Promise<RaceResult> {
  const progress = new PartsProgress(parts.length, control.onIncumbent);
  const starts = warmStart && encode(warmStart);
  const results: RaceResult[] = [];
  for (const [place, part] of parts.entries()) {
    const left = parts.slice(place).reduce((sum, { columns }) => sum + columns.length, 0);
    const remainingMs = Math.max(0, control.startMs + control.timeLimitMs - control.now());
    const result = await race(part.model, membersOf(part.model), {
      ...control,
      timeLimitMs: control.now() - control.startMs + (remainingMs * part.columns.length) / left,
      onIncumbent: (incumbent) => progress.add(place, incumbent),
      ...(starts ? { warmStart: starts[place]! } : {}),
    });
    results.push(result);
    progress.end(place, result);
    if (result.answer.status === "infeasible") break;
  }
  return joined(model, results, parts.length, decode, control.gapLimit, progress.timeline, warmStart);
}

/** Sums over parts of what is known of each. */
class PartsProgress {
  readonly timeline: Incumbent[] = [];
  private readonly objectives: (number | null)[];
  private readonly bounds: (number | null)[];
  private readonly listener: RaceControl["onIncumbent"];

  constructor(partCount: number, listener: RaceControl["onIncumbent"]) {
    this.objectives = new Array<number | null>(partCount).fill(null);
    this.bounds = new Array<number | null>(partCount).fill(null);
    this.listener = listener;
  }

  add(part: number, { objective, bound, ...rest }: Incumbent): void {
    this.objectives[part] = objective;
    this.bounds[part] = bound;
    const whole = { ...rest, objective: sumOf(this.objectives), bound: sumOf(this.bounds) };
    this.timeline.push(whole);
    this.listener?.(whole);
  }

  end(part: number, { answer }: RaceResult): void {
    this.objectives[part] = answer.objective;
    this.bounds[part] = answer.bound;
  }
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);

function joined(
  model: Model,
  results: readonly RaceResult[],
  partCount: number,
  decode: Decomposition["decode"],
  gapLimit: number,
  timeline: readonly Incumbent[],
  warmStart: Float64Array | undefined,
): RaceResult {
  const standing = new Standing<"parts" | "start">(model);
  if (warmStart) standing.offer(warmStart, "start");
  const solutions = results.flatMap(({ answer }) => (answer.solution ? [answer.solution] : []));
  if (solutions.length === partCount) standing.offer(decode(solutions), "parts");
  const isWhole = results.length === partCount;
  standing.offerBound(isWhole ? sumOf(results.map(({ answer }) => answer.bound)) : null, "parts");
  const claimed = isWhole && results.every(({ answer }) => answer.status === "optimal");
  const judged = standing.answer(gapLimit, claimed);
  const refusal = judged.solution === null ? refusalOf(results) : null;
  const largest = results.reduce((a, b) => (b.members.length > a.members.length ? b : a), results[0]!);
  return {
    answer: refusal === null ? judged : { ...judged, status: refusal, bound: null },
    winner: standing.best?.by === "parts" ? largest.winner : null,
    boundBy: largest.boundBy,
    timeline,
    members: results.flatMap(({ members }) => members),
    evidence: results.flatMap(({ evidence }) => evidence),
    notes: [
      ...(partCount > 1
        ? [`The model falls apart into ${partCount} parts, solved one after the other.`]
        : []),
      ...new Set(results.flatMap(({ notes }) => notes)),
    ],
    failures: results.flatMap(({ failures }) => failures),
  };
}

/** One part without a solution leaves the whole without; one without a limit only where all others have a solution. */
function refusalOf(results: readonly RaceResult[]): AnswerStatus | null {
  const statuses = results.map(({ answer }) => answer.status);
  if (statuses.includes("infeasible")) return "infeasible";
  const others = statuses.filter((status) => status !== "unbounded");
  const isUnbounded = others.length < statuses.length && !others.includes("time-limit");
  return isUnbounded ? "unbounded" : null;
}
