import type { Command } from "commander";
import { print, say, table } from "../say.ts";

interface ListFlags {
  readonly json?: boolean;
  readonly limit: number;
  readonly action?: string;
}

export function registerAudit(program: Command): void {
  const audit = program.command("audit").description("the hash-chained audit log");
  audit
    .command("verify")
    .description("recompute the whole chain; exits with 7 when an entry was changed or removed")
    .option("--head <number:hash>", "a head kept elsewhere: also shows a cut-off tail")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExamples:\n  qtwin audit verify\n  qtwin audit verify --head 1042:9f3c… --json")
    .action(runVerify);
  audit
    .command("list")
    .description("the newest entries")
    .option("--limit <n>", "how many", Number, 20)
    .option("--action <action>", "for example command.send")
    .option("--json", "print one JSON document")
    .action(runList);
}

function expectedHead(
  text: string | undefined,
): { readonly number: number; readonly hash: string } | undefined {
  const [number = "", hash = ""] = (text ?? "").split(":");
  return text === undefined ? undefined : { number: Number(number), hash };
}

async function runVerify(flags: { readonly json?: boolean; readonly head?: string }): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const verdict = await withStore(homeOf(), say, ({ store }) => store.audit.verify(expectedHead(flags.head)));
  const line = verdict.intact
    ? `Intact: ${verdict.count} entries, head ${verdict.count}:${verdict.headHash}`
    : `BROKEN at entry ${verdict.number}: ${verdict.reason}`;
  print(flags.json, verdict, [line]);
  if (!verdict.intact) process.exitCode = 7;
}

async function runList(flags: ListFlags): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const filter = { limit: flags.limit, ...(flags.action === undefined ? {} : { action: flags.action }) };
  const entries = await withStore(homeOf(), say, ({ store }) => store.audit.list(filter));
  const rows = entries.map(({ number, atMs, actor, action, subject }) => [
    String(number),
    new Date(atMs).toISOString(),
    actor,
    action,
    subject,
  ]);
  print(flags.json, { entries }, table(rows));
}
