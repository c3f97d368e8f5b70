import { join, resolve } from "node:path";
import type { FamilyId } from "@qtwin/bench/portfolio";
import { homeOf } from "@qtwin/server";
import type { Command } from "commander";
import { dataDir } from "../data-dir.ts";
import { cliError } from "../errors.ts";
import { listOption, numberOption, wholeOption } from "../options.ts";
import { interrupted, print, say, stopSignal, table } from "../say.ts";

interface PortfolioFlags {
  readonly data?: string;
  readonly time: number;
  readonly threads: number;
  readonly seed: number;
  readonly gap: number;
  readonly only?: RegExp;
  readonly sets?: readonly string[];
  readonly solver?: string;
  readonly peers?: true | readonly string[];
  readonly stability?: boolean;
  readonly python?: string;
  readonly out?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const descriptions: Readonly<Record<FamilyId, string>> = {
  jsp: "job shops, beside OR-Tools CP-SAT",
  fjsp: "flexible job shops, beside OR-Tools CP-SAT",
  "fjsp-sdst": "flexible job shops with setup times, beside OR-Tools CP-SAT",
  mmkp: "part selection (multiple-choice knapsacks), beside HiGHS, native and WASM",
  qap: "layout (quadratic assignment)",
  maxcut: "maximum cuts, beside the tabu search and annealing of dwave-samplers",
  qubo: "QUBOs, beside the tabu search and annealing of dwave-samplers",
  mkp: "multidimensional knapsacks, beside HiGHS, native and WASM",
};

const examples = `
A file of --out does not know which version of our solvers or of a peer it was measured with: after changes to them take a
new file. Gaps of kept rows are computed again from what is published in the data sets; what failed is tried again. Ctrl-C
ends with what was run so far and exits with ${interrupted}.

Examples:
  qtwin bench jsp --only 'ft|la0' --time 10
  qtwin bench fjsp --sets brandimarte --time 60 --peers --out fjsp-60.jsonl --markdown`;

/** One command for each family of public instances. */
export function registerPortfolioBenches(bench: Command): void {
  for (const [family, description] of Object.entries(descriptions) as [FamilyId, string][])
    withOptions(
      bench.command(family).description(`objective, gap, bound and proof on ${description}`),
    ).action((flags: PortfolioFlags) => benchFamily(family, flags));
}

const withOptions = (command: Command): Command =>
  command
    .option("--data <dir>", "folder of the public data sets (default: QTWIN_DATA or ../shared/data)")
    .option("--time <seconds>", "wall time for each instance", numberOption("--time", 0.1, 86_400), 10)
    .option("--threads <n>", "threads a solver may use", wholeOption("--threads", 1, 1024), 2)
    .option("--seed <n>", "seed of every solver", wholeOption("--seed", 0), 1)
    .option("--gap <share>", "relative gap at which a solver may stop", numberOption("--gap", 0, 1), 0)
    .option("--only <pattern>", "instances whose name fits this regular expression", patternOption)
    .option("--sets <a,b>", "only these sets of the summary", listOption)
    .option("--solver <id>", "one of our solvers (default: all that fit)")
    .option("--peers [a,b]", "measure others in the same run, all or those named", listOption)
    .option("--stability", "how much of a schedule stays when one duration grows by 1 %")
    .option(
      "--python <dir>",
      "folder of the peers' Python environment (default: bench-portfolio-python in the data directory)",
    )
    .option(
      "--out <file>",
      "append each row as it comes; what is there for the same model is not measured again, unless it failed",
    )
    .option("--markdown", "print the tables of bench/REPORT.md")
    .option("--json", "print one JSON document")
    .addHelpText("after", examples);

function patternOption(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw cliError("QT_CLI_BAD_OPTION", `--only is '${text}'; it must be a regular expression.`, "--only");
  }
}

async function benchFamily(family: FamilyId, flags: PortfolioFlags): Promise<void> {
  const { benchPortfolio, linesOf, markdownOf } = await import("@qtwin/bench/portfolio");
  const { only, sets, solver, peers, stability = false, out } = flags;
  const result = await benchPortfolio({
    family,
    dataDir: dataDir(flags.data),
    filter: { ...(only ? { only } : {}), ...(sets ? { sets } : {}) },
    timeS: flags.time,
    threads: flags.threads,
    seed: flags.seed,
    gapLimit: flags.gap,
    ...(solver === undefined ? {} : { solver }),
    ...(peers === undefined ? {} : { peers: peers === true ? "all" : peers }),
    pythonDir: resolve(flags.python ?? join(homeOf().dir, "bench-portfolio-python")),
    stability,
    ...(out === undefined ? {} : { outFile: resolve(out) }),
    signal: stopSignal(),
    onProgress: say,
  });
  const { run, of } = result.instances;
  if (run < of) {
    say(`Interrupted: ${run} of ${of} instances were run.`);
    process.exitCode = interrupted;
  }
  print(flags.json, result, flags.markdown ? [markdownOf(result)] : linesOf(result, table));
}
