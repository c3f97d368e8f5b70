import { availableParallelism } from "node:os";
import type { Answer, Incumbent, Model, ModelFormat } from "@qtwin/model";
import { bindingRules, hashModel, modelFormats, printSolution, sealed, verdictOf } from "@qtwin/model";
import { type Preset, presets, solve } from "@qtwin/solvers";
import type { Command } from "commander";
import { readModelFile, removeFile, writeTextFile } from "../files.ts";
import { openLearning } from "../learning.ts";
import { numberOption, wholeOption, wordOption } from "../options.ts";
import { recordRuns } from "../record.ts";
import { say } from "../say.ts";

interface SolveFlags {
  readonly format?: ModelFormat;
  readonly solver?: string;
  readonly time: number;
  readonly gap: number;
  readonly seed: number;
  readonly work?: number;
  readonly threads?: number;
  readonly preset: Preset;
  readonly set: Readonly<Record<string, number>>;
  readonly out?: string;
  readonly resources?: boolean;
  readonly record: boolean;
  readonly json?: boolean;
}

/** Variables printed for people; `--json` and `--out` give all. */
const shownVariables = 20;

export function registerSolve(program: Command): void {
  program
    .command("solve")
    .description("solve a model file and check the answer independently")
    .argument("<file>", "model file in any format, also gzipped; FILE#KEY for one of several in a file")
    .option(
      "--format <format>",
      `${modelFormats.join(", ")} (default: from the content)`,
      wordOption("--format", modelFormats),
    )
    .option("--solver <id>", "the only solver to run (default: those that take the model race)")
    .option("--time <seconds>", "wall time", numberOption("--time", 0, 1e7), 60)
    .option("--gap <share>", "relative gap that counts as optimal", numberOption("--gap", 0), 1e-4)
    .option("--seed <n>", "the same seed and work give the same answer", wholeOption("--seed", 0), 1)
    .option("--work <n>", "limit in the solver's own count", wholeOption("--work", 0))
    .option(
      "--threads <n>",
      "solvers that run at once (default: the cores there are)",
      wholeOption("--threads", 1, 1024),
    )
    .option(
      "--preset <preset>",
      "fast: good solutions first; prove: proofs first; balanced: both",
      wordOption("--preset", presets),
      "balanced" as const,
    )
    .option(
      "--set <name=value>",
      "an option of the solver, see 'qtwin solvers'; may be repeated",
      addSetting,
      {},
    )
    .option("--out <file>", "write the result: .json for `qtwin verify`, else a .sol file")
    .option(
      "--resources",
      "what a quantum run would take on fault-tolerant hardware, as estimated by qsharp-lang",
    )
    .option(
      "--no-record",
      "keep this run out of the evidence ledger and of what the platform learns ('qtwin evidence', 'qtwin experience')",
    )
    .option("--json", "print one JSON document")
    .action(runSolve);
}

function addSetting(
  text: string,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [name = "", value = ""] = text.split("=", 2);
  return { ...before, [name]: numberOption(`--set ${name}`, -Infinity)(value) };
}

async function runSolve(file: string, flags: SolveFlags): Promise<void> {
  const model = readModelFile(file, flags.format);
  const interrupt = onInterrupt();
  const progress = process.stderr.isTTY ? showProgress : undefined;
  const learns = flags.record && flags.solver === undefined && flags.work === undefined;
  const learning = learns ? await openLearning() : null;
  const solved = await solve(model, {
    ...learning?.options,
    ...(flags.solver === undefined ? {} : { solver: flags.solver }),
    ...(flags.work === undefined ? {} : { workLimit: flags.work }),
    ...(progress ? { onIncumbent: progress } : {}),
    timeLimitMs: flags.time * 1000,
    gapLimit: flags.gap,
    seed: flags.seed,
    threads: flags.threads ?? availableParallelism(),
    preset: flags.preset,
    options: flags.set,
    signal: interrupt.signal,
  });
  interrupt.release();
  if (progress) process.stderr.write("\r\x1b[K");
  const answer = flags.resources ? { ...solved, evidence: await estimated(model, solved) } : solved;
  if (flags.out !== undefined) writeResult(flags.out, file, model, answer, flags);
  process.stdout.write(
    flags.json ? `${JSON.stringify(toJson(model, answer, flags.gap))}\n` : describe(model, answer),
  );
  if (flags.record) await recordRuns(answer.evidence);
  await learning?.keep();
}

/** The estimator is large: it is loaded for who asks. */
async function estimated(model: Model, { evidence }: Answer): Promise<Answer["evidence"]> {
  return (await import("@qtwin/solvers/resources")).withResources(model, evidence);
}

/** A launcher and a terminal may both pass on one key press: only a later one ends the process. */
const samePressMs = 1000;

/** The first interrupt asks for the best solution so far, a later one ends the process. */
function onInterrupt(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  let firstMs: number | undefined;
  const interrupt = (): void => {
    firstMs ??= performance.now();
    stop.abort();
    if (performance.now() - firstMs > samePressMs) process.exit(130);
  };
  process.on("SIGINT", interrupt);
  return { signal: stop.signal, release: () => process.off("SIGINT", interrupt) };
}

function showProgress({ seconds, objective, bound }: Incumbent): void {
  process.stderr.write(
    `\r\x1b[K${seconds.toFixed(1)} s  objective ${shown(objective)}  bound ${shown(bound)}`,
  );
}

const shown = (value: number | null): string =>
  value === null ? "–" : String(Number(value.toPrecision(10)));

/** A `.json` file is what `--json` prints; any other is a `.sol` file, and there is none of an answer without a solution. */
function writeResult(out: string, file: string, model: Model, answer: Answer, flags: SolveFlags): void {
  if (/\.json$/i.test(out)) {
    writeTextFile(out, `${JSON.stringify(toJson(model, answer, flags.gap))}\n`);
    return;
  }
  if (!answer.solution) {
    const removed = removeFile(out) ? ", and the one that was there is removed" : "";
    say(`There is no solution (${answer.status}): '${out}' is not written${removed}.`);
    return;
  }
  const namesOf = flags.format === "lp" || /\.lp(\.gz)?$/i.test(file) ? "lp" : "mps";
  writeTextFile(out, printSolution(model, answer.solution, namesOf));
}

function toJson(model: Model, answer: Answer, gapLimit: number): object {
  const { status, sense, objective, bound, gap, seconds, solver, seed, evidence, timeline } = answer;
  const named = (values: Float64Array): Record<string, number> =>
    Object.fromEntries(model.variables.names.map((name, index) => [name, values[index]!]));
  return sealed(model, gapLimit, {
    status,
    sense,
    objective,
    bound,
    boundMethod: answer.boundMethod ?? null,
    gap,
    feasible: answer.feasibility?.feasible ?? false,
    seconds,
    solver,
    seed,
    solution: answer.solution && named(answer.solution),
    evidence,
    violations: answer.feasibility?.violations ?? [],
    timeline,
    members: answer.members ?? [],
    notes: answer.notes ?? [],
    model: {
      name: model.name,
      variables: model.variables.count,
      constraints: model.constraints.count,
      hash: hashModel(model),
    },
  });
}

function describe(model: Model, answer: Answer): string {
  const lines = [
    `${answer.status} after ${answer.seconds.toFixed(2)} s with ${answer.solver}, seed ${answer.seed}`,
  ];
  if (answer.objective !== null)
    lines.push(
      `objective ${shown(answer.objective)} (${model.sense}), bound ${shown(answer.bound)}, gap ${gapText(answer.gap)}`,
    );
  for (const { sentence, amount, unit } of answer.feasibility?.violations ?? [])
    lines.push(`not met by ${shown(amount)} ${unit}: ${sentence}`);
  lines.push(...(answer.notes ?? []));
  for (const run of answer.evidence)
    lines.push(`${run.method} on ${run.qubits} qubits beside plain methods: ${verdictOf(run).sentence}`);
  if (answer.solution) lines.push(...describeSolution(model, answer.solution));
  return `${lines.join("\n")}\n`;
}

const gapText = (gap: number | null): string => (gap === null ? "unknown" : `${shown(gap * 100)} %`);

function describeSolution(model: Model, solution: Float64Array): string[] {
  const { names, units } = model.variables;
  const used = names.map((_, index) => index).filter((index) => solution[index] !== 0);
  const lines = used
    .slice(0, shownVariables)
    .map(
      (index) =>
        `  ${names[index]} = ${shown(solution[index]!)}${units[index] === "1" ? "" : ` ${units[index]}`}`,
    );
  if (used.length > shownVariables)
    lines.push(`  … and ${used.length - shownVariables} more; --out FILE or --json gives all`);
  const binding = bindingRules(model, solution).slice(0, 5);
  return [
    `${used.length} of ${names.length} variables are not zero:`,
    ...lines,
    ...(binding.length > 0 ? ["No room left in:"] : []),
    ...binding.map(({ sentence, count, of }) => `  ${sentence} (${count} of ${of})`),
  ];
}
