import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import { NumberReader, nameOfFile, scoreOfReading } from "./number-reader.ts";
import { lineOf, notWritable, requireOwnForm } from "./own-form.ts";
import { withObjective } from "./qubo-model.ts";

const format = "a quadratic knapsack";

interface Qkp {
  readonly profit: Float64Array;
  /** Upper triangle without the diagonal, row by row. */
  readonly together: Float64Array;
  readonly kind: "at-most" | "exactly";
  readonly capacity: number;
  readonly weight: Float64Array;
}

/**
 * Reads a quadratic knapsack as Billionnet and Soutif write it: a line with its name, n, the profits, the upper triangle
 * of the profits of pairs row by row, 0 (or 1: the capacity must be used up exactly), the capacity, the weights. What
 * stands after that is comment.
 * @throws QT_MODEL_SYNTAX
 * @see Billionnet and Soutif 2004
 */
export function parseQkp(source: Source): Model {
  const problem = readQkp(new NumberReader(source));
  const name = /^[^\r\n]*/.exec(source.text)![0].trim();
  return knapsackModel(problem, name || nameOfFile(source), source.fileName);
}

function readQkp(reader: NumberReader): Qkp {
  while (reader.line === 1) reader.at++;
  const items = reader.whole("the number of items", 1);
  const profit = reader.numbers(items, "the profits");
  const together = reader.numbers((items * (items - 1)) / 2, "the profits of pairs");
  const kind =
    reader.whole("0 (at most the capacity) or 1 (exactly the capacity)", 0, 1) === 0 ? "at-most" : "exactly";
  const capacity = reader.number("the capacity");
  const weight = reader.numbers(items, "the weights");
  if (reader.isAtNumber) throw reader.wrong("the end of the problem, or words");
  reader.at = reader.words.count;
  return { profit, together, kind, capacity, weight };
}

function knapsackModel(
  { profit, together, kind, capacity, weight }: Qkp,
  name: string,
  origin: string,
): Model {
  const model = createModel({ name, sense: "maximize" });
  const columns = Array.from(profit, (_, item) => model.binary(`take[${item + 1}]`));
  const sentence =
    kind === "at-most"
      ? "The items taken stay within the capacity."
      : "The items taken use up the capacity exactly.";
  const meaning = { id: "capacity", rule: "capacity", sentence, unit: "1", origin };
  model
    .constraint(meaning)
    .plusAll(weight, columns)
    .between(kind === "at-most" ? -Infinity : capacity, capacity);
  const sum = new Polynomial();
  let next = 0;
  for (const first of columns) {
    sum.linear(first, profit[first]!);
    for (let second = first + 1; second < columns.length; second++)
      sum.pair(first, second, together[next++]!);
  }
  const total = "Profit of the items taken, alone and in pairs.";
  return withObjective(
    model.build(),
    { id: "profit", rule: "profit", sentence: total, unit: "1", origin },
    sum,
  );
}

/** @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseQkp` makes */
export function printQkp(model: Model): string {
  const { variables, constraints, objective } = model;
  const items = variables.count;
  if (items === 0 || constraints.count !== 1)
    throw notWritable(model, format, "it has no items, or not just one constraint.");
  if (!/^[^\s]+( [^\s]+)*$/.test(model.name))
    throw notWritable(model, format, "its name does not fit into a line.");
  const together = new Float64Array((items * (items - 1)) / 2);
  const { left, right, value } = objective.quadratic;
  left.forEach((first, entry) => {
    together[pairIndex(items, first, right[entry]!)] = value[entry]!;
  });
  const weight = new Float64Array(items);
  constraints.column.forEach((column, entry) => {
    weight[column] = constraints.value[entry]!;
  });
  const kind = constraints.lower[0] === -Infinity ? "at-most" : "exactly";
  const problem: Qkp = { profit: objective.linear, together, kind, capacity: constraints.upper[0]!, weight };
  requireOwnForm(model, knapsackModel(problem, model.name, ""), format);
  return printProblem(model.name, problem);
}

const pairIndex = (items: number, first: number, second: number): number =>
  first * items - (first * (first + 1)) / 2 + second - first - 1;

function printProblem(name: string, { profit, together, kind, capacity, weight }: Qkp): string {
  const items = profit.length;
  const triangle = Array.from({ length: items - 1 }, (_, row) =>
    lineOf(together.subarray(pairIndex(items, row, row + 1), pairIndex(items, row, items - 1) + 1)),
  );
  const lines = [
    name,
    items,
    lineOf(profit),
    ...triangle,
    "",
    kind === "at-most" ? 0 : 1,
    capacity,
    lineOf(weight),
  ];
  return `${lines.join("\n")}\n`;
}

export default defineFormat({
  id: "qkp",
  title: "quadratic knapsack (Billionnet and Soutif)",
  extensions: [".qkp"],
  detect: (source) =>
    /^[^\r\n]*\S[^\r\n]*(\r\n|\r|\n)\s*\d+[ \t]*[\r\n]/.test(source.head)
      ? scoreOfReading(source, readQkp)
      : 0,
  parse: parseQkp,
  print: printQkp,
});
