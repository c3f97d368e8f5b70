import type { Answer, Model } from "@qtwin/model";
import { solverError } from "../errors.ts";
import { type RegisteredSolver, registeredSolvers } from "../registry.ts";
import type { SolveOptions } from "../solve-options.ts";
import { decompose } from "./decompose.ts";
import { lessonOf } from "./experience.ts";
import { type LineUp, lineUp } from "./line-up.ts";
import type { Member } from "./members.ts";
import { raceOverParts, throwIfAllFailed } from "./parts-race.ts";
import { checkedOptions, checkedSettings } from "./prepare.ts";
import { type ProblemClass, problemClass } from "./problem-class.ts";
import { type RaceControl, type RaceResult, race } from "./race.ts";

export interface PortfolioRun {
  readonly answer: Answer;
  /** Of the model as given. */
  readonly problemClass: ProblemClass;
  /** Of the largest part. */
  readonly lineUp: LineUp;
  readonly result: RaceResult;
}

/**
 * Makes a QUBO smaller, splits a model into what is not connected, and races the solvers that take each part, as many at once
 * as there are threads.
 * @throws QT_SOLVERS_NOT_APPLICABLE, QT_SOLVERS_BAD_OPTION; what a solver threw when all failed and nothing was found
 */
export async function runPortfolio(
  model: Model,
  options: SolveOptions = {},
  solvers: readonly RegisteredSolver[] = registeredSolvers,
): Promise<PortfolioRun> {
  const clock = clockOf(options);
  const known = problemClass(model, solvers);
  const { timeLimitMs, seed } = checkedSettings(options);
  const keep = options.warmStart ? "every-solution" : "an-optimum";
  const split = decompose(model, known, keep, timeLimitMs);
  const orders = new Map(
    split.parts.map(({ model: part }) => [
      part,
      orderFor(part, part === model ? known : problemClass(part, solvers), options, solvers),
    ]),
  );
  const result = await raceOverParts(
    model,
    split,
    (part) => membersOf(orders.get(part)!, options, seed),
    controlOf(options, clock),
    options.warmStart,
  );
  const [largest] = [...split.parts].sort((a, b) => b.columns.length - a.columns.length);
  const order = orders.get(largest!.model)!;
  if (split.parts.length === 1) teach(options, order.problemClass.name, result);
  const seconds = (clock.now() - clock.startMs) / 1000;
  const raced = answerOf(model, result, order.places[0]?.entry, seed, seconds);
  const isSearched = split.parts.some(({ columns }) => columns.length > 0);
  const answer = isSearched
    ? raced
    : { ...raced, solver: "presolve", boundMethod: "presolve: no choice is left" };
  return { answer, problemClass: known, lineUp: order, result };
}

function teach({ onLesson }: SolveOptions, problemClass: string, result: RaceResult): void {
  const lesson = lessonOf(result);
  if (Object.keys(lesson).length > 0) onLesson?.(problemClass, lesson);
}

interface Clock {
  readonly now: () => number;
  readonly startMs: number;
}

function clockOf({ now = () => performance.now(), startMs = now() }: SolveOptions): Clock {
  return { now, startMs };
}

/** @throws QT_SOLVERS_NOT_APPLICABLE */
function orderFor(
  model: Model,
  known: ProblemClass,
  options: SolveOptions,
  solvers: readonly RegisteredSolver[],
): LineUp {
  const experience = options.workLimit === undefined ? options.experience : undefined;
  const order = lineUp(model, solvers, known, options.preset ?? "balanced", experience);
  if (order.places.length === 0 && model.variables.count > 0) throw noSolver(model, order);
  return order;
}

function membersOf(order: LineUp, options: SolveOptions, seed: number): readonly Member[] {
  requireKnownOptions(order, options);
  const { workLimit, threads = 1 } = options;
  // With a work limit those that start first are all there are: nobody waits for a clock.
  const places = workLimit === undefined ? order.places : order.places.slice(0, threads);
  return places.map(({ entry, reason, turnMs }, place) => ({
    entry,
    reason,
    turnMs: workLimit === undefined ? turnMs : Infinity,
    seed: seedOf(seed, place),
    options: checkedOptions(entry, ownOptions(entry, options)),
  }));
}

/** One solver on the whole model, through the same checks. */
export async function runOne(model: Model, entry: RegisteredSolver, options: SolveOptions): Promise<Answer> {
  const clock = clockOf(options);
  const { seed } = checkedSettings(options);
  const chosen = {
    reason: "asked for by name",
    turnMs: Infinity,
    options: checkedOptions(entry, options.options),
  };
  const member: Member = { entry, seed, ...chosen };
  const { warmStart } = options;
  const control = { ...controlOf(options, clock), threads: 1, ...(warmStart ? { warmStart } : {}) };
  const result = await race(model, [member], control);
  throwIfAllFailed(result);
  return answerOf(model, result, entry, seed, (clock.now() - clock.startMs) / 1000);
}

/** Of the options given, those that a solver has. */
function ownOptions({ solver }: RegisteredSolver, { options = {} }: SolveOptions): Record<string, number> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(solver.options, name)));
}

/** @throws QT_SOLVERS_BAD_OPTION for an option that no solver of the race has */
function requireKnownOptions({ places }: LineUp, { options = {} }: SolveOptions): void {
  for (const name of Object.keys(options))
    if (!places.some(({ entry }) => Object.hasOwn(entry.solver.options, name)))
      throw solverError("QT_SOLVERS_BAD_OPTION", `No solver of this model has an option '${name}'.`, name);
}

/** Members that share a seed would do the same work twice when they are the same solver. */
const seedOf = (seed: number, place: number): number => (seed + place * 7919) % 2 ** 31;

function controlOf(options: SolveOptions, clock: Clock): Omit<RaceControl, "warmStart"> {
  const { timeLimitMs, gapLimit, workLimit, threads } = checkedSettings(options);
  return {
    timeLimitMs,
    gapLimit,
    threads,
    graceMs: options.graceMs ?? 2000,
    ...clock,
    ...(workLimit === undefined ? {} : { workLimit }),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onIncumbent ? { onIncumbent: options.onIncumbent } : {}),
  };
}

function answerOf(
  model: Model,
  { answer, winner, boundBy, timeline, members, evidence, notes }: RaceResult,
  first: RegisteredSolver | undefined,
  seed: number,
  seconds: number,
): Answer {
  return {
    ...answer,
    sense: model.sense,
    seconds,
    solver: (winner?.entry ?? first)?.solver.id ?? "presolve",
    seed,
    timeline,
    evidence,
    members,
    ...(answer.bound !== null && boundBy ? { boundMethod: boundMethodOf(boundBy.entry) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

const boundMethodOf = ({ solver }: RegisteredSolver): string =>
  `${solver.title}: ${solver.promises.boundMethod ?? "its own method"}`;

function noSolver(model: Model, { refused }: LineUp): Error {
  const reasons = refused.flatMap((each) => each.reasons);
  return solverError(
    "QT_SOLVERS_NOT_APPLICABLE",
    `No solver takes this model. ${reasons.join(" ")}`,
    model.name,
  );
}
