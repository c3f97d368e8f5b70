import { featureWords } from "@qtwin/model";
import { registeredSolvers, type Solver } from "@qtwin/solvers";
import type { Command } from "commander";

export function registerSolvers(program: Command): void {
  program
    .command("solvers")
    .description("list the solvers: what each takes, promises and can be told")
    .option("--json", "print one JSON document")
    .action((flags: { readonly json?: boolean }) => {
      const solvers = registeredSolvers.map(({ solver }) => solver);
      process.stdout.write(
        flags.json ? `${JSON.stringify(solvers.map(toJson))}\n` : solvers.map(describe).join("\n"),
      );
    });
}

function toJson({ id, title, accepts, promises, options }: Solver): Omit<Solver, "solve"> {
  return { id, title, accepts, promises, options };
}

function describe({ id, title, accepts, promises, options }: Solver): string {
  const lines = [
    `${id}: ${title}`,
    `  takes up to ${accepts.maxVariables} variables, with ${accepts.features.map((each) => featureWords[each]).join(", ")}`,
    `  optimality ${promises.optimality}, ${promises.bound ? "with" : "without"} a bound, ${promises.warmStart ? "takes" : "does not take"} a warm start`,
    `  --work counts ${promises.workUnit}`,
    ...Object.entries(options).map(
      ([name, option]) =>
        `  option ${name}: ${option.doc} (${option.min} to ${option.max}, default ${option.default})`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}
