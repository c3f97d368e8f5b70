import { type Locale, locales, type ReportFormat, reportFormats } from "@qtwin/report";
import type { Command } from "commander";
import { cliError } from "../errors.ts";
import { writeBytesFile } from "../files.ts";
import { wordOption } from "../options.ts";
import { print, say } from "../say.ts";

interface Flags {
  readonly from: string;
  readonly to: string;
  readonly format?: ReportFormat;
  readonly locale: Locale;
  readonly out?: string;
  readonly json?: boolean;
}

export function registerReport(program: Command): void {
  program
    .command("report")
    .description(
      "measurement and verification of past plant days: bill, saving with its error, plans carried out",
    )
    .argument("<site>", "site id, or path of a site.json")
    .requiredOption("--from <day>", "first local day of the plant, for example 2023-05-01")
    .requiredOption("--to <day>", "last local day of the plant, included")
    .option(
      "--format <format>",
      "html or pdf (default: by the name of --out, else html)",
      wordOption("--format", reportFormats),
    )
    .option(
      "--locale <locale>",
      "language, number and date forms: en, de or fr",
      wordOption("--locale", locales),
      "en",
    )
    .option("--out <file>", "file to write; - is standard output (default: report-SITE-FROM-TO.FORMAT)")
    .option("--json", "print one JSON document: the report as data, and where it was written")
    .addHelpText(
      "after",
      `
Everything is computed again from the meters, messages and decisions in the store; what is not known is said, never filled in.
In shadow mode it is the pilot report: what Qtwin would have done.

Examples:
  qtwin report foundry --from 2023-05-01 --to 2023-05-28 --out may.pdf
  qtwin report foundry --from 2023-05-09 --to 2023-05-09 --locale de`,
    )
    .action(runReport);
}

async function runReport(siteName: string, flags: Flags): Promise<void> {
  const [{ loadSite, makeReport }, { homeOf, withStore }, { renderReport }] = await Promise.all([
    import("@qtwin/loop"),
    import("@qtwin/server"),
    import("@qtwin/report/render"),
  ]);
  const site = loadSite(siteName);
  const { from, to, locale, out } = flags;
  if (out === "-" && flags.json)
    throw cliError("QT_CLI_BAD_OPTION", "--out - and --json both want standard output.", "--out");
  const format = flags.format ?? (out?.toLowerCase().endsWith(".pdf") ? "pdf" : "html");
  const document = await withStore(homeOf(), say, ({ store }) =>
    makeReport({ site, store, from, to, locale, madeAtMs: Date.now() }),
  );
  const bytes = await renderReport(document, format);
  const file = out ?? `report-${site.id}-${from}-${to}.${format}`;
  if (file === "-") {
    process.stdout.write(bytes);
    return;
  }
  writeBytesFile(file, bytes);
  print(flags.json, { file, format, bytes: bytes.length, document }, [`${file}: ${bytes.length} bytes`]);
}
