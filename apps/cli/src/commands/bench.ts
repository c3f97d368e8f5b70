import { join, resolve } from "node:path";
import type { EnergyBench } from "@qtwin/bench/energy";
import { homeOf } from "@qtwin/server";
import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { blockOptions, numberOption, wholeOption, wordOption } from "../options.ts";
import { print, say, table } from "../say.ts";
import { registerCourseBench } from "./bench-courses.ts";
import { registerCoverageBench } from "./bench-coverage.ts";
import { registerLearningBench } from "./bench-learning.ts";
import { registerNeighbourhoodBench } from "./bench-neighbourhood.ts";
import { registerPortfolioBenches } from "./bench-portfolio.ts";
import { registerQuantumBench } from "./bench-quantum.ts";
import { registerSensitivityBench } from "./bench-sensitivity.ts";
import { registerWindowBench } from "./bench-windows.ts";

interface EnergyFlags {
  readonly zone: string;
  readonly from: string;
  readonly days: number;
  readonly tariff: "annual" | "month" | "window";
  readonly prices?: string;
  readonly seed: number;
  readonly mismatch: number;
  readonly gap: number;
  readonly time: number;
  readonly data?: string;
  readonly foresight: boolean;
  readonly json?: boolean;
}

export function registerBench(program: Command): void {
  const bench = program.command("bench").description("measure Qtwin against what it must beat");
  blockOptions(bench.command("energy"))
    .description("bills of the simulated foundry under its native controllers and under Qtwin")
    .option("--days <n>", "days of the block, billed as one month", wholeOption("--days", 1, 92), 28)
    .option(
      "--tariff <kind>",
      "demand charge: annual, month or window",
      wordOption("--tariff", ["annual", "month", "window"]),
      "annual" as const,
    )
    .option("--prices <file>", "CSV with day-ahead prices instead of the zone's data set")
    .option("--seed <n>", "disturbances of the plant", wholeOption("--seed", 0), 1)
    .option(
      "--mismatch <share>",
      "largest share by which the plant differs from its description",
      numberOption("--mismatch", 0, 0.2),
      0,
    )
    .option("--gap <share>", "relative gap at which a plan is taken", numberOption("--gap", 0, 1), 0.01)
    .option("--time <seconds>", "most wall time for one plan", numberOption("--time", 1, 3600), 10)
    .option("--no-foresight", "leave out the best plan in hindsight, which the regret is counted from")
    .option("--json", "print one JSON document")
    .action(benchEnergy);
  bench
    .command("ingest")
    .description(
      "measurements from MQTT (mosquitto) to committed rows, beside the bare insert of the same rows",
    )
    .option("--rows <n>", "measurements to send", wholeOption("--rows", 1, 10_000_000), 400_000)
    .option("--values <n>", "values a message carries", wholeOption("--values", 1, 100), 4)
    .option("--publishers <n>", "clients that send", wholeOption("--publishers", 1, 64), 4)
    .option("--json", "print one JSON document")
    .action(benchIngestion);
  bench
    .command("compile")
    .description(
      "models to MILP and QUBO, beside a plain reference and dimod, qiskit-optimization, pyqubo, ommx",
    )
    .option("--limit <seconds>", "stop a library after this", numberOption("--limit", 1, 36_000), 180)
    .option(
      "--python <dir>",
      "folder of the Python environment (default: bench-python in the data directory)",
    )
    .option("--json", "print one JSON document")
    .action(benchCompiling);
  registerQuantumBench(bench);
  registerPortfolioBenches(bench);
  registerNeighbourhoodBench(bench);
  registerLearningBench(bench);
  registerWindowBench(bench);
  registerCourseBench(bench);
  registerCoverageBench(bench);
  registerSensitivityBench(bench);
}

interface CompileFlags {
  readonly limit: number;
  readonly python?: string;
  readonly json?: boolean;
}

async function benchCompiling(flags: CompileFlags): Promise<void> {
  const { benchCompile } = await import("@qtwin/bench/compile");
  const pythonDir = resolve(flags.python ?? join(homeOf().dir, "bench-python"));
  const result = await benchCompile({ pythonDir, limitS: flags.limit, onProgress: say });
  const figure = (value: number | null, digits = 0): string => value?.toFixed(digits) ?? "–";
  print(flags.json, result, [
    ...table([
      ["case", "by", "seconds", "first run", "peak MB", "variables", "terms", ""],
      ...result.rows.map((row) => [
        row.case,
        row.by,
        figure(row.seconds, 3),
        figure(row.firstSeconds, 3),
        figure(row.peakMb),
        figure(row.variables),
        figure(row.terms),
        row.note,
      ]),
    ]),
    ...Object.entries(result.timesFaster).map(([name, times]) =>
      times === null
        ? `${name}: no other library finished`
        : `${name}: ${times.toFixed(1)} times the speed of the fastest other`,
    ),
  ]);
}

interface IngestFlags {
  readonly rows: number;
  readonly values: number;
  readonly publishers: number;
  readonly json?: boolean;
}

async function benchIngestion(flags: IngestFlags): Promise<void> {
  const { benchIngest } = await import("@qtwin/bench/ingest");
  const result = await benchIngest(
    { rows: flags.rows, valuesPerMessage: flags.values, publishers: flags.publishers },
    Date.now,
  );
  print(flags.json, result, [
    `${result.mqttToRowsPerS} measurements/s from MQTT to committed rows, ${result.lost} of ${result.rows} lost`,
    `${result.bareInsertPerS} rows/s by the bare insert of the same rows: ratio ${result.ratio}`,
  ]);
}

async function benchEnergy(flags: EnergyFlags): Promise<void> {
  // Loaded when asked for: other commands need no simulated plant.
  const { runEnergyBench } = await import("@qtwin/bench/energy");
  const result = await runEnergyBench({
    dataDir: dataDir(flags.data),
    zone: flags.zone,
    fromDate: flags.from,
    days: flags.days,
    tariff: flags.tariff,
    ...(flags.prices === undefined ? {} : { pricesFile: resolve(flags.prices) }),
    seed: flags.seed,
    mismatch: flags.mismatch,
    gapLimit: flags.gap,
    timeLimitMs: flags.time * 1000,
    foresight: flags.foresight,
    onProgress: say,
  });
  print(flags.json, result, linesOf(result));
}

function linesOf(result: EnergyBench): readonly string[] {
  const percent = (value: number): string => `${value.toFixed(2)} %`;
  return [
    `${result.zone} ${result.fromDate}, ${result.days} days, ${result.tariff} tariff, prices: ${result.priceSource}`,
    ...table([
      [
        "controller",
        "bill EUR",
        "on B0",
        "on B1",
        "on B2",
        "regret",
        "peak kW",
        "tonnes",
        "waits min",
        "late heats",
      ],
      ...result.rows.map((row) => [
        row.controller,
        row.billEur.toFixed(2),
        percent(row.savingOnB0Pct),
        percent(row.savingOnB1Pct),
        percent(row.savingOnB2Pct),
        row.regretPct === null ? "–" : percent(row.regretPct),
        row.peakKw.toFixed(0),
        Object.values(row.tonnes)
          .reduce((sum, tonnes) => sum + tonnes, 0)
          .toFixed(0),
        row.pourWaitMin.toFixed(1),
        row.metered === null ? "planned" : String(row.metered.lateHeats),
      ]),
    ]),
    result.counts
      ? "The block counts: equal tonnes, no late heat, no pour that waited."
      : "The block does not count: tonnes, due times or pours differ.",
    `${result.plans.count} plans, ${result.plans.meanSeconds.toFixed(1)} s each on the mean, gap ${result.plans.meanGapPct.toFixed(2)} %.`,
  ];
}
