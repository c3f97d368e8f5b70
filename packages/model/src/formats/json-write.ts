import type { Choice, Model, VariableColumns } from "../model.ts";
import { variableKinds } from "../model.ts";
import { meaningOf } from "../objective.ts";
import type { PolynomialColumns } from "../polynomial.ts";
import type { Structure } from "../structures.ts";
import type { Uncertainty } from "../uncertainty.ts";
import {
  type JsonActivity,
  type JsonChoice,
  type JsonModel,
  type JsonStructure,
  type JsonTerm,
  type JsonUncertainty,
  type JsonVariable,
  jsonVersion,
} from "./json-model.ts";

const bound = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);

/** Everything a model says, as plain data that survives JSON. */
export function toJsonModel(model: Model): JsonModel {
  const { constraints, objective, structures, uncertainty } = model;
  const { names, choices } = model.variables;
  return {
    format: "qtwin-model",
    version: jsonVersion,
    name: model.name,
    sense: model.sense,
    variables: variablesOf(model.variables),
    constraints: constraints.meaning.map((meaning, row) => ({
      ...meaning,
      lower: bound(constraints.lower[row]!),
      upper: bound(constraints.upper[row]!),
      terms: termsOf(constraints, row, names),
    })),
    structures: structures.map((structure) => jsonStructure(structure, names, choices)),
    objective: objective.terms.map((term) => ({
      ...meaningOf(term),
      constant: term.constant + 0,
      terms: termsOf({ ...term, start: Int32Array.of(0, term.column.length) }, 0, names),
    })),
    ...(uncertainty ? { uncertainty: jsonUncertainty(uncertainty, model) } : {}),
  };
}

/** JSON text, one variable, constraint, structure and objective part a line. */
export function printJson(model: Model): string {
  const json = toJsonModel(model);
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const lines = Object.entries(json).map(
    ([key, value]) => `  "${key}": ${Array.isArray(value) ? list(value) : JSON.stringify(value)}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

function variablesOf(variables: VariableColumns): (JsonVariable | JsonChoice)[] {
  const list: (JsonVariable | JsonChoice)[] = [];
  let nextChoice = 0;
  for (let column = 0; column < variables.count; ) {
    const choice = variables.choices[nextChoice];
    if (choice?.first === column) {
      list.push(jsonChoice(variables, choice));
      nextChoice++;
      column += choice.options.length;
    } else list.push(jsonVariable(variables, column++));
  }
  return list;
}

function jsonVariable(variables: VariableColumns, column: number): JsonVariable {
  return {
    name: variables.names[column]!,
    kind: variableKinds[variables.kind[column]!] as JsonVariable["kind"],
    lower: bound(variables.lower[column]!),
    upper: bound(variables.upper[column]!),
    unit: variables.units[column]!,
    ...(variables.recourse[column] === 1 ? { recourse: true } : {}),
  };
}

function jsonChoice({ names, lower, upper, recourse }: VariableColumns, choice: Choice): JsonChoice {
  const { name, first, options } = choice;
  const columns = options.map((_, option) => names[first + option]!);
  const bounds = options.map((_, option) => [lower[first + option]!, upper[first + option]!] as const);
  const isRenamed = options.some((option, at) => columns[at] !== `${name}=${option}`);
  const isFixed = bounds.some(([low, high]) => low !== 0 || high !== 1);
  return {
    name,
    kind: "choice",
    options,
    ...(recourse[first] === 1 ? { recourse: true } : {}),
    ...(isRenamed ? { columns } : {}),
    ...(isFixed ? { bounds } : {}),
  };
}

function termsOf(rows: PolynomialColumns, row: number, names: readonly string[]): JsonTerm[] {
  const { start, column, value, quadratic, higher } = rows;
  const terms: JsonTerm[] = [];
  for (let entry = start[row]!; entry < start[row + 1]!; entry++)
    terms.push([value[entry]!, names[column[entry]!]!]);
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    terms.push([quadratic.value[entry]!, names[quadratic.left[entry]!]!, names[quadratic.right[entry]!]!]);
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
    terms.push([higher.value[entry]!, ...Array.from(factors, (factor) => names[factor]!)]);
  }
  return terms;
}

function jsonStructure(
  structure: Structure,
  names: readonly string[],
  choices: readonly Choice[],
): JsonStructure {
  const named = (columns: Int32Array): string[] => Array.from(columns, (column) => names[column]!);
  const { kind, meaning } = structure;
  const head = { kind, ...meaning };
  switch (structure.kind) {
    case "exactly-one":
      return { ...head, variables: named(structure.columns) };
    case "at-most":
      return { ...head, limit: structure.limit, variables: named(structure.columns) };
    case "implication": {
      const { when, is, column, value, lower, upper } = structure;
      const terms = Array.from(column, (index, entry) => [value[entry]!, names[index]!]);
      return { ...head, when: names[when], is, terms, lower: bound(lower), upper: bound(upper) };
    }
    case "precedence":
      return { ...head, before: names[structure.before], after: names[structure.after], lag: structure.lag };
    case "no-overlap": {
      const { setup } = structure;
      const activities = activitiesOf(structure, names);
      return { ...head, activities, ...(setup ? { setup: rowsOf(setup, activities.length) } : {}) };
    }
    case "cumulative": {
      const activities = activitiesOf(structure, names).map((activity, index) => ({
        ...activity,
        demand: structure.demand[index]!,
      }));
      return { ...head, activities, capacity: structure.capacity };
    }
    case "permutation":
      return { ...head, choices: Array.from(structure.choices, (choice) => choices[choice]!.name) };
  }
}

type WithIntervals = Extract<Structure, { readonly kind: "no-overlap" | "cumulative" }>;

function activitiesOf({ start, duration, present }: WithIntervals, names: readonly string[]): JsonActivity[] {
  return Array.from(start, (column, index) => ({
    start: names[column]!,
    duration: duration[index]!,
    ...(present[index]! >= 0 ? { present: names[present[index]!]! } : {}),
  }));
}

const rowsOf = (matrix: Float64Array, count: number): number[][] =>
  Array.from({ length: count }, (_, row) => Array.from(matrix.subarray(row * count, (row + 1) * count)));

function jsonUncertainty(
  uncertainty: Uncertainty,
  { variables, constraints, objective }: Model,
): JsonUncertainty {
  const { scenarios, probability, parameters, uses } = uncertainty;
  return {
    scenarios: scenarios.map((name, index) => ({ name, probability: probability[index]! })),
    parameters: parameters.map((parameter) => ({ ...parameter, values: [...parameter.values] })),
    uses: Array.from(uses.place, (place, use) => {
      const index = uses.index[use]!;
      const column = uses.column[use]!;
      const owner = place === 0 ? constraints.meaning[index]! : objective.terms[index]!;
      return {
        in: owner.id,
        ...(column >= 0 ? { variable: variables.names[column]! } : {}),
        parameter: parameters[uses.parameter[use]!]!.id,
        factor: uses.factor[use]!,
      };
    }),
  };
}
