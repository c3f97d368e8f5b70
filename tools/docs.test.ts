import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Answer, Model } from "@qtwin/model";
import { closeSolverWorkers, type Solver, solve } from "@qtwin/solvers";
import { solverContract } from "@qtwin/solvers/testing";
import type { UseCase } from "@qtwin/usecases";
import { useCaseContract } from "@qtwin/usecases/testing";
import { afterAll, expect, test } from "vitest";
import { readDocProgram } from "./doc-programs.ts";

const docs = resolve(import.meta.dirname, "../docs");
/** Inside the repository, so that packages are found as for any file of it; not kept. */
const folder = join(docs, ".programs");
mkdirSync(folder, { recursive: true });
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await closeSolverWorkers();
});

const programs = readdirSync(docs, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => {
    const program = readDocProgram(join(docs, name));
    if (!program) return [];
    const file = join(folder, `${basename(name, ".md")}.ts`);
    writeFileSync(file, program.code);
    return [{ name, file, output: program.output }];
  });

test.each(programs)("$name runs and prints what it says", async ({ file, output }) => {
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  if (output !== null) expect(stdout).toBe(output);
});

test("there are documents with programs", () => {
  expect(programs.map(({ name }) => basename(name))).toContain("write-your-own-use-case.md");
});

const guide = programs.find(({ name }) => name.endsWith("write-your-own-use-case.md"))!;
const { coldStore, facts } = (await import(guide.file)) as {
  readonly coldStore: UseCase<unknown, unknown>;
  readonly facts: unknown;
};

useCaseContract({
  useCase: coldStore,
  facts: { "a spring night": () => structuredClone(facts) },
  answer: (model: Model, warmStart: Float64Array | null): Promise<Answer> =>
    solve(model, { gapLimit: 0, ...(warmStart ? { warmStart } : {}) }),
});

const solverGuide = programs.find(({ name }) => name.endsWith("add-a-solver.md"))!;
const { default: greedy } = (await import(solverGuide.file)) as { readonly default: Solver };
solverContract({ solver: greedy, module: pathToFileURL(solverGuide.file).href });
