import { resolve } from "node:path";
import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { blockOptions, listOption, numberOption, wholeOption, wordOption } from "../options.ts";
import { interrupted, print, say, stopSignal, table } from "../say.ts";

interface SensitivityFlags {
  readonly zone: string;
  readonly from: string;
  readonly data?: string;
  readonly days: number;
  readonly tariff: "annual" | "month" | "window";
  readonly prices?: string;
  readonly values?: readonly string[];
  readonly change: number;
  readonly seed: number;
  readonly gap: number;
  readonly time: number;
  readonly screen?: boolean;
  readonly jobs: number;
  readonly out?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const explanation = `
Each run is the whole energy bench (B0, B1, B2, Qtwin) of a plant with one other value, which its description has too; the demand
targets are found anew for it. A block is billed as one month: in few days the demand charge weighs more than in 28. A run of one
day takes one to two minutes, most of it plans. A file of --out does not know which version it was measured with: after changes
take a new file. Ctrl-C ends with the rows that are there and exits with ${interrupted}.

Examples:
  qtwin bench sensitivity --days 5 --out sensitivity.jsonl --markdown
  qtwin bench sensitivity --values furnace.meltKwhPerT,price.spread --days 1 --jobs 1
  qtwin bench sensitivity --screen --days 7`;

export function registerSensitivityBench(bench: Command): void {
  blockOptions(bench.command("sensitivity"))
    .description("how bills and savings depend on the values of the plant, its tariff and its market")
    .option("--days <n>", "days of the block, billed as one month", wholeOption("--days", 1, 92), 5)
    .option(
      "--tariff <kind>",
      "demand charge: annual, month or window",
      wordOption("--tariff", ["annual", "month", "window"]),
      "annual" as const,
    )
    .option("--prices <file>", "CSV with day-ahead prices instead of the zone's data set")
    .option("--values <a,b>", "values to change (default: the ten that the screening put first)", listOption)
    .option("--change <percent>", "how much lower and higher", numberOption("--change", 1, 90), 20)
    .option("--seed <n>", "disturbances of the plant", wholeOption("--seed", 0), 1)
    .option("--gap <share>", "relative gap at which a plan is taken", numberOption("--gap", 0, 1), 0.01)
    .option("--time <seconds>", "most wall time for one plan", numberOption("--time", 1, 3600), 10)
    .option("--screen", "native controllers alone, all candidates: which values matter most")
    .option("--jobs <n>", "runs at a time", wholeOption("--jobs", 1, 64), 2)
    .option("--out <file>", "append each row as it comes; what is there is not run again")
    .option("--markdown", "print the table of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", explanation)
    .action(benchValues);
}

async function benchValues(flags: SensitivityFlags): Promise<void> {
  const { benchSensitivity, linesOf, markdownOf } = await import("@qtwin/bench/sensitivity");
  const {
    zone,
    from,
    days,
    tariff,
    prices,
    values,
    change,
    seed,
    gap,
    time,
    screen = false,
    jobs,
    out,
  } = flags;
  const result = await benchSensitivity({
    ...{ zone, fromDate: from, days, tariff, seed, screen, jobs },
    dataDir: dataDir(flags.data),
    ...(prices === undefined ? {} : { pricesFile: resolve(prices) }),
    ...(values === undefined ? {} : { values }),
    changePct: change,
    gapLimit: gap,
    timeLimitMs: 1000 * time,
    ...(out === undefined ? {} : { outFile: resolve(out) }),
    signal: stopSignal(),
    onProgress: say,
  });
  if (result.rows.length < result.of) {
    say(`Interrupted: ${result.rows.length} of ${result.of} rows.`);
    process.exitCode = interrupted;
  }
  print(flags.json, result, flags.markdown ? [markdownOf(result)] : linesOf(result, table));
}
