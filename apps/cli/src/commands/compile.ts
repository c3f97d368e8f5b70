import type { Model, ModelFormat } from "@qtwin/model";
import { modelFormats, printModel, toMilp } from "@qtwin/model";
import type { Command } from "commander";
import { cliError } from "../errors.ts";
import { readModelFile, writeTextFile } from "../files.ts";
import { wordOption } from "../options.ts";

const targets = ["milp", "lp", "mps", "qubo", "ising", "qasm3"] as const;
type Target = (typeof targets)[number];

interface CompileFlags {
  readonly format?: ModelFormat;
  readonly to: Target;
  readonly out?: string;
  readonly json?: boolean;
}

export function registerCompile(program: Command): void {
  program
    .command("compile")
    .description("write a model in the form a solver reads")
    .argument("<file>", "model as JSON, CPLEX LP or MPS, also gzipped")
    .requiredOption("--to <target>", targets.join(", "), wordOption("--to", targets))
    .option(
      "--format <format>",
      `${modelFormats.join(", ")} (default: from the content)`,
      wordOption("--format", modelFormats),
    )
    .option("-o, --out <file>", "write here instead of to standard output")
    .option("--json", "print one JSON document that says what was written")
    .action(runCompile);
}

function runCompile(file: string, flags: CompileFlags): void {
  const model = readModelFile(file, flags.format);
  const text = compileTo(flags.to, model);
  if (flags.out !== undefined) writeTextFile(flags.out, text);
  if (flags.json) process.stdout.write(`${JSON.stringify(summary(model, flags, text))}\n`);
  else if (flags.out === undefined) process.stdout.write(text);
}

function compileTo(target: Target, model: Model): string {
  if (target === "lp" || target === "mps") return printModel(model, target);
  if (target === "milp") return printModel(toMilp(model).model, "json");
  throw cliError("QT_CLI_NO_TARGET", `This version does not compile to ${target}.`, "--to");
}

function summary(model: Model, flags: CompileFlags, text: string): Record<string, unknown> {
  const compiled = toMilp(model).model;
  return {
    target: flags.to,
    name: model.name,
    variables: compiled.variables.count,
    constraints: compiled.constraints.count,
    nonzeros: compiled.constraints.value.length,
    out: flags.out ?? null,
    text: flags.out === undefined ? text : null,
  };
}
