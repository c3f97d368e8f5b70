import {
  type CompileOptions,
  type Model,
  type ModelFormat,
  modelFormats,
  type PenaltyRule,
} from "@qtwin/model";
import type { Command } from "commander";
import {
  type Compilation,
  circuitSummary,
  compileModel,
  compileTargets,
  type Target,
  textOf,
} from "../compiling.ts";
import { cliError } from "../errors.ts";
import { readModelFile, writeTextFile } from "../files.ts";
import { numberOption, wholeOption, wordOption } from "../options.ts";
import { say, table } from "../say.ts";

interface CompileFlags {
  readonly format?: ModelFormat;
  readonly to: Target;
  readonly integers?: NonNullable<CompileOptions["integerEncoding"]>;
  readonly choices?: NonNullable<CompileOptions["choiceEncoding"]>;
  readonly penalty: PenaltyRule["method"];
  readonly scale: number;
  readonly weight: Readonly<Record<string, number>>;
  readonly step?: number;
  readonly include: readonly string[];
  readonly avoid: readonly string[];
  readonly time: number;
  readonly layers: number;
  readonly out?: string;
  readonly json?: boolean;
}

export function registerCompile(program: Command): void {
  program
    .command("compile")
    .description("write a model in the form a solver reads, and say what was done to it")
    .argument("<file>", "model file in any format, also gzipped; FILE#KEY for one of several in a file")
    .requiredOption("--to <target>", compileTargets.join(", "), wordOption("--to", compileTargets))
    .option(
      "--format <format>",
      `${modelFormats.join(", ")} (default: from the content)`,
      wordOption("--format", modelFormats),
    )
    .option(
      "--integers <encoding>",
      "integers as bits: log, unary, one-hot, domain-wall (default: what costs least)",
      wordOption("--integers", ["log", "unary", "one-hot", "domain-wall"]),
    )
    .option(
      "--choices <encoding>",
      "choices as bits: one-hot (default), domain-wall",
      wordOption("--choices", ["one-hot", "domain-wall"]),
    )
    .option(
      "--penalty <rule>",
      "exact (proven), heuristic (exact times --scale), user (--weight, the rest exact)",
      wordOption("--penalty", ["exact", "heuristic", "user"]),
      "exact" as const,
    )
    .option("--scale <factor>", "multiplies the penalties", numberOption("--scale", 1e-9, 1e9), 1)
    .option("--weight <id=value>", "penalty of a constraint or rule; may be repeated", addWeight, {})
    .option(
      "--step <size>",
      "cuts continuous variables into steps; with --include discretise",
      numberOption("--step", 0),
    )
    .option("--include <rewrite>", "allow a rewrite that is not exact; may be repeated", append, [])
    .option("--avoid <rewrite>", "do not use a rewrite; may be repeated", append, [])
    .option(
      "--time <seconds>",
      "look for a solution first, which makes penalties smaller",
      numberOption("--time", 0, 1e7),
      2,
    )
    .option(
      "--layers <p>",
      "of the QAOA ansatz that --to qasm3 writes, at angles where training would begin",
      wholeOption("--layers", 1, 100),
      1,
    )
    .option("-o, --out <file>", "write here instead of to standard output")
    .option(
      "--json",
      "print one JSON document that says what was made: sizes, rewrites, certificates, precision",
    )
    .action(runCompile);
}

const append = (word: string, before: readonly string[]): readonly string[] => [...before, word];

function addWeight(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const at = text.lastIndexOf("=");
  if (at < 1) throw cliError("QT_CLI_BAD_OPTION", `--weight is '${text}'; it must be ID=VALUE.`, "--weight");
  return { ...before, [text.slice(0, at)]: numberOption("--weight", 0)(text.slice(at + 1)) };
}

async function runCompile(file: string, flags: CompileFlags): Promise<void> {
  const model = readModelFile(file, flags.format);
  const compiled = await compileModel(model, flags.to, optionsOf(flags), flags.time * 1000, flags.layers);
  if (flags.out !== undefined) writeTextFile(flags.out, textOf(compiled));
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ ...summary(model, compiled, flags.layers), out: flags.out ?? null })}\n`,
    );
  else if (flags.out === undefined) process.stdout.write(textOf(compiled));
  else for (const line of describe(compiled)) say(line);
}

function optionsOf(flags: CompileFlags): CompileOptions {
  const { integers, choices, step, include, avoid } = flags;
  return {
    ...(integers === undefined ? {} : { integerEncoding: integers }),
    ...(choices === undefined ? {} : { choiceEncoding: choices }),
    ...(step === undefined ? {} : { continuousStep: step }),
    penalty: penaltyOf(flags),
    include,
    avoid,
  };
}

function penaltyOf({ penalty, scale, weight }: CompileFlags): PenaltyRule {
  switch (penalty) {
    case "exact":
      return { method: "exact", scale };
    case "heuristic":
      return { method: "heuristic", scale };
    case "user":
      return { method: "user", weights: weight };
  }
}

function summary(source: Model, compilation: Compilation, layers: number): Record<string, unknown> {
  const { target, compiled, range, certificatesHold, incumbent, seconds, circuit } = compilation;
  const { model, trail, removed, certificates } = compiled;
  const sizes = ({ variables, constraints, structures, objective }: Model): Record<string, number> => ({
    variables: variables.count,
    constraints: constraints.count,
    structures: structures.length,
    nonzeros: constraints.value.length,
    products: objective.quadratic.value.length + constraints.quadratic.value.length,
  });
  return {
    target,
    name: source.name,
    ...sizes(model),
    source: sizes(source),
    trail,
    removed,
    certificates,
    certificatesHold,
    dynamicRange: range,
    incumbent,
    seconds,
    ...(circuit && { circuit: circuitSummary(circuit, layers) }),
  };
}

function describe({ compiled, range, certificatesHold }: Compilation): readonly string[] {
  const { trail, certificates } = compiled;
  const weights = certificates.map(({ weight }) => weight);
  return [
    ...table([
      ["rewrite", "kind", "variables", "constraints", ""],
      ...trail.map(({ rewrite, kind, variables, constraints, notes }) => [
        rewrite,
        kind,
        String(variables),
        String(constraints),
        notes[0] ?? "",
      ]),
    ]),
    ...(certificates.length === 0
      ? []
      : [
          `${certificates.length} penalties from ${Math.min(...weights)} to ${Math.max(...weights)}; ${certificatesHold ? "each is proven" : "not all are proven"}`,
        ]),
    ...(range ? [`${range.coefficientBits} bits for a coefficient, ${range.bits} for an energy`] : []),
  ];
}
