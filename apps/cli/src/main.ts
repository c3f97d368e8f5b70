import { QtwinError } from "@qtwin/core";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { registerAudit } from "./commands/audit.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerBench } from "./commands/bench.ts";
import { registerCheck } from "./commands/check.ts";
import { registerCompile } from "./commands/compile.ts";
import { registerConnectors } from "./commands/connectors.ts";
import { registerEvidence } from "./commands/evidence.ts";
import { registerExperience } from "./commands/experience.ts";
import { registerLoop } from "./commands/loop.ts";
import { registerNomination } from "./commands/nomination.ts";
import { registerRelease } from "./commands/release.ts";
import { registerReport } from "./commands/report.ts";
import { registerServe } from "./commands/serve.ts";
import { registerSolve } from "./commands/solve.ts";
import { registerSolvers } from "./commands/solvers.ts";
import { registerTrust } from "./commands/trust.ts";
import { registerUsers } from "./commands/users.ts";
import { registerVerify } from "./commands/verify.ts";
import { exitCodes } from "./exit-codes.ts";

const program = new Command("qtwin")
  .description("A live plant twin turned into a better plan you can trust.")
  .version(packageJson.version)
  .showSuggestionAfterError()
  .addHelpText(
    "after",
    `
Exit codes: ${Object.entries(exitCodes)
      .map(([kind, code]) => `${code} ${kind}`)
      .join(", ")}.
With --json one JSON document is on standard output, also for errors; everything else goes to standard error.`,
  );

for (const register of [
  registerServe,
  registerLoop,
  registerCheck,
  registerTrust,
  registerRelease,
  registerReport,
  registerNomination,
  registerAudit,
  registerUsers,
  registerBackup,
  registerConnectors,
  registerSolve,
  registerVerify,
  registerCompile,
  registerSolvers,
  registerEvidence,
  registerExperience,
  registerBench,
])
  register(program);
for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)])
  command.exitOverride();

program.parseAsync().catch((thrown: unknown) => {
  // Commander has printed help, version or what is wrong with the arguments.
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : exitCodes["invalid-input"];
    return;
  }
  const error = QtwinError.from(thrown);
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ error })}\n`);
  const where = error.where === undefined ? "" : `${error.where}: `;
  process.stderr.write(`${where}${error.message}\n${error.fix} [${error.code}]\n`);
  process.exitCode = exitCodes[error.kind];
});
