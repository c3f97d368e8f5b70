import type { ExperienceStore } from "@qtwin/store";
import type { Home } from "./home.ts";
import { ownerOf } from "./supervisor/owner-lock.ts";

export { homeOf } from "./home.ts";

type Experience = Awaited<ReturnType<ExperienceStore["all"]>>;
type Lesson = Parameters<ExperienceStore["add"]>[1];
type Log = (message: string) => void;

/**
 * What races of solvers taught, as the running platform of a data directory keeps it; nothing while none runs or its
 * database is away: a solve goes on without.
 */
export async function readExperience(home: Home, log: Log): Promise<Experience> {
  return (await whileItRuns(home, log, (experience) => experience.all())) ?? {};
}

/** @returns whether the lesson was kept */
export async function addLesson(
  home: Home,
  problemClass: string,
  lesson: Lesson,
  log: Log,
): Promise<boolean> {
  const kept = await whileItRuns(home, log, async (experience) => {
    await experience.add(problemClass, lesson);
    return true;
  });
  return kept ?? false;
}

async function whileItRuns<T>(
  home: Home,
  log: Log,
  use: (experience: ExperienceStore) => Promise<T>,
): Promise<T | null> {
  if (ownerOf(home) === null) return null;
  // Loaded when there is a platform: a solve without one does not wait for it.
  const [{ withStore }, { storeIsAway }] = await Promise.all([
    import("./with-store.ts"),
    import("./release.ts"),
  ]);
  try {
    return await withStore(home, log, ({ store }) => use(store.experience));
  } catch (thrown) {
    if (!storeIsAway(thrown)) throw thrown;
    return null;
  }
}
