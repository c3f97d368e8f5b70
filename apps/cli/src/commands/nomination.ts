import type { Command } from "commander";
import { cliError } from "../errors.ts";
import { print, say } from "../say.ts";

interface Flags {
  readonly date: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

export function registerNomination(program: Command): void {
  program
    .command("nomination")
    .description("what was nominated to the supplier for a day of delivery, and how far it was missed so far")
    .argument("<site>", "site id, or path of a site.json")
    .requiredOption("--date <day>", "local day of delivery, for example 2023-05-10")
    .option("--csv", "print the file for the supplier: begin, end, power and energy of each quarter-hour")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
A nomination is made once, the day before at the time of the contract ('balancing' in the site file), and never changed.
Prices of imbalance are synthetic.

Examples:
  qtwin nomination foundry --date 2023-05-10
  qtwin nomination foundry --date 2023-05-10 --csv > nomination.csv`,
    )
    .action(runNomination);
}

async function runNomination(siteName: string, flags: Flags): Promise<void> {
  if (flags.csv && flags.json)
    throw cliError("QT_CLI_BAD_OPTION", "--csv and --json both want standard output.", "--csv");
  const [{ loadSite, loadUseCase, nominationCsv, nominationOf, settledNominations }, server] =
    await Promise.all([import("@qtwin/loop"), import("@qtwin/server")]);
  const site = loadSite(siteName);
  const { record, course } = await server.withStore(server.homeOf(), say, async ({ store }) => {
    const found = await nominationOf(store, site, flags.date);
    const useCase = await loadUseCase(site.useCase);
    // The newest value of the twin is as late as can be settled.
    const latest = await store.history.latest(site.id);
    const nowMs = Math.max(0, ...[...latest.values()].map(({ sourceTimeMs }) => sourceTimeMs));
    return (await settledNominations({ site, store, useCase }, [found], nowMs))[0]!;
  });
  if (flags.csv) {
    process.stdout.write(nominationCsv(record, site.timeZone));
    return;
  }
  const { contract, nominated } = record;
  const kwh = (nominated.kw.reduce((sum, kw) => sum + kw, 0) * nominated.grid.stepMin) / 60;
  const clock = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16);
  print(flags.json, { ...record, course }, [
    `${record.day}: ${kwh.toFixed(0)} kWh nominated at ${clock(record.madeAtMs)}Z, by the ${record.basis === "plan" ? "plan" : "plant's own course"}`,
    `until ${clock(course.untilMs)}Z: ${course.boughtKwh.toFixed(0)} kWh bought of ${course.nominatedKwh.toFixed(0)} kWh nominated`,
    `beyond ± ${(100 * contract.toleranceShare).toFixed(0)} %: ${course.shortKwh.toFixed(0)} kWh above, ${course.longKwh.toFixed(0)} kWh below`,
    `imbalance: ${course.costEur.toFixed(2)} EUR (synthetic price, ${contract.eurPerMwhShort.toFixed(2)} EUR/MWh above and ${contract.eurPerMwhLong.toFixed(2)} below)`,
  ]);
}
