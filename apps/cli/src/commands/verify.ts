import {
  type Model,
  type ModelFormat,
  modelFormats,
  readResult,
  type Verification,
  verify,
} from "@qtwin/model";
import type { Command } from "commander";
import { readModelFile, readTextFile } from "../files.ts";
import { wordOption } from "../options.ts";
import { print } from "../say.ts";

interface VerifyFlags {
  readonly format?: ModelFormat;
  readonly json?: boolean;
}

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .description("hold a result file against its model, in exact arithmetic and trusting nobody")
    .argument("<model>", "model file in any format, also gzipped; FILE#KEY for one of several in a file")
    .argument("<solution>", "what `qtwin solve --json` or `--out` wrote, or any .sol file")
    .option(
      "--format <format>",
      `${modelFormats.join(", ")} (default: from the content)`,
      wordOption("--format", modelFormats),
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nExits with 0 when the result is accepted, with 2 when it is rejected.\n\nExample:\n  qtwin solve shop.jsp --out result.json && qtwin verify shop.jsp result.json",
    )
    .action(runVerify);
}

function runVerify(modelFile: string, resultFile: string, flags: VerifyFlags): void {
  const model = readModelFile(modelFile, flags.format);
  const claim = readResult(readTextFile(resultFile), resultFile, model);
  const verification = verify(model, claim);
  const { values: _, ...claimed } = claim;
  print(flags.json, { model: model.name, claimed, ...verification }, linesOf(model, verification));
  if (!verification.accepted) process.exitCode = 2;
}

function linesOf(
  model: Model,
  { accepted, flaws, objective, notVerified, ...counts }: Verification,
): string[] {
  const rows = `${counts.exactRows} of ${counts.rows} constraints held without any rounding`;
  return [
    `${model.name}: ${accepted ? "accepted" : "rejected"}`,
    ...(objective === null
      ? []
      : [`objective ${objective}${counts.exactObjective ? ", exact" : ""}; ${rows}`]),
    ...flaws.map(({ kind, message }) => `${kind}: ${message}`),
    ...notVerified,
  ];
}
