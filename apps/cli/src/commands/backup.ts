import { resolve } from "node:path";
import type { Command } from "commander";
import { print, say } from "../say.ts";

interface Flags {
  readonly json?: boolean;
}

export function registerBackup(program: Command): void {
  program
    .command("backup")
    .description("write the whole store to one file, also while the platform runs")
    .argument("<file>", "for example qtwin-2026-07-01.jsonl.gz")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
The file holds measurements, proposals, decisions, commands, users and the audit log, and ends with its own hash.
Keep secrets/ of QTWIN_HOME with it: without decision.key open approvals are void.`,
    )
    .action(runBackup);
  program
    .command("restore")
    .description("read a backup into a new, empty store: all of it, or nothing")
    .argument("<file>")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExamples:\n  QTWIN_HOME=/new/place qtwin restore qtwin-2026-07-01.jsonl.gz")
    .action(runRestore);
}

const total = (rows: Readonly<Record<string, number>>): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);

async function runBackup(name: string, flags: Flags): Promise<void> {
  const [{ backupStore }, { homeOf, withStore }] = await Promise.all([
    import("@qtwin/store"),
    import("@qtwin/server"),
  ]);
  const file = resolve(name);
  const createdAt = new Date().toISOString();
  const report = await withStore(homeOf(), say, ({ databaseUrl }) =>
    backupStore({ url: databaseUrl, file, createdAt }),
  );
  print(flags.json, report, [`${total(report.rows)} rows are in ${report.file}.`]);
}

async function runRestore(name: string, flags: Flags): Promise<void> {
  const [{ restoreStore }, { homeOf, withDatabase }] = await Promise.all([
    import("@qtwin/store"),
    import("@qtwin/server"),
  ]);
  const file = resolve(name);
  const { rows } = await withDatabase(homeOf(), say, ({ databaseUrl }) =>
    restoreStore({ url: databaseUrl, file }),
  );
  print(flags.json, { file, rows }, [`${total(rows)} rows are restored from ${file}.`]);
}
