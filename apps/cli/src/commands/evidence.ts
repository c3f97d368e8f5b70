import type { EvidenceEntry, EvidenceFilter } from "@qtwin/store";
import type { Command } from "commander";
import { cliError } from "../errors.ts";
import { wholeOption } from "../options.ts";
import { print, say, table } from "../say.ts";

interface Flags {
  readonly class?: string;
  readonly method?: string;
  readonly since?: number;
  readonly limit?: number;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Newest runs that people get who name no limit; a CSV is for programs, which get all. */
const shownRuns = 50;

export function registerEvidence(program: Command): void {
  program
    .command("evidence")
    .description("what quantum runs brought beside plain methods: the evidence ledger")
    .option("--class <class>", "only this problem class, for example maxcut")
    .option("--method <method>", "only this quantum method, for example qaoa")
    .option(
      "--since <day>",
      "only runs that ended at this instant or later, for example 2026-07-01",
      sinceOption,
    )
    .option(
      "--limit <n>",
      `newest runs, at most (default: ${shownRuns}, with --csv all)`,
      wholeOption("--limit", 1),
    )
    .option("--csv", "print CSV (RFC 4180): one line for each method of each run")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Runs come into the ledger by 'qtwin solve' with a quantum solver, by benches and by POST /api/v1/evidence.

Examples:
  qtwin solve model.qubo --solver qaoa      measures a run beside its controls and records it
  qtwin evidence --class maxcut
  qtwin evidence --since 2026-07-01 --csv > evidence.csv`,
    )
    .action(runEvidence);
}

/** An ISO day or instant; without an offset it is UTC. */
function sinceOption(text: string): number {
  const atMs = Date.parse(/T\d\d:\d\d(:[\d.]+)?$/.test(text) ? `${text}Z` : text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && Number.isFinite(atMs)) return atMs;
  throw cliError(
    "QT_CLI_BAD_OPTION",
    `--since is '${text}'; it must be a day or instant of ISO 8601.`,
    "--since",
  );
}

async function runEvidence(flags: Flags): Promise<void> {
  if (flags.csv && flags.json)
    throw cliError("QT_CLI_BAD_OPTION", "--csv and --json are two formats; name one of them.", "--csv");
  const [{ evidenceCsv, evidencePages }, { homeOf, takeOverEvidence, withStore }] = await Promise.all([
    import("@qtwin/store"),
    import("@qtwin/server"),
  ]);
  const home = homeOf();
  const limit = flags.limit ?? (flags.csv ? Infinity : shownRuns);
  const filter: EvidenceFilter = {
    // One more tells whether there are more.
    limit: limit + 1,
    ...(flags.class === undefined ? {} : { problemClass: flags.class }),
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(flags.since === undefined ? {} : { sinceMs: flags.since }),
  };
  const found = await withStore(home, say, async ({ store }) => {
    await takeOverEvidence(home, store, say);
    const entries: EvidenceEntry[] = [];
    for await (const page of evidencePages(store.evidence, filter)) entries.push(...page);
    return entries;
  });
  const entries = found.slice(0, limit);
  if (flags.csv) process.stdout.write(evidenceCsv(entries));
  else print(flags.json, { entries }, linesOf(entries));
  if (found.length > limit) say(`There are older runs than these ${limit}: a higher --limit gives them.`);
}

const none = "No run is recorded yet: 'qtwin solve FILE --solver qaoa' measures one.";

function linesOf(entries: readonly EvidenceEntry[]): readonly string[] {
  if (entries.length === 0) return [none];
  const head = ["ended", "class", "model", "method", "qubits", "objective", "seconds", "TTS 99 %", "verdict"];
  return table([head, ...entries.map(rowOf)]);
}

function rowOf({ atMs, verdict, evidence }: EvidenceEntry): readonly string[] {
  const { problemClass, model, method, qubits, objective, seconds, timeToSolutionS } = evidence;
  return [
    new Date(atMs).toISOString().slice(0, 19),
    problemClass,
    model.name,
    method,
    String(qubits),
    objective === null ? "none" : shown(objective),
    shown(seconds.total),
    timeToSolutionS === null ? "–" : `${shown(timeToSolutionS)} s`,
    verdict.sentence,
  ];
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));
