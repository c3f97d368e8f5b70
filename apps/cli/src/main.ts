import { QtwinError } from "@qtwin/core";
import { Command } from "commander";
import { registerCompile } from "./commands/compile.ts";
import { registerServe } from "./commands/serve.ts";
import { registerSolve } from "./commands/solve.ts";
import { registerSolvers } from "./commands/solvers.ts";
import { exitCodes } from "./exit-codes.ts";

const program = new Command("qtwin").description(
  "A live plant twin turned into a better plan you can trust.",
);
registerServe(program);
registerSolve(program);
registerCompile(program);
registerSolvers(program);

program.parseAsync().catch((thrown: unknown) => {
  const error = QtwinError.from(thrown);
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ error })}\n`);
  const where = error.where === undefined ? "" : `${error.where}: `;
  process.stderr.write(`${where}${error.message}\n${error.fix} [${error.code}]\n`);
  process.exitCode = exitCodes[error.kind];
});
