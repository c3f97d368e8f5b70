import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectiveValue } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { type ArbitraryProductsOptions, arbitraryProducts } from "../../testing/arbitrary-products.ts";
import { isFeasiblePoint } from "../../testing/exhaustive.ts";
import { printCoo } from "../bqm-coo.ts";
import { printBqmJson } from "../bqm-json.ts";
import { printCqm } from "../cqm-write.ts";
import { parseModel } from "../formats.ts";
import { printOmmx } from "../ommx-write.ts";

/** Packages from PyPI, one environment each: ommx 2 and 3 do not live in one. */
const environments = {
  stable: ["ommx==2.9.3", "dimod==0.12.23"],
  next: ["ommx==3.0.0b7"],
} as const;
type Environment = keyof typeof environments;

const script = join(import.meta.dirname, "peers.py");
const seed = 20_261_122;
/** All data are multiples of a half: sums are exact in any order, and OMMX's tolerance of 1e-6 never decides. */
const relativeTolerance = 1e-12;

function hasPython(): boolean {
  if (spawnSync("python3", ["-m", "venv", "--help"]).status === 0) return true;
  const advice = "python3 with venv is missing: 'apt-get install python3-venv' or 'brew install python'";
  if (process.env.CI === "true") throw new Error(advice);
  console.warn(`skipped: ${advice}`);
  return false;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
}

interface Said {
  readonly variables: readonly string[];
  readonly points: readonly (readonly number[])[];
  readonly objective: readonly number[];
  readonly feasible: readonly boolean[];
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

describe.skipIf(!hasPython())("files of the real ommx and dimod", () => {
  const root = mkdtempSync(join(tmpdir(), "qtwin-peers-"));
  const python = (which: Environment): string => join(root, which, "bin", "python");
  const folder = (which: Environment, what: "theirs" | "ours"): string => join(root, `${which}-${what}`);

  beforeAll(() => {
    for (const which of Object.keys(environments) as Environment[]) {
      run("python3", ["-m", "venv", join(root, which)]);
      run(python(which), ["-m", "pip", "install", "--quiet", "--pre", ...environments[which]]);
      for (const what of ["theirs", "ours"] as const) mkdirSync(folder(which, what));
    }
  }, 600_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(["stable", "next"] as const)("what %s writes means the same to us", (which) => {
    const dir = folder(which, "theirs");
    run(python(which), [script, "write", dir, `${seed}`]);
    const files = readdirSync(dir).filter((name) => readdirSync(dir).includes(`${name}.json`));
    expect(files.length).toBeGreaterThanOrEqual(which === "stable" ? 90 : 30);
    for (const file of files) {
      const model = parseModel(readFileSync(join(dir, file)), file);
      const said = readJson(join(dir, `${file}.json`)) as Said;
      expect([...model.variables.names], file).toEqual([...said.variables]);
      expectSame(
        model,
        said,
        said.points.map((point) => Float64Array.from(point)),
        file,
      );
    }
  });

  test.each(["stable", "next"] as const)(
    "what we write means the same to %s, and comes back from it",
    (which) => {
      const dir = folder(which, "ours");
      const written = ours(which);
      for (const { file, content, model, points } of written) {
        writeFileSync(join(dir, file), content);
        const asked = { variables: model.variables.names, points: points.map((point) => [...point]) };
        writeFileSync(join(dir, `${file}.points.json`), JSON.stringify(asked));
      }
      run(python(which), [script, "evaluate", dir]);
      for (const { file, model, points, sign } of written) {
        const said = readJson(join(dir, `${file}.result.json`)) as Said;
        expectSame(model, { ...said, objective: said.objective.map((value) => sign * value) }, points, file);
        if (existsSync(join(dir, `${file}.back`))) expectBack(dir, `${file}.back`, model, points, sign);
      }
    },
  );
});

/** A file of ours that the library has read and written again: our notes are gone. */
function expectBack(
  dir: string,
  file: string,
  model: Model,
  points: readonly Float64Array[],
  sign: 1 | -1,
): void {
  const again = parseModel(readFileSync(join(dir, file)), file);
  const objective = points.map((point) => sign * objectiveValue(again, point));
  const feasible = points.map((point) => isFeasiblePoint(again, point));
  expectSame(model, { objective, feasible }, points, file);
}

interface Written {
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly model: Model;
  readonly points: readonly Float64Array[];
  /** −1: dimod minimises, so a maximised objective stands there with the opposite sign. */
  readonly sign: 1 | -1;
}

function ours(which: Environment): readonly Written[] {
  const sample = (options: ArbitraryProductsOptions): readonly Model[] =>
    fc.sample(arbitraryProducts(options), { seed, numRuns: 40 });
  const any = sample({ integers: 2, choices: 2, constraints: 3, rowDegree: 3 });
  const quadratic = sample({ integers: 2, choices: 2, constraints: 3, rowDegree: 2, objectiveDegree: 2 });
  const binary = sample({ constraints: 0, objectiveDegree: 2, sense: "minimize" });
  const plus = (model: Model, at: number, kind: string, content: string | Uint8Array): Written => {
    const sign = model.sense === "maximize" && kind === "cqm" ? -1 : 1;
    return { file: `${kind}-${at}.${kind}`, content, model, points: pointsOf(model), sign };
  };
  const v1 = any.map((model, at) => plus(model, at, "v1", printOmmx(model, 1)));
  if (which === "next") return [...v1, ...any.map((model, at) => plus(model, at, "v2", printOmmx(model, 2)))];
  return [
    ...v1,
    ...quadratic.map((model, at) => plus(model, at, "cqm", printCqm(model))),
    ...binary.map((model, at) => plus(model, at, "json", printBqmJson(model))),
    ...binary
      .filter(({ objective }) => objective.constant === 0)
      .map((model, at) => plus(model, at, "coo", printCoo(model))),
  ];
}

function pointsOf({ variables }: Model): readonly Float64Array[] {
  const point = fc.tuple(
    ...Array.from(variables.lower, (lower, column) =>
      fc.integer({ min: lower, max: variables.upper[column]! }),
    ),
  );
  return fc.sample(point, { seed, numRuns: 12 }).map((values) => Float64Array.from(values));
}

function expectSame(
  model: Model,
  said: Pick<Said, "objective" | "feasible">,
  points: readonly Float64Array[],
  file: string,
): void {
  for (const [at, point] of points.entries()) {
    const [value, other] = [objectiveValue(model, point), said.objective[at]!];
    expect(Math.abs(value - other), `${file}, point ${at}: ${value} and ${other}`).toBeLessThanOrEqual(
      relativeTolerance * Math.max(1, Math.abs(value)),
    );
    expect(isFeasiblePoint(model, point), `${file}, point ${at}`).toBe(said.feasible[at]);
  }
}
