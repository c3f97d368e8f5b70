import { join, resolve } from "node:path";
import type { CaseFilter, QuantumBench, QuantumCase } from "@qtwin/bench/quantum";
import { homeOf } from "@qtwin/server";
import type { Command } from "commander";
import { cliError } from "../errors.ts";
import { numberOption, wholeOption, wordOption } from "../options.ts";
import { print, say, table } from "../say.ts";

interface QuantumFlags {
  readonly n?: number;
  readonly graph?: "3-regular" | "dense";
  readonly precision?: "f32" | "f64";
  readonly threads?: number;
  readonly peers?: boolean;
  readonly limit: number;
  readonly minutes: number;
  readonly python?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

export function registerQuantumBench(bench: Command): void {
  bench
    .command("quantum")
    .description(
      "one layer of QAOA, beside a pass over the same memory and beside Qiskit Aer, PennyLane Lightning, qulacs and QOKit",
    )
    .option("--n <qubits>", "only this size (default: 16, 20, 24, 26)", wholeOption("--n", 4, 28))
    .option("--graph <kind>", "only 3-regular or dense", wordOption("--graph", ["3-regular", "dense"]))
    .option("--precision <kind>", "only f32 or f64", wordOption("--precision", ["f32", "f64"]))
    .option("--threads <n>", "only this many threads (default: 1 and 2)", wholeOption("--threads", 1, 64))
    .option("--peers", "measure the other simulators (default: unless --n or --precision is given)")
    .option("--no-peers", "measure Qtwin only")
    .option(
      "--limit <seconds>",
      "leave out what takes longer for a layer",
      numberOption("--limit", 0.001, 3600),
      60,
    )
    .option(
      "--minutes <n>",
      "start no further case of the other simulators after this",
      numberOption("--minutes", 0, 10_000),
      25,
    )
    .option(
      "--python <dir>",
      "folder of the Python environment (default: bench-quantum-python in the data directory)",
    )
    .option("--markdown", "print the tables of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .action(benchSimulators);
}

async function benchSimulators(flags: QuantumFlags): Promise<void> {
  const { benchQuantum, casesOf, markdownOf, nameOf, sentencesOf } = await import("@qtwin/bench/quantum");
  const { n, graph, precision, threads } = flags;
  const filter: CaseFilter = { n, graph, precision, threads };
  if (casesOf(filter).length === 0) throw noCase(flags);
  const result = await benchQuantum({
    filter,
    peers: flags.peers ?? (n === undefined && precision === undefined),
    pythonDir: resolve(flags.python ?? join(homeOf().dir, "bench-quantum-python")),
    limitS: flags.limit,
    peersMin: flags.minutes,
    onProgress: say,
  });
  print(
    flags.json,
    result,
    flags.markdown ? [markdownOf(result)] : linesOf(result, nameOf, sentencesOf(result)),
  );
}

function noCase({ n, graph }: QuantumFlags): Error {
  if (graph === "3-regular" && n! % 2 === 1)
    return cliError(
      "QT_CLI_BAD_OPTION",
      `--n is ${n}, but a 3-regular graph has an even number of nodes; take --graph dense or --n ${n! - 1}.`,
      "--n",
    );
  return cliError(
    "QT_CLI_BAD_OPTION",
    "--n is 28, but in f64 only 27 qubits fit into 4 GiB; take --n 27 or --precision f32.",
    "--n",
  );
}

const figure = (value: number | null, digits: number): string => value?.toFixed(digits) ?? "–";

function linesOf(
  bench: QuantumBench,
  nameOf: (measured: QuantumCase) => string,
  sentences: readonly string[],
): readonly string[] {
  return [
    ...table([
      ["n", "graph", "threads", "precision", "engine", "ms a layer", "passes", "of peak", ""],
      ...bench.rows.map((row) => [
        `${row.n}`,
        row.graph,
        `${row.threads}`,
        row.precision,
        row.engine,
        figure(row.layerMs, 2),
        figure(row.layerPasses, 1),
        row.peakShare === null ? "" : `${(100 * row.peakShare).toFixed(0)} %`,
        row.note === "" ? (row.variant ?? "") : row.note,
      ]),
    ]),
    ...bench.comparisons.map(
      (each) =>
        `${nameOf(each)}: ${each.timesFaster.toFixed(1)} times the speed of ${each.fastestPeer}, the fastest other`,
    ),
    ...bench.gradients.map(
      ({ n, precision, layers, evaluations }) =>
        `n = ${n}, ${precision}: all ${2 * layers} gradients in ${evaluations.toFixed(2)} evaluations`,
    ),
    ...sentences,
  ];
}
