import type { Incumbent } from "@qtwin/model";
import type { Experience, Lesson } from "./portfolio/experience.ts";

/** `fast`: the best solution first, proofs only in passing; `prove`: what can prove goes first; `balanced`: both side by side. */
export const presets = ["fast", "balanced", "prove"] as const;
export type Preset = (typeof presets)[number];

export interface SolveOptions {
  /** Id of the only solver to run; default: the portfolio of all that take the model. */
  readonly solver?: string;
  /** What the portfolio is for; default `balanced`. */
  readonly preset?: Preset;
  /** What earlier runs taught about this kind of problem; default nothing. Not used with a work limit, so that answers repeat. */
  readonly experience?: Experience;
  /** Called at the end of a race of several solvers with what it taught, to be added to the experience. */
  readonly onLesson?: (problemClass: string, lesson: Lesson) => void;
  /** Wall time for everything, start of the workers included; default 60 000. */
  readonly timeLimitMs?: number;
  /** Relative gap at which a solution counts as optimal; default 1e-4. */
  readonly gapLimit?: number;
  /** Default 1. The same seed and `workLimit` give the same answer on one thread. */
  readonly seed?: number;
  /** Solvers that run at once; default 1. */
  readonly threads?: number;
  /** Each solver's own count, see `Promises.workUnit`; default none. */
  readonly workLimit?: number;
  /** One value per variable; need not be feasible. */
  readonly warmStart?: Float64Array;
  /** Options of solvers, see `Solver.options`; in a race each solver takes those it has. */
  readonly options?: Readonly<Record<string, number>>;
  /** Aborting ends the solve with the best solution so far. */
  readonly signal?: AbortSignal;
  readonly onIncumbent?: (incumbent: Incumbent) => void;
  /** How long a solver may take to stop before its thread is ended; default 2000. */
  readonly graceMs?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  /** When the solve began, by `now`; absent: when it is called. */
  readonly startMs?: number;
}
