import {
  type ModelFormat,
  modelFormats,
  readResult,
  type Verification,
  type VerificationOutcome,
  verify,
} from "@qtwin/model";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { readModelFile, readTextFile } from "../files.ts";
import { wordOption } from "../options.ts";
import { print } from "../say.ts";

const nothingToVerify = exitCodes.unsupported;
const outcomeCodes: Readonly<Record<VerificationOutcome, number>> = {
  accepted: 0,
  rejected: exitCodes["invalid-input"],
  "nothing to verify": nothingToVerify,
};

interface VerifyFlags {
  readonly format?: ModelFormat;
  readonly json?: boolean;
}

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .description("hold a result file against its model, in exact arithmetic and trusting nobody")
    .argument("<model>", "model file in any format, also gzipped; FILE#KEY for one of several in a file")
    .argument(
      "<solution>",
      "what `qtwin solve --json` or `--out` wrote, or a solution file of MIPLIB, HiGHS or SCIP",
    )
    .option(
      "--format <format>",
      `${modelFormats.join(", ")} (default: from the content)`,
      wordOption("--format", modelFormats),
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `\nExits with 0 when the result is accepted, with 2 when it is rejected, with ${nothingToVerify} when it has no solution to verify.\n\nExample:\n  qtwin solve shop.jsp --out result.json && qtwin verify shop.jsp result.json`,
    )
    .action(runVerify);
}

function runVerify(modelFile: string, resultFile: string, flags: VerifyFlags): void {
  const model = readModelFile(modelFile, flags.format);
  const claim = readResult(readTextFile(resultFile), resultFile, model);
  const verification = verify(model, claim);
  const { values: _, ...claimed } = claim;
  print(
    flags.json,
    { model: model.name, claimed, ...verification },
    linesOf(model.name || modelFile, verification),
  );
  process.exitCode = outcomeCodes[verification.outcome];
}

function linesOf(
  name: string,
  { outcome, flaws, objective, gap, notVerified, ...counts }: Verification,
): string[] {
  const rows = `${counts.exactRows} of ${counts.rows} constraints held without any rounding`;
  const found = `objective ${objective}${counts.exactObjective ? ", exact" : ""}`;
  const toBound = gap === null ? "" : `, gap to the bound ${Number((gap * 100).toPrecision(4))} %`;
  return [
    `${name}: ${outcome}`,
    ...(outcome === "nothing to verify" ? [] : [objective === null ? rows : `${found}${toBound}; ${rows}`]),
    ...flaws.map(({ kind, message }) => `${kind}: ${message}`),
    ...notVerified,
  ];
}
