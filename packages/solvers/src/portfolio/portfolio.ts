import type { Answer, Model } from "@qtwin/model";
import { solverError } from "../errors.ts";
import { type RegisteredSolver, registeredSolvers } from "../registry.ts";
import type { SolveOptions } from "../solve-options.ts";
import { type LineUp, lineUp } from "./line-up.ts";
import { checkedOptions, checkedSettings } from "./prepare.ts";
import { type ProblemClass, problemClass } from "./problem-class.ts";
import { type Member, type RaceResult, race } from "./race.ts";

export interface PortfolioRun {
  readonly answer: Answer;
  readonly problemClass: ProblemClass;
  readonly lineUp: LineUp;
  readonly result: RaceResult;
}

/**
 * Races the solvers that take a model, as many at once as there are threads.
 * @throws QT_SOLVERS_NOT_APPLICABLE, QT_SOLVERS_BAD_OPTION; what a solver threw when all failed and nothing was found
 */
export async function runPortfolio(
  model: Model,
  options: SolveOptions = {},
  solvers: readonly RegisteredSolver[] = registeredSolvers,
): Promise<PortfolioRun> {
  const now = options.now ?? (() => performance.now());
  const startMs = now();
  const { seed, threads } = checkedSettings(options);
  const known = problemClass(model, solvers);
  const experience = options.workLimit === undefined ? options.experience : undefined;
  const order = lineUp(model, solvers, known, options.preset ?? "balanced", experience);
  if (order.places.length === 0) throw noSolver(model, order);
  const members = order.places.map(
    ({ entry }, place): Member => ({
      entry,
      seed: seedOf(seed, place),
      options: checkedOptions(entry, entry.solver.id === onlyOne(order) ? options.options : {}),
    }),
  );
  const result = await raceWith(model, members, options, threads, startMs, now);
  const answer = answerOf(model, result, members[0]!, seed, (now() - startMs) / 1000);
  return { answer, problemClass: known, lineUp: order, result };
}

/** One solver, through the same checks. */
export async function runOne(model: Model, entry: RegisteredSolver, options: SolveOptions): Promise<Answer> {
  const now = options.now ?? (() => performance.now());
  const startMs = now();
  const { seed } = checkedSettings(options);
  const member: Member = { entry, seed, options: checkedOptions(entry, options.options) };
  const result = await raceWith(model, [member], options, 1, startMs, now);
  return answerOf(model, result, member, seed, (now() - startMs) / 1000);
}

/** Options can be given when there is only one solver to give them to. */
const onlyOne = ({ places }: LineUp): string | null =>
  new Set(places.map(({ entry }) => entry.solver.id)).size === 1 ? places[0]!.entry.solver.id : null;

/** Members that share a seed would do the same work twice when they are the same solver. */
const seedOf = (seed: number, place: number): number => (seed + place * 7919) % 2 ** 31;

async function raceWith(
  model: Model,
  members: readonly Member[],
  options: SolveOptions,
  threads: number,
  startMs: number,
  now: () => number,
): Promise<RaceResult> {
  const { timeLimitMs, gapLimit, workLimit } = checkedSettings(options);
  const result = await race(model, members, {
    timeLimitMs,
    gapLimit,
    threads,
    graceMs: options.graceMs ?? 2000,
    startMs,
    now,
    ...(workLimit === undefined ? {} : { workLimit }),
    ...(options.warmStart ? { warmStart: options.warmStart } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onIncumbent ? { onIncumbent: options.onIncumbent } : {}),
  });
  const [failure] = result.failures;
  const hasFailed = result.members.every(({ outcome }) => outcome === "failed");
  if (failure && hasFailed && result.answer.solution === null) throw failure;
  return result;
}

function answerOf(model: Model, result: RaceResult, first: Member, seed: number, seconds: number): Answer {
  const { answer, winner, timeline, evidence, notes } = result;
  return {
    ...answer,
    sense: model.sense,
    seconds,
    solver: (winner ?? first).entry.solver.id,
    seed,
    timeline,
    evidence,
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function noSolver(model: Model, { refused }: LineUp): Error {
  const reasons = refused.flatMap((each) => each.reasons);
  return solverError(
    "QT_SOLVERS_NOT_APPLICABLE",
    `No solver takes this model. ${reasons.join(" ")}`,
    model.name,
  );
}
