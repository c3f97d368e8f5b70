import { expect, test } from "vitest";
import { objectiveValue } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import type { Model } from "../../model.ts";
import type { NoOverlap } from "../../structures.ts";
import { exhaustiveOptimum } from "../../testing/exhaustive.ts";
import { type ModelFormat, parseModel, printModel, type TextFormat } from "../formats.ts";
import { openSource } from "../open-source.ts";
import { parseQubo } from "./qubo.ts";

const read = (text: string, format?: ModelFormat, problem?: string): Model =>
  parseModel(text, "file.txt", format, problem === undefined ? {} : { problem });

/** What errors say: where, and what was expected there. */
function failureOf(action: () => unknown): { code: string; where: string; message: string; fix: string } {
  try {
    action();
  } catch (thrown) {
    return thrown as ReturnType<typeof failureOf>;
  }
  throw new Error("Nothing was thrown.");
}

const triangle = "3 3\n1 2 1\n2 3 2\n1 3 4\n";
const quadratic = "2 3\n1 1 -3\n1 2 2\n2 2 -3\n";
const jobShop = "# two jobs\n2 2\n0 3 1 2\n1 2 0 4\n";
const flexible = "2 2 1.5\n2 1 0 3 2 0 2 1 1\n1 2 0 4 1 5\n";
const setups = "2 2\n1 2 1 3 2 4\n1 1 1 2\n\n0 5\n7 0\n\n1000000 1000000\n1000000 1000000\n";
const assignment = "3\n\n0 1 2\n1 0 3\n2 3 0\n\n0 5 6\n5 0 7\n6 7 0\n";
const classes = "2 2 1\n10\n1\n5 4\n7 6\n2\n1 1\n9 5\n Solutions by somebody\n 0 1 14\n";
const numbered = "1 1 2 1\n3\n1\n5 4\n7 2\n2 1 2 1\n4\n1\n5 4\n7 5\n";
const knapsacks = "2\n2 1 0\n3 4\n1 2\n2\n2 1 0\n5 4\n1 2\n3\n";
const pairs = "r_3\n3\n1 2 3\n4 5\n6\n\n0\n5\n2 3 4\n\nComments\nDensity : 100 %\n";

test.each<[TextFormat, string, number]>([
  ["maxcut", triangle, 6],
  ["qubo", quadratic, -3],
  ["jsp", jobShop, 7],
  ["fjsp", flexible, 5],
  ["fjsp-sdst", setups, 4],
  ["qaplib", assignment, 2 * (5 * 3 + 6 * 2 + 7 * 1)],
  ["mmkp", classes, 14],
  ["qkp", pairs, 7],
])("%s: a small file has the optimum it should have", (format, text, best) => {
  const model = read(text, format);
  expect(exhaustiveOptimum(model)).toBe(best);
  expect(read(printModel(model, format), format)).toEqual({
    ...model,
    name: read(printModel(model, format), format).name,
  });
});

test.each<[ModelFormat, string, string?]>([
  ["qubo", quadratic],
  ["jsp", jobShop],
  ["fjsp", flexible],
  ["fjsp-sdst", setups],
  ["qaplib", assignment],
  ["mmkp", classes],
  ["mmkp", numbered, "2"],
  ["mkp", knapsacks, "1.2-01"],
  ["qkp", pairs],
])("%s is known by its content", (format, text, problem) => {
  expect(read(text, undefined, problem)).toEqual(read(text, format, problem));
});

test("a matrix without diagonal may be a graph or a QUBO: the error names both, and an ending decides", () => {
  const failure = failureOf(() => read(triangle));
  expect(failure).toMatchObject({ code: "QT_MODEL_UNKNOWN_FORMAT", where: "file.txt:1:1" });
  expect(failure.message + failure.fix).toMatch(/maxcut.*qubo/);
  expect(parseModel(triangle, "graph.rud").sense).toBe("maximize");
  expect(parseModel(triangle, "matrix.sparse").sense).toBe("minimize");
});

test("off-diagonal entries count twice, once on wish, and once where both triangles are listed", () => {
  const at = (model: Model): number => objectiveValue(model, [1, 1]);
  expect(at(read(quadratic, "qubo"))).toBe(-3 - 3 + 2 * 2);
  expect(at(parseQubo(openSource(quadratic, "q"), { offDiagonal: "once" }))).toBe(-3 - 3 + 2);
  expect(at(read("2 4\n1 1 -3\n1 2 2\n2 1 2\n2 2 -3\n", "qubo"))).toBe(-3 - 3 + 2 * 2);
  expect(parseQubo(openSource(quadratic, "q"), { sense: "maximize" }).sense).toBe("maximize");
  const odd = failureOf(() => read("2 3\n1 2 2\n2 1 5\n2 2 1\n", "qubo"));
  expect(odd).toMatchObject({ where: "file.txt:2:1", message: "Found '1'." });
});

test("a word after the numbers of a graph's first line is left out", () => {
  expect(read("2 1 J\n1 2 5\n", "maxcut").objective.quadratic.value[0]).toBe(-10);
});

test("a job shop is starts, orders within jobs, and machines", () => {
  const model = read(jobShop);
  expect(model.variables.names).toEqual(["start[1,1]", "start[1,2]", "start[2,1]", "start[2,2]", "makespan"]);
  expect(Array.from(model.variables.lower)).toEqual([0, 3, 0, 2, 7]);
  expect(Array.from(model.variables.upper)).toEqual([2, 5, 1, 3, 7]);
  expect(model.structures.map(({ meaning, kind }) => `${meaning.id} ${kind}`)).toEqual([
    "order[1,2] precedence",
    "done[1] precedence",
    "order[2,2] precedence",
    "done[2] precedence",
    "machine[0] no-overlap",
    "machine[1] no-overlap",
  ]);
  expect(checkFeasibility(model, [0, 3, 0, 3, 7]).violations).toEqual([]);
});

test("an operation on a machine of one's choice takes the time it takes there", () => {
  const model = read(flexible);
  expect(model.variables.choices.map(({ name, options }) => [name, options])).toEqual([
    ["machine[1,1]", ["0"]],
    ["machine[1,2]", ["0", "1"]],
    ["machine[2,1]", ["0", "1"]],
  ]);
  expect(model.constraints.meaning.map(({ id }) => id)).toEqual(["done[1]", "done[2]"]);
  expect(model.constraints.lower[0]).toBe(0);
});

test("setup times stand between operations that can share a machine; impossible pairs exceed the horizon", () => {
  const model = read("2 1\n1 1 1 3\n1 1 1 2\n0 1000000\n7 0\n", "fjsp-sdst");
  const [machine] = model.structures.filter((each): each is NoOverlap => each.kind === "no-overlap");
  const horizon = model.variables.upper[model.variables.names.indexOf("makespan")]!;
  expect(Array.from(machine!.setup!)).toEqual([0, horizon + 1, 7, 0]);
  expect(exhaustiveOptimum(model)).toBe(2 + 7 + 3);
});

test("a file of several problems asks which one", () => {
  expect(failureOf(() => read(knapsacks))).toMatchObject({ code: "QT_MODEL_UNKNOWN_PROBLEM" });
  expect(failureOf(() => read(knapsacks)).fix).toMatch(/1\.2-00, 1\.2-01/);
  expect(read(knapsacks, "mkp", "1.2-00").name).toBe("file#1.2-00");
  expect(exhaustiveOptimum(read(knapsacks, "mkp", "1.2-01"))).toBe(9);
});

test.each<[ModelFormat, string, string, RegExp]>([
  ["maxcut", "2 1\n1 1 5\n", ":2:1", /an edge between two vertices/],
  ["maxcut", "2 1\n1 3 5\n", ":2:3", /1 to 2/],
  ["maxcut", "900000000 0\n", ":1:1", /at most 65538/],
  ["jsp", "1 1000000000\n0 5\n", ":1:3", /number of machines/],
  ["jsp", "1 1\n0 3000000000\n", ":2:3", /a duration/],
  ["maxcut", "2 2\n1 2 5\n", ":3:1", /entry 2 of 2/],
  ["maxcut", "2 1\n1 2 5\n1 2 5\n", ":3:1", /the end of the file/],
  ["qubo", "2 1\n1 2 abc\n", ":2:5", /value/],
  ["qubo", "2 1\r\n1 2 1e999\r\n", ":2:5", /value/],
  ["jsp", "1 1\n0 5 0\n", ":3:1", /a duration/],
  ["jsp", "1 1\n0 -5\n", ":2:3", /a duration/],
  ["jsp", "2 2\n0 5 2 1\n1 1\n", ":2:5", /machine, 0 to 1/],
  ["jsp", "2 2\n0 5\n", ":3:1", /job 2 of 2/],
  ["fjsp", "1 2\n1 2 0 5 0 6\n", ":2:9", /each machine of an operation once/],
  ["fjsp", "1 1\n0\n", ":2:1", /at least 1/],
  ["fjsp-sdst", "1 1\n1 1 1 5\n-1\n", ":3:1", /setup time/],
  ["qaplib", "2\n0 1\n1 0\n0 1\n1\n", ":6:1", /second matrix/],
  ["mmkp", "1 1 1\n5\n2\n3 4\n", ":3:1", /number of class 1/],
  ["mmkp", "1 1 1\n5\n1\n3 4\n9\n", ":5:1", /end of the problem/],
  ["mkp", "1\n1 1 0\n5\n5\n", ":5:1", /capacities/],
  ["qkp", "name\n1\n5\n2\n7\n3\n", ":4:1", /0 .* or 1/],
])("%s refuses %j where it is wrong", (format, text, where, expected) => {
  expect(failureOf(() => read(text, format))).toMatchObject({
    code: "QT_MODEL_SYNTAX",
    where: `file.txt${where}`,
    fix: expect.stringMatching(expected),
  });
});

test.each<TextFormat>(["maxcut", "qubo", "jsp", "fjsp", "fjsp-sdst", "qaplib", "mmkp", "mkp", "qkp"])(
  "%s refuses to print a model it would read back as another",
  (format) => {
    const other = format === "qaplib" ? jobShop : assignment;
    expect(failureOf(() => printModel(read(other), format))).toMatchObject({ code: "QT_MODEL_NOT_WRITABLE" });
  },
);

test("a renamed variable is not dropped in silence", () => {
  const model = read(jobShop);
  const names = model.variables.names.with(0, "first");
  const renamed = { ...model, variables: { ...model.variables, names } };
  expect(failureOf(() => printModel(renamed, "jsp"))).toMatchObject({ code: "QT_MODEL_NOT_WRITABLE" });
});

test("an assignment with more products than fit into memory is refused before they are made", () => {
  const size = 200;
  const text = `${size}\n${"1 ".repeat(2 * size * size)}`;
  const failure = failureOf(() => read(text, "qaplib"));
  expect(failure).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "file.txt:1:1" });
  expect(failure.message).toContain("792020000");
});
