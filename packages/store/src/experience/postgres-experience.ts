import type { RaceRecord } from "@qtwin/solvers";
import type { Database } from "../database.ts";
import type { ExperienceStore } from "./experience.ts";

export function createExperience({ query }: Database): ExperienceStore {
  return {
    all: async () => {
      const rows = await query.selectFrom("solver_experience").selectAll().execute();
      const classes: Record<string, Record<string, RaceRecord>> = {};
      for (const { problem_class, solver, races, wins } of rows) {
        classes[problem_class] ??= {};
        classes[problem_class][solver] = { races, wins };
      }
      return classes;
    },
    add: async (problemClass, lesson) => {
      const rows = Object.entries(lesson)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([solver, record]) => ({ problem_class: problemClass, solver, ...record }));
      if (rows.length === 0) return;
      await query
        .insertInto("solver_experience")
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(["problem_class", "solver"]).doUpdateSet((set) => ({
            races: set("solver_experience.races", "+", set.ref("excluded.races")),
            wins: set("solver_experience.wins", "+", set.ref("excluded.wins")),
          })),
        )
        .execute();
    },
    forget: async () => {
      await query.deleteFrom("solver_experience").execute();
    },
  };
}
