import type { Experience } from "@qtwin/solvers";
import type { Command } from "commander";
import { print, say, table } from "../say.ts";

interface Flags {
  readonly forget?: boolean;
  readonly json?: boolean;
}

export function registerExperience(program: Command): void {
  program
    .command("experience")
    .description("what races of solvers taught: who wins on which kind of problem")
    .option("--forget", "start anew, for example after solvers have changed")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Solves add to it while a platform runs ('qtwin serve'), and start in the order it suggests; 'qtwin solve --json' says why
each solver stood where it stood. With --work it is not used, so that answers repeat.`,
    )
    .action(runExperience);
}

async function runExperience(flags: Flags): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const experience = await withStore(homeOf(), say, async ({ store }) => {
    if (flags.forget) await store.experience.forget();
    return store.experience.all();
  });
  print(flags.json, { experience }, linesOf(experience));
}

function linesOf(experience: Experience): readonly string[] {
  const rows = Object.entries(experience).flatMap(([problemClass, records]) =>
    Object.entries(records)
      .sort(([, a], [, b]) => b.wins / b.races - a.wins / a.races)
      .map(([solver, { races, wins }]) => [problemClass, solver, String(wins), String(races)]),
  );
  if (rows.length === 0) return ["Nothing yet: solves with several solvers add to it while a platform runs."];
  return table([["kind of problem", "solver", "wins", "races"], ...rows.sort()]);
}
