import type { Model } from "@qtwin/model";
import { checkApplicable } from "../check-applicable.ts";
import type { RegisteredSolver } from "../registry.ts";
import type { Preset } from "../solve-options.ts";
import type { Experience } from "./experience.ts";
import type { ProblemClass } from "./problem-class.ts";
import { bounders, exactFirstVariables, provers, usualOrder } from "./usual-order.ts";

/** A solver in the order of start, and why it stands there. */
export interface Place {
  readonly entry: RegisteredSolver;
  readonly reason: string;
  /** Most time it gets on one thread, where a proof is to follow; else Infinity. */
  readonly turnMs: number;
}

export interface LineUp {
  readonly problemClass: ProblemClass;
  readonly places: readonly Place[];
  /** Solvers that do not take the model, with their reasons. */
  readonly refused: readonly { readonly solver: string; readonly reasons: readonly string[] }[];
}

/** Races before experience counts as much as the usual order. */
const priorRaces = 4;

/** The solvers that take a model, in the order in which a preset starts them. */
export function lineUp(
  model: Model,
  solvers: readonly RegisteredSolver[],
  problemClass: ProblemClass,
  preset: Preset,
  experience: Experience = {},
): LineUp {
  const { kind, name } = problemClass;
  const refused: { solver: string; reasons: readonly string[] }[] = [];
  const taking = solvers.filter(({ solver }) => {
    const { applies, reasons } = checkApplicable(solver, model);
    if (!applies) refused.push({ solver: solver.id, reasons });
    return applies;
  });
  const scored = usual(kind, model.variables.count, taking).map((entry, place, all) => {
    const again = all.slice(0, place).filter((other) => other === entry).length;
    const known = experience[name]?.[entry.solver.id] ?? { races: 0, wins: 0 };
    const prior = 1 - place / all.length;
    const score = ((known.wins + prior * priorRaces) / (known.races + priorRaces)) * 0.8 ** again;
    return { entry, score: score + presetBonus(preset, entry), reason: reasonOf(name, place, known) };
  });
  scored.sort((left, right) => right.score - left.score);
  const bounder = scored.findIndex(({ entry }) => entry.solver.id === bounderOf(kind, model.variables.count));
  if (bounder >= 0) scored.splice(1, 0, ...scored.splice(bounder, 1));
  const places = scored.map(({ entry, reason }, place) => {
    const next = scored[place + 1]?.entry.solver.id;
    const isFollowed = next !== undefined && next === proverOf(kind, model.variables.count);
    return { entry, reason, turnMs: isFollowed ? turnBeforeProofMs : Infinity };
  });
  return { problemClass, places, refused };
}

/** A model that can be proven in seconds is searched well by then. */
const turnBeforeProofMs = 1000;

function proverOf(kind: string, variables: number): string | null {
  const prover = provers[kind];
  return prover && variables <= prover.mostVariables ? prover.solver : null;
}

/** Where a proof is to follow, no bound is needed before it. */
const bounderOf = (kind: string, variables: number): string | undefined =>
  proverOf(kind, variables) === null ? bounders[kind] : undefined;

function usual(kind: string, variables: number, taking: readonly RegisteredSolver[]): RegisteredSolver[] {
  const listed = orderOf(kind, variables).flatMap((id) => taking.filter(({ solver }) => solver.id === id));
  return [...listed, ...taking.filter((entry) => !listed.includes(entry) && entry.solver.id !== "qaoa")];
}

function orderOf(kind: string, variables: number): readonly string[] {
  const order = usualOrder[kind] ?? [];
  const prover = provers[kind];
  if (!prover || variables > prover.mostVariables) return order;
  const [first = "", ...others] = order.filter((id) => id !== prover.solver);
  const isQuick = kind === "qubo" && variables <= exactFirstVariables;
  return isQuick ? [prover.solver, first, ...others] : [first, prover.solver, ...others];
}

function presetBonus(preset: Preset, { solver }: RegisteredSolver): number {
  const proves = solver.promises.optimality === "proven";
  if (preset === "prove") return proves ? 1 : 0;
  return preset === "fast" && proves && !solver.accepts.recognise ? -1 : 0;
}

function reasonOf(name: string, place: number, { races, wins }: { races: number; wins: number }): string {
  const usually = `number ${place + 1} in the usual order`;
  if (races === 0) return `${usually}; no experience with ${name} yet`;
  return `${usually}; ${wins} wins in ${races} races of ${name}`;
}
