import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { defineFormat } from "../format.ts";
import { type Source, selectedProblem } from "../source.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { lineOf, notWritable, requireOwnForm } from "./own-form.ts";

const format = "a multiple-choice multidimensional knapsack";

/** Classes of equally many items; item i of class c has the number c·items + i. */
interface Mmkp {
  readonly classes: number;
  readonly items: number;
  readonly capacity: Float64Array;
  readonly value: Float64Array;
  /** Item by item, its weights in order of the resources. */
  readonly weight: Float64Array;
}

/**
 * Reads a multiple-choice multidimensional knapsack: `classes items resources`, the capacities, then for each class its
 * number and a line an item: value and weights. Either one problem, after which anything may stand, or several, each with
 * its number in front (Hiremath and Hill), which then is its key.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNKNOWN_PROBLEM
 * @see Khan et al. 2002; Hiremath and Hill 2007
 */
export function parseMmkp(source: Source): Model {
  const problems = readMmkps(new NumberReader(source));
  const key = selectedProblem(source, Array.from(problems.keys()));
  return knapsackModel(problems.get(key)!, nameOfFile(source), source.fileName);
}

function readMmkps(reader: NumberReader): ReadonlyMap<string, Mmkp> {
  if (reader.leftOnLine === 4) return readNumbered(reader);
  const problem = readMmkp(reader);
  if (reader.isAtNumber) throw reader.wrong("the end of the problem, or words");
  // The published files go on with solutions of old heuristics.
  reader.at = reader.words.count;
  return new Map([["1", problem]]);
}

function readNumbered(reader: NumberReader): ReadonlyMap<string, Mmkp> {
  const problems = new Map<string, Mmkp>();
  while (!reader.isAtEnd) {
    const key = String(reader.whole("the number of the problem"));
    if (problems.has(key)) throw reader.wrong("the number of another problem", reader.at - 1);
    problems.set(key, readMmkp(reader));
  }
  return problems;
}

function readMmkp(reader: NumberReader): Mmkp {
  const classes = reader.whole("the number of classes", 1);
  const items = reader.whole("the number of items in a class", 1);
  const resources = reader.whole("the number of resources");
  const capacity = reader.numbers(resources, "the capacities");
  const value: number[] = [];
  const weight = new Float64Array(Math.min(classes * items * resources, reader.words.count));
  for (let each = 1; each <= classes; each++) {
    reader.whole(`the number of class ${each}`, each, each);
    for (let item = 1; item <= items; item++) {
      value.push(reader.number(`the value of item ${item} of class ${each}`));
      const weights = reader.numbers(resources, `the weights of item ${item} of class ${each}`);
      weight.set(weights, (value.length - 1) * resources);
    }
  }
  return { classes, items, capacity, value: Float64Array.from(value), weight };
}

function knapsackModel(
  { classes, items, capacity, value, weight }: Mmkp,
  name: string,
  origin: string,
): Model {
  const model = createModel({ name, sense: "maximize" });
  const labels = Array.from({ length: items }, (_, item) => String(item + 1));
  const columns = Array.from({ length: classes }, (_, each) => {
    const choice = model.choice(`item[${each + 1}]`, labels);
    return labels.map((label) => choice.option(label));
  }).flat();
  const sentence = "The chosen items need no more of a resource than there is.";
  capacity.forEach((limit, resource) => {
    const meaning = { id: `resource[${resource + 1}]`, rule: "resource", sentence, unit: "1", origin };
    const row = columns.map((_, item) => weight[item * capacity.length + resource]!);
    model.constraint(meaning).plusAll(row, columns).atMost(limit);
  });
  const total = { id: "value", rule: "value", sentence: "Value of the chosen items.", unit: "1", origin };
  model.objective(total).plusAll(value, columns);
  return model.build();
}

/** Writes one problem. @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseMmkp` makes */
export function printMmkp(model: Model): string {
  const { choices, count } = model.variables;
  const [first] = choices;
  if (!first || count !== choices.length * first.options.length)
    throw notWritable(model, format, "it has no choices of equally many options, or other variables.");
  const problem = problemOf(model, choices.length, first.options.length);
  requireOwnForm(model, knapsackModel(problem, model.name, ""), format);
  const { capacity, value, weight, classes, items } = problem;
  const lines = [`${classes} ${items} ${capacity.length}`, lineOf(capacity)];
  value.forEach((each, item) => {
    if (item % items === 0) lines.push(String(item / items + 1));
    const weights = weight.subarray(item * capacity.length, (item + 1) * capacity.length);
    lines.push(lineOf([each, ...weights]));
  });
  return `${lines.join("\n")}\n`;
}

function problemOf({ objective, constraints }: Model, classes: number, items: number): Mmkp {
  const resources = constraints.count;
  const weight = new Float64Array(classes * items * resources);
  for (let row = 0; row < resources; row++)
    for (let entry = constraints.start[row]!; entry < constraints.start[row + 1]!; entry++)
      weight[constraints.column[entry]! * resources + row] = constraints.value[entry]!;
  return { classes, items, capacity: constraints.upper, value: objective.linear, weight };
}

export default defineFormat({
  id: "mmkp",
  title: "multiple-choice multidimensional knapsack",
  extensions: [".mmkp"],
  detect: (source) => detectByReading(source, [3, 4], readMmkps),
  parse: parseMmkp,
  print: printMmkp,
});
