import type { NeighbourhoodBench } from "@qtwin/bench/neighbourhood";
import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { numberOption, wholeOption } from "../options.ts";
import { recordRuns } from "../record.ts";
import { print, say, stopSignal, table } from "../say.ts";

interface NeighbourhoodFlags {
  readonly data?: string;
  readonly time: number;
  readonly seed: number;
  readonly count: number;
  readonly qubits: number;
  readonly record: boolean;
  readonly json?: boolean;
}

export function registerNeighbourhoodBench(bench: Command): void {
  bench
    .command("neighbourhood")
    .description("the same neighbourhoods solved exactly, by annealing and by simulated QAOA")
    .option("--data <dir>", "folder of the public data sets (default: QTWIN_DATA or ../shared/data)")
    .option(
      "--time <seconds>",
      "for each sub-solver on each instance",
      numberOption("--time", 0.1, 86_400),
      20,
    )
    .option("--seed <n>", "the same seed draws the same neighbourhoods", wholeOption("--seed", 0), 1)
    .option("--count <n>", "neighbourhoods for each sub-solver", wholeOption("--count", 1, 100_000), 150)
    .option("--qubits <n>", "variables of a neighbourhood", wholeOption("--qubits", 2, 24), 14)
    .option("--no-record", "keep the quantum runs out of the evidence ledger ('qtwin evidence')")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nWith the defaults it takes two to three minutes.")
    .action(benchSubSolvers);
}

async function benchSubSolvers(flags: NeighbourhoodFlags): Promise<void> {
  const { benchNeighbourhood } = await import("@qtwin/bench/neighbourhood");
  const result = await benchNeighbourhood({
    dataDir: dataDir(flags.data),
    seed: flags.seed,
    neighbourhoods: flags.count,
    qubits: flags.qubits,
    timeS: flags.time,
    signal: stopSignal(),
    onProgress: say,
  });
  print(flags.json, result, linesOf(result));
  if (flags.record) await recordRuns(result.evidence);
}

const linesOf = ({ rows, evidence }: NeighbourhoodBench): readonly string[] => [
  ...table([
    [
      "family",
      "instance",
      "sub-solver",
      "start",
      "objective",
      "gap",
      "solved",
      "refused",
      "better",
      "seconds",
    ],
    ...rows.map((row) => [
      row.family,
      row.instance,
      row.subSolver,
      String(row.startObjective),
      String(row.objective),
      row.gapPct === null ? "–" : `${row.gapPct.toFixed(2)} %`,
      String(row.solved),
      String(row.refused),
      String(row.improved),
      row.seconds.toFixed(2),
    ]),
  ]),
  `${evidence.length} quantum runs, each beside its controls.`,
];
