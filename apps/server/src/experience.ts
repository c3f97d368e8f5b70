import type { ExperienceStore } from "@qtwin/store";
import type { Home } from "./home.ts";
import { whileRunning } from "./while-running.ts";

export { homeOf } from "./home.ts";

type Experience = Awaited<ReturnType<ExperienceStore["all"]>>;
type Lesson = Parameters<ExperienceStore["add"]>[1];
type Log = (message: string) => void;

/**
 * What races of solvers taught, as the running platform of a data directory keeps it; nothing while it cannot be asked:
 * a solve goes on without.
 */
export async function readExperience(home: Home, log: Log): Promise<Experience> {
  return (await whileRunning(home, log, ({ experience }) => experience.all())) ?? {};
}

/** @returns whether the lesson was kept */
export async function addLesson(
  home: Home,
  problemClass: string,
  lesson: Lesson,
  log: Log,
): Promise<boolean> {
  const kept = await whileRunning(home, log, async ({ experience }) => {
    await experience.add(problemClass, lesson);
    return true;
  });
  return kept ?? false;
}
