import type { MemberReport } from "@qtwin/model";
import type { RaceResult } from "./race.ts";

/** What races of one problem class taught about one solver. */
export interface RaceRecord {
  /** Races it ran in against others. */
  readonly races: number;
  /** Races in which it found the best solution first, or brought the proof: half a win each. */
  readonly wins: number;
}

/** Records by solver id. */
export type Lesson = Readonly<Record<string, RaceRecord>>;

/** Lessons added up, by problem class. */
export type Experience = Readonly<Record<string, Lesson>>;

/** What one race adds to the experience of its class; empty when only one solver ran. */
export function lessonOf({
  members,
  winner,
  boundBy,
  answer,
}: Pick<RaceResult, "members" | "winner" | "boundBy" | "answer">): Lesson {
  const ran = new Set(members.filter(hasRun).map(({ solver }) => solver));
  if (ran.size < 2) return {};
  const lesson: Record<string, RaceRecord> = {};
  for (const solver of ran) {
    const found = winner?.entry.solver.id === solver ? 0.5 : 0;
    const proved = answer.status === "optimal" && boundBy?.entry.solver.id === solver ? 0.5 : 0;
    lesson[solver] = { races: 1, wins: found + proved };
  }
  return lesson;
}

const hasRun = ({ outcome }: MemberReport): boolean => outcome !== "not started";

/** The experience with a lesson of one class added. */
export function withLesson(experience: Experience, problemClass: string, lesson: Lesson): Experience {
  const known = { ...experience[problemClass] };
  for (const [solver, { races, wins }] of Object.entries(lesson)) {
    const before = known[solver] ?? { races: 0, wins: 0 };
    known[solver] = { races: before.races + races, wins: before.wins + wins };
  }
  return { ...experience, [problemClass]: known };
}
