import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { blockOptions, numberOption, wholeOption } from "../options.ts";
import { recordRuns } from "../record.ts";
import { print, say, stopSignal, table } from "../say.ts";

interface WindowFlags {
  readonly zone: string;
  readonly from: string;
  readonly data?: string;
  readonly count: number;
  readonly perPlan: number;
  readonly qubits: number;
  readonly layers: number;
  readonly shots: number;
  readonly work: number;
  readonly time: number;
  readonly seed: number;
  readonly record: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const explanation = `
Plans of the simulated foundry at instants of its work days. Of each, the heats in which most money may lie become a model of
choices, exact for a stated restriction of the energy model, and a QUBO with certified penalties. It is solved by QAOA on the
simulator among the ways to take one option of each heat (the feasible subspace), and to 16 qubits with penalties on all bit
strings, each beside random sampling, annealing, tabu search, enumeration and HiGHS. What is better on the energy model itself goes back into the plan, and the next window is cut from that.

With the defaults it takes some minutes.`;

export function registerWindowBench(bench: Command): void {
  blockOptions(bench.command("windows"))
    .description("windows of energy plans as certified QUBOs: QAOA beside five controls")
    .option("--count <n>", "windows to measure", wholeOption("--count", 1, 1000), 50)
    .option("--per-plan <n>", "windows of one plan at most", wholeOption("--per-plan", 1, 20), 3)
    .option("--qubits <n>", "options of all heats of a window", wholeOption("--qubits", 8, 24), 24)
    .option("--layers <n>", "pairs of cost and mixer", wholeOption("--layers", 1, 20), 3)
    .option("--shots <n>", "measurements of the final state", wholeOption("--shots", 1, 1_000_000), 1024)
    .option("--work <n>", "states prepared in the search for angles", wholeOption("--work", 1, 100_000), 100)
    .option("--time <seconds>", "wall time for one plan", numberOption("--time", 0.5, 600), 3)
    .option("--seed <n>", "disturbances of the plant, and all methods", wholeOption("--seed", 0), 1)
    .option("--no-record", "keep the quantum runs out of the evidence ledger ('qtwin evidence')")
    .option("--markdown", "print the tables of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", explanation)
    .action(benchEnergyWindows);
}

async function benchEnergyWindows(flags: WindowFlags): Promise<void> {
  const { benchWindows, linesOf, markdownOf } = await import("@qtwin/bench/windows");
  const { zone, from, count, perPlan, qubits, layers, shots, seed } = flags;
  const result = await benchWindows({
    ...{ zone, fromDate: from, count, perPlan, qubits, layers, shots, seed },
    dataDir: dataDir(flags.data),
    evaluations: flags.work,
    planTimeS: flags.time,
    signal: stopSignal(),
    onProgress: say,
  });
  print(flags.json, result, flags.markdown ? [markdownOf(result)] : linesOf(result, table));
  if (flags.record) await recordRuns(result.evidence);
}
