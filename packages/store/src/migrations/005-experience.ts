import type { Migration } from "./migration.ts";

/** Sums only: what a solver did in one race is in the answer of that run. */
export const experience: Migration = {
  number: 5,
  title: "experience of the portfolio",
  sql: `
create table qtwin.solver_experience (
  problem_class text not null,
  solver text not null,
  races double precision not null check (races >= 0),
  wins double precision not null check (wins >= 0 and wins <= races),
  primary key (problem_class, solver)
);
`,
};
