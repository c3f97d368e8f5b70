import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import type { Model } from "../../model.ts";
import { benchmarkBytes, benchmarkFiles, hasBenchmarkData } from "../../testing/benchmark-data.ts";
import { type ModelFormat, parseModel, printModel, type TextFormat } from "../formats.ts";

const families = [
  ["jsp", "jsp"],
  ["fjsp", "fjsp"],
  ["fjsp-sdst", "fjsp-sdst"],
  ["qap", "qaplib"],
  ["mmkp", "mmkp"],
  ["mkp", "mkp"],
  ["qkp", "qkp"],
  ["maxcut-gset", "maxcut"],
  ["maxcut-ising", "maxcut"],
  ["maxcut-rudy", "maxcut"],
  ["qubo-be", "qubo"],
  ["qubo-beasley", "qubo"],
  ["qubo-gka", "qubo"],
] as const satisfies readonly (readonly [string, TextFormat])[];

/** Files that are cut off before their announced end, and where: reading them must fail. */
const cutOff: Readonly<Record<string, string>> = { "G58.txt.gz": ":26496:1", "G63.txt.gz": ":28174:1" };
/** Two models with more products than this do not fit into memory together. */
const mostProducts = 2 ** 27;

interface Row {
  readonly family: string;
  readonly files: number;
  problems: number;
  variables: number;
  constraints: number;
  nonzeros: number;
  seconds: number;
}
const table: Row[] = [];

afterAll(() => {
  const round = ({ seconds, ...row }: Row): object => ({ ...row, seconds: Number(seconds.toFixed(2)) });
  console.table(table.map(round));
});

describe.skipIf(!hasBenchmarkData)("all files of the public benchmarks", () => {
  test.each(families)(
    "%s: every file loads, and what is printed reads as the same model",
    { timeout: 1_200_000 },
    (family, format) => {
      const files = benchmarkFiles(family);
      const row = {
        family,
        files: files.length,
        problems: 0,
        variables: 0,
        constraints: 0,
        nonzeros: 0,
        seconds: 0,
      };
      table.push(row);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const content = benchmarkBytes(family, file);
        const name = basename(file);
        if (cutOff[name])
          expect(() => parseModel(content, name, format)).toThrow(locatedAt(name + cutOff[name]));
        else
          for (const problem of problemsOf(content, name, format)) load(row, content, name, format, problem);
      }
    },
  );

  test.each(["maxcut-rudy", "maxcut-gset"])("%s could be a QUBO: the reader asks which", (family) => {
    const [file] = benchmarkFiles(family);
    const content = benchmarkBytes(family, file!);
    expect(() => parseModel(content, "graph.txt")).toThrow(/several formats: maxcut, qubo/);
    expect(parseModel(content, "graph.mc").sense).toBe("maximize");
  });

  test.each(families.filter(([, format]) => format !== "maxcut"))(
    "%s is told from all other formats by its content",
    { timeout: 300_000 },
    (family, format) => {
      for (const file of benchmarkFiles(family).filter((each) => !each.includes("tai256c"))) {
        const content = benchmarkBytes(family, file);
        const [problem] = problemsOf(content, "model", format);
        const found = parseModel(content, "model", undefined, optionsOf(problem));
        const said = parseModel(content, "model", format, optionsOf(problem));
        expect({ file, same: isDeepStrictEqual(found, said) }).toEqual({ file, same: true });
      }
    },
  );
});

const locatedAt = (where: string): object => expect.objectContaining({ code: "QT_MODEL_SYNTAX", where });
const optionsOf = (problem: string | undefined): { problem?: string } =>
  problem === undefined ? {} : { problem };

/** The keys the reader lists when a file holds several problems. */
function problemsOf(content: Uint8Array, name: string, format: ModelFormat): readonly (string | undefined)[] {
  if (format !== "mkp" && format !== "mmkp") return [undefined];
  try {
    parseModel(content, name, format, { problem: "?" });
  } catch (thrown) {
    const { fix } = thrown as { readonly fix: string };
    return /': (.*)\.$/.exec(fix)![1]!.split(", ");
  }
  throw new Error("There is no problem '?'.");
}

function load(
  row: Row,
  content: Uint8Array,
  name: string,
  format: TextFormat,
  problem: string | undefined,
): void {
  const start = performance.now();
  let model: Model | null = parseModel(content, name, format, optionsOf(problem));
  row.seconds += (performance.now() - start) / 1000;
  count(row, model);
  const text = printModel(model, format);
  const isHuge = model.objective.quadratic.value.length > mostProducts;
  if (isHuge) model = null;
  const again = parseModel(text, name, format);
  if (model === null) expect(printModel(again, format) === text).toBe(true);
  else expect({ name, problem, same: isSame(model, again) }).toEqual({ name, problem, same: true });
}

/** A file with one problem has no key, and the model's name none. */
const isSame = (left: Model, right: Model): boolean =>
  isDeepStrictEqual(left, { ...right, name: left.name }) && left.name.startsWith(right.name);

function count(row: Row, { variables, constraints, structures, objective }: Model): void {
  row.problems++;
  row.variables += variables.count;
  row.constraints += constraints.count + structures.length;
  row.nonzeros +=
    constraints.value.length + objective.terms.reduce((sum, term) => sum + term.value.length, 0);
  row.nonzeros += objective.quadratic.value.length;
  for (const structure of structures) {
    if (structure.kind === "precedence") row.nonzeros += 2;
    if (structure.kind === "no-overlap") row.nonzeros += structure.start.length;
    if (structure.kind === "permutation") row.nonzeros += structure.choices.length ** 2;
  }
}
