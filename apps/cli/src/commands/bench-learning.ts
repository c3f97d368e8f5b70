import type { LearningBench } from "@qtwin/bench/learning";
import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { numberOption, wholeOption } from "../options.ts";
import { print, say, table } from "../say.ts";

interface Flags {
  readonly from: string;
  readonly days: number;
  readonly plants: number;
  readonly seed: number;
  readonly mismatch: number;
  readonly data?: string;
  readonly json?: boolean;
}

export function registerLearningBench(bench: Command): void {
  bench
    .command("learning")
    .description("what the meters of plants that differ from their description teach, beside what is true")
    .option("--from <date>", "first local day", "2023-05-08")
    .option("--days <n>", "days of measurements", wholeOption("--days", 2, 28), 14)
    .option("--plants <n>", "plants, each with deviations of its own", wholeOption("--plants", 1, 100), 10)
    .option("--seed <n>", "seed of the first plant", wholeOption("--seed", 0), 1)
    .option(
      "--mismatch <share>",
      "largest share by which a plant differs from its description",
      numberOption("--mismatch", 0, 0.2),
      0.1,
    )
    .option("--data <dir>", "folder of the public data sets (default: QTWIN_DATA or ../shared/data)")
    .option("--json", "print one JSON document")
    .action(benchLearning);
}

async function benchLearning(flags: Flags): Promise<void> {
  const { runLearningBench } = await import("@qtwin/bench/learning");
  const result = await runLearningBench({
    dataDir: dataDir(flags.data),
    fromDate: flags.from,
    days: flags.days,
    seeds: Array.from({ length: flags.plants }, (_, plant) => flags.seed + plant),
    mismatch: flags.mismatch,
    onProgress: say,
  });
  print(flags.json, result, linesOf(result));
}

function linesOf({ rows, coverage, fromDate, days, seeds, mismatch }: LearningBench): readonly string[] {
  const percent = (value: number): string => `${value.toFixed(2)} %`;
  return [
    `${seeds.length} plants from ${fromDate}, ${days} days, values off by up to ${percent(100 * mismatch)}`,
    ...table([
      ["value", "plants", "used", "in 80 %", "in 95 %", "site is off", "learnt is off", "±95 %", "not used"],
      ...rows.map((row) => [
        row.id,
        String(row.plants),
        String(row.accepted),
        String(row.in80),
        String(row.in95),
        percent(row.siteErrorPct),
        percent(row.learntErrorPct),
        percent(row.width95Pct),
        Object.entries(row.notAccepted)
          .map(([verdict, count]) => `${count} ${verdict}`)
          .join(", "),
      ]),
    ]),
    `${coverage.in80Pct.toFixed(1)} % of ${coverage.values} values lie inside their 80 % interval, ${coverage.in95Pct.toFixed(1)} % inside their 95 % interval.`,
  ];
}
