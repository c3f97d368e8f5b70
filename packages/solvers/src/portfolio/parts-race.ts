import type { Incumbent, Model } from "@qtwin/model";
import type { Decomposition } from "./decompose.ts";
import type { Member } from "./members.ts";
import { type RaceControl, type RaceResult, race, refusal } from "./race.ts";
import { Standing } from "./standing.ts";

type Control = Omit<RaceControl, "warmStart">;

/** Time left below this starts no further race. */
const leastRoundMs = 300;

/**
 * Races over the parts of a model one after the other, each with its share of the time by its number of variables; then,
 * while time is left and the joint gap is open, over the parts whose gap is widest. The parts' answers are joined, and
 * judged on the model as given.
 * @throws what the solvers of a part threw when all of them failed and found nothing
 */
export async function raceOverParts(
  model: Model,
  { parts, encode, decode }: Decomposition,
  membersOf: (part: Model) => readonly Member[],
  control: Control,
  warmStart: Float64Array | undefined,
): Promise<RaceResult> {
  const [first] = parts;
  if (parts.length === 1 && first!.model === model) {
    const result = await race(model, membersOf(model), { ...control, ...(warmStart ? { warmStart } : {}) });
    throwIfAllFailed(result);
    return result;
  }
  const progress = new PartsProgress(parts.length, control.onIncumbent);
  const results: RaceResult[] = [];
  const remainingMs = (): number => Math.max(0, control.startMs + control.timeLimitMs - control.now());
  const raceOn = async (place: number, share: number, gapLimit: number, start?: Float64Array) => {
    const part = parts[place]!.model;
    const result = await race(part, membersOf(part), {
      ...control,
      gapLimit,
      timeLimitMs: control.now() - control.startMs + remainingMs() * share,
      onIncumbent: (incumbent) => progress.add(place, incumbent),
      ...(start ? { warmStart: start } : {}),
    });
    throwIfAllFailed(result);
    return result;
  };
  const join = (): RaceResult =>
    joined(model, results, parts, decode, control.gapLimit, progress.timeline, warmStart);

  const starts = warmStart && encode(warmStart);
  for (const [place, part] of parts.entries()) {
    const left = parts.slice(place).reduce((sum, { columns }) => sum + columns.length, 0);
    const share = left === 0 ? 1 : part.columns.length / left;
    const result = await raceOn(place, share, control.gapLimit, starts?.[place]);
    results.push(result);
    progress.end(place, result);
    if (result.answer.status === "infeasible") return join();
  }
  const goesOn = (): boolean =>
    parts.length > 1 &&
    control.workLimit === undefined &&
    !control.signal?.aborted &&
    remainingMs() > leastRoundMs;
  for (let open = widestGap(results); open && goesOn(); open = widestGap(results)) {
    if (join().answer.status !== "feasible") break;
    const again = await raceOn(open.place, open.share, 0, open.solution);
    results[open.place] = withBetterBound(again, results[open.place]!);
    progress.end(open.place, results[open.place]!);
  }
  return join();
}

/** What went wrong is passed on where it is all there is. */
export function throwIfAllFailed({ failures, members, answer }: RaceResult): void {
  const [failure] = failures;
  const ran = members.filter(({ outcome }) => outcome !== "not started");
  if (failure && answer.solution === null && ran.every(({ outcome }) => outcome === "failed")) throw failure;
}

/** The part whose solution is farthest from its bound, with its share of all that is open; null: none is. */
function widestGap(
  results: readonly RaceResult[],
): { readonly place: number; readonly share: number; readonly solution: Float64Array } | null {
  const gaps = results.map(({ answer: { objective, bound, solution } }) =>
    solution === null || objective === null || bound === null ? 0 : Math.abs(objective - bound),
  );
  const widest = Math.max(...gaps);
  if (!(widest > 0)) return null;
  const place = gaps.indexOf(widest);
  const share = widest / gaps.reduce((sum, gap) => sum + gap, 0);
  return { place, share: Math.max(0.25, share), solution: results[place]!.answer.solution! };
}

/** A second race starts from the first one's solution, but proves its bound anew. */
function withBetterBound(again: RaceResult, before: RaceResult): RaceResult {
  const { objective, bound } = again.answer;
  const known = before.answer.bound;
  if (objective === null || known === null) return again;
  const isBetter = bound === null || Math.abs(objective - known) < Math.abs(objective - bound);
  const members = [...before.members, ...again.members];
  if (!isBetter) return { ...again, members };
  return { ...again, members, boundBy: before.boundBy, answer: { ...again.answer, bound: known } };
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
  parts: Decomposition["parts"],
  decode: Decomposition["decode"],
  gapLimit: number,
  timeline: readonly Incumbent[],
  warmStart: Float64Array | undefined,
): RaceResult {
  const partCount = parts.length;
  const searched = parts.filter(({ columns }) => columns.length > 0).length;
  const standing = new Standing<"parts" | "start">(model);
  if (warmStart) standing.offer(warmStart, "start");
  const solutions = results.flatMap(({ answer }) => (answer.solution ? [answer.solution] : []));
  if (solutions.length === partCount) standing.offer(decode(solutions), "parts");
  const isWhole = results.length === partCount;
  standing.offerBound(isWhole ? sumOf(results.map(({ answer }) => answer.bound)) : null, "parts");
  standing.withdrawWrongBounds();
  const claimed = isWhole && results.every(({ answer }) => answer.status === "optimal");
  const judged = standing.answer(gapLimit, claimed);
  const without = refusalOf(results);
  const refused = judged.solution === null || without === "unbounded" ? without : null;
  const sizes = results.map((_, place) => parts[place]!.columns.length);
  const largest = results[sizes.indexOf(Math.max(...sizes))]!;
  return {
    answer: refused === null ? judged : refusal(refused),
    winner: standing.best?.by === "parts" ? largest.winner : null,
    boundBy: largest.boundBy,
    timeline,
    members: results.flatMap(({ members }) => members),
    evidence: results.flatMap(({ evidence }) => evidence),
    notes: [
      ...(partCount > 1 ? [`The model falls apart into ${searched} parts, solved one after the other.`] : []),
      ...new Set(results.flatMap(({ notes }) => notes)),
    ],
    failures: results.flatMap(({ failures }) => failures),
  };
}

/** One part without a solution leaves the whole without; one without a limit only where all others have a solution. */
function refusalOf(results: readonly RaceResult[]): "infeasible" | "unbounded" | null {
  const statuses = results.map(({ answer }) => answer.status);
  if (statuses.includes("infeasible")) return "infeasible";
  const others = statuses.filter((status) => status !== "unbounded");
  const isUnbounded = others.length < statuses.length && !others.includes("time-limit");
  return isUnbounded ? "unbounded" : null;
}
