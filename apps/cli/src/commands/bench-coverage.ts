import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { blockOptions, wholeOption } from "../options.ts";
import { print, say, table } from "../say.ts";

interface CoverageFlags {
  readonly zone: string;
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  readonly data?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const explanation = `
The foundry runs under its native controller; every hour the next 24 hours of it are predicted, and each quarter-hour is held
against what came. Bands learn for 28 days before the block and go on learning in it, only from what is known at each instant.
A block of 28 days takes one to two minutes.`;

export function registerCoverageBench(bench: Command): void {
  blockOptions(bench.command("coverage"))
    .description("how often load, metal level and cost come inside the 80 % bands predicted for them")
    .option("--days <n>", "days of the block", wholeOption("--days", 1, 92), 28)
    .option("--seed <n>", "disturbances of the plant", wholeOption("--seed", 0), 1)
    .option("--markdown", "print the table of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", explanation)
    .action(benchBands);
}

async function benchBands(flags: CoverageFlags): Promise<void> {
  const { benchCoverage, linesOf, markdownOf } = await import("@qtwin/bench/coverage");
  const result = await benchCoverage({
    dataDir: dataDir(flags.data),
    zone: flags.zone,
    fromDate: flags.from,
    days: flags.days,
    seed: flags.seed,
    onProgress: say,
  });
  print(flags.json, result, flags.markdown ? [markdownOf(result)] : linesOf(result, table));
}
