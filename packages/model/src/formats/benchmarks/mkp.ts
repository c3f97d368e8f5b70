import { createModel } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { defineFormat } from "../format.ts";
import { type Source, selectedProblem } from "../source.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { lineOf, notWritable, requireOwnForm } from "./own-form.ts";

const format = "a multidimensional knapsack";

interface Mkp {
  readonly profit: Float64Array;
  /** Row by row, one row a capacity. */
  readonly weight: Float64Array;
  readonly capacity: Float64Array;
}

/**
 * Reads multidimensional knapsacks as the OR-Library writes them (mknap1, mknapcb): the number of problems, then for each
 * `items capacities best`, the profits, a row of weights for each capacity, the capacities. The key of problem i of n items
 * and m capacities is `m.n-i`, i from 00. The best value in the file is not kept.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNKNOWN_PROBLEM
 * @see Petersen 1967; Chu and Beasley 1998
 */
export function parseMkp(source: Source): Model {
  const problems = readMkps(new NumberReader(source));
  const key = selectedProblem(source, Array.from(problems.keys()));
  return knapsackModel(problems.get(key)!, nameOfFile(source), source.fileName);
}

function readMkps(reader: NumberReader): ReadonlyMap<string, Mkp> {
  const count = reader.whole("the number of problems", 1);
  const problems = new Map<string, Mkp>();
  for (let index = 0; index < count; index++) {
    const items = reader.whole(`the number of items of problem ${index + 1} of ${count}`, 1);
    const capacities = reader.whole("the number of capacities");
    reader.number("the best known value, or 0");
    const problem = {
      profit: reader.numbers(items, "the profits"),
      weight: reader.numbers(items * capacities, "the weights"),
      capacity: reader.numbers(capacities, "the capacities"),
    };
    problems.set(`${capacities}.${items}-${String(index).padStart(2, "0")}`, problem);
  }
  reader.end();
  return problems;
}

function knapsackModel({ profit, weight, capacity }: Mkp, name: string, origin: string): Model {
  const model = createModel({ name, sense: "maximize" });
  const columns = Array.from(profit, (_, item) => model.binary(`take[${item + 1}]`));
  const sentence = "The items taken stay within each capacity.";
  capacity.forEach((limit, row) => {
    const meaning = { id: `capacity[${row + 1}]`, rule: "capacity", sentence, unit: "1", origin };
    const weights = weight.subarray(row * profit.length, (row + 1) * profit.length);
    model.constraint(meaning).plusAll(weights, columns).atMost(limit);
  });
  const total = { id: "profit", rule: "profit", sentence: "Profit of the items taken.", unit: "1", origin };
  model.objective(total).plusAll(profit, columns);
  return model.build();
}

/** Writes a file of one problem. @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseMkp` makes */
export function printMkp(model: Model): string {
  const { variables, constraints, objective } = model;
  const items = variables.count;
  if (items === 0) throw notWritable(model, format, "it has no items.");
  const weight = new Float64Array(items * constraints.count);
  for (let row = 0; row < constraints.count; row++)
    for (let entry = constraints.start[row]!; entry < constraints.start[row + 1]!; entry++)
      weight[row * items + constraints.column[entry]!] = constraints.value[entry]!;
  const problem = { profit: objective.linear, weight, capacity: constraints.upper };
  requireOwnForm(model, knapsackModel(problem, model.name, ""), format);
  const rows = Array.from(problem.capacity, (_, row) =>
    lineOf(weight.subarray(row * items, (row + 1) * items)),
  );
  const lines = [
    "1",
    `${items} ${constraints.count} 0`,
    lineOf(problem.profit),
    ...rows,
    lineOf(problem.capacity),
  ];
  return `${lines.join("\n")}\n`;
}

export default defineFormat({
  id: "mkp",
  title: "multidimensional knapsack (OR-Library)",
  extensions: [".mkp"],
  detect: (source) => detectByReading(source, [1], readMkps),
  parse: parseMkp,
  print: printMkp,
});
