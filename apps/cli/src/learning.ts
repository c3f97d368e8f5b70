import type { Experience, Lesson, SolveOptions } from "@qtwin/solvers";
import { say } from "./say.ts";

/** What earlier races taught, and where this one's lesson goes. */
export interface Learning {
  readonly options: Pick<SolveOptions, "experience" | "onLesson">;
  /** Keeps what the race taught; to be called at its end. */
  readonly keep: () => Promise<void>;
}

/** From and to the platform of the data directory, when one runs. */
export async function openLearning(): Promise<Learning> {
  const { addLesson, homeOf, readExperience } = await import("@qtwin/server/experience");
  const home = homeOf();
  const experience: Experience = await readExperience(home, say);
  const lessons: [string, Lesson][] = [];
  return {
    options: { experience, onLesson: (problemClass, lesson) => lessons.push([problemClass, lesson]) },
    keep: async () => {
      for (const [problemClass, lesson] of lessons) await addLesson(home, problemClass, lesson, say);
    },
  };
}
