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
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const explanation = `
Two instances of middling size of each of five families. All sub-solvers begin at the same start: zeros where they are feasible,
else what one unit of work finds: of job shops as they are, of the others for the opposite sense. Those are bad on purpose, as
one unit of work for their own sense often finds the best known solution already. An instance without a start is left out and
named. Seconds and --time do not count the controls of quantum runs.

With the defaults it takes a few minutes.`;

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
    .option("--markdown", "print the table of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", explanation)
    .action(benchSubSolvers);
}

async function benchSubSolvers(flags: NeighbourhoodFlags): Promise<void> {
  const { benchNeighbourhood, linesOf, markdownOf } = await import("@qtwin/bench/neighbourhood");
  const result = await benchNeighbourhood({
    dataDir: dataDir(flags.data),
    seed: flags.seed,
    neighbourhoods: flags.count,
    qubits: flags.qubits,
    timeS: flags.time,
    signal: stopSignal(),
    onProgress: say,
  });
  print(flags.json, result, flags.markdown ? [markdownOf(result)] : linesOf(result, table));
  if (flags.record) await recordRuns(result.evidence);
}
