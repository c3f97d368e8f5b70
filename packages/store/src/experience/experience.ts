import type { Experience, Lesson } from "@qtwin/solvers";

/** What races of solvers taught, by class of problem; see `packages/solvers/src/portfolio`. */
export interface ExperienceStore {
  readonly all: () => Promise<Experience>;
  /** Adds a race to the sums of its class; races that end at the same time all count. */
  readonly add: (problemClass: string, lesson: Lesson) => Promise<void>;
  /** Forgets everything, for example after solvers have changed. */
  readonly forget: () => Promise<void>;
}
