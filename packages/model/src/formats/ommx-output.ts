import type { ConstraintMeaning, Meaning, Model, ObjectiveTerm } from "../model.ts";
import { variableKinds } from "../model.ts";
import { Polynomial, PolynomialRows } from "../polynomial.ts";
import type { ExactlyOne, Implication } from "../structures.ts";
import { type OmmxSum, writeOmmxFunction } from "./ommx-function.ts";
import { objectiveRole, ommxEquality, ommxKeys, ommxKinds } from "./ommx-messages.ts";
import type { WireWriter } from "./protobuf.ts";

/** A model as both versions of the format say it. */
export interface OmmxOutput {
  readonly model: Model;
  readonly variables: readonly LabelOutput[];
  readonly objective: WireWriter;
  readonly constraints: readonly ConstraintOutput[];
  /** Rows without bounds, written as relaxed constraints. */
  readonly free: readonly ConstraintOutput[];
  readonly oneHots: readonly OneHotOutput[];
  readonly indicators: readonly (ConstraintOutput & { readonly when: number })[];
  readonly namedFunctions: readonly { readonly function: WireWriter; readonly label: LabelOutput }[];
}

export interface LabelOutput {
  readonly name: string;
  readonly description?: string;
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

export interface ConstraintOutput {
  readonly id: number;
  readonly equality: number;
  readonly function: WireWriter;
  readonly label: LabelOutput;
}

export interface OneHotOutput {
  readonly id: number;
  readonly variables: Int32Array;
  /** Σ variables − 1. */
  readonly function: WireWriter;
  readonly label: LabelOutput;
}

/** @param model one that has what the format can say only */
export function outputOf(model: Model): OmmxOutput {
  const { count } = model.constraints;
  const rows = Array.from({ length: count }, (_, row) => rowOutputs(model, row));
  const firstFree = 2 * count;
  const exactlyOnes = model.structures.filter((structure) => structure.kind === "exactly-one");
  const firstChoice = firstFree + model.structures.length;
  return {
    model,
    variables: variableLabels(model),
    objective: objectiveFunction(model),
    constraints: rows.flatMap(({ constraints }) => constraints),
    free: rows.flatMap(({ free }) => free),
    oneHots: [
      ...exactlyOnes.map((structure, at) => exactlyOneOutput(structure, firstFree + at)),
      ...model.variables.choices.map((choice, at) => choiceOutput(choice, firstChoice + at)),
    ],
    indicators: model.structures
      .filter((structure) => structure.kind === "implication")
      .flatMap((structure, at) => indicatorOutputs(structure, 2 * at)),
    namedFunctions: model.objective.terms.map((term) => ({
      function: writeOmmxFunction(termSum(term)),
      label: termLabel(term),
    })),
  };
}

function variableLabels({ variables }: Model): readonly LabelOutput[] {
  const parameters = variables.names.map((_, column): [string, string][] => [
    ...(variables.units[column] === "1"
      ? []
      : [[ommxKeys.unit, variables.units[column]!] as [string, string]]),
    ...(variables.recourse[column] === 1 ? [[ommxKeys.recourse, "yes"] as [string, string]] : []),
  ]);
  for (const { name, first, options } of variables.choices)
    for (const [at, option] of options.entries())
      parameters[first + at]!.push([ommxKeys.choice, name], [ommxKeys.option, option]);
  return variables.names.map((name, column) => ({ name, parameters: parameters[column]! }));
}

/** `ommx.v1.DecisionVariable.Kind` of a column. */
export function ommxKindOf({ variables }: Model, column: number): number {
  const kind = variableKinds[variables.kind[column]!]!;
  return ommxKinds.indexOf(kind === "choice" ? "binary" : kind);
}

interface RowOutputs {
  readonly constraints: readonly ConstraintOutput[];
  readonly free: readonly ConstraintOutput[];
}

/** f − upper = 0 or ≤ 0 under the id 2·row, lower − f ≤ 0 under the next one. */
function rowOutputs({ constraints }: Model, row: number): RowOutputs {
  const [lower, upper] = [constraints.lower[row]!, constraints.upper[row]!];
  const label = labelOf(constraints.meaning[row]!);
  const id = 2 * row;
  const output = (factor: number, constant: number): Pick<ConstraintOutput, "function" | "equality"> => ({
    function: writeOmmxFunction({ rows: constraints, row, factor, constant }),
    equality: lower === upper ? ommxEquality.equalToZero : ommxEquality.lessThanOrEqualToZero,
  });
  if (lower === -Infinity && upper === Infinity)
    return { constraints: [], free: [{ id, ...output(1, 0), label }] };
  const main = { id, ...output(1, -upper), label };
  if (lower === upper || lower === -Infinity) return { constraints: [main], free: [] };
  const isAlone = upper === Infinity;
  const below = {
    id: isAlone ? id : id + 1,
    ...output(-1, lower),
    label: lowerSideLabel(label, isAlone ? "" : `${id}`),
  };
  return { constraints: isAlone ? [below] : [main, below], free: [] };
}

function lowerSideLabel(label: LabelOutput, of: string): LabelOutput {
  const name = of === "" ? label.name : `${label.name} (lower side)`;
  return { ...label, name, parameters: [...label.parameters, [ommxKeys.lowerSideOf, of]] };
}

function exactlyOneOutput({ columns, meaning }: ExactlyOne, id: number): OneHotOutput {
  return { id, variables: columns, function: oneHotFunction(columns), label: labelOf(meaning) };
}

function choiceOutput(
  { name, first, options }: Model["variables"]["choices"][number],
  id: number,
): OneHotOutput {
  const variables = Int32Array.from(options, (_, at) => first + at);
  const description = `Exactly one option of '${name}'.`;
  const label = { name, description, parameters: [[ommxKeys.choice, name]] as const };
  return { id, variables, function: oneHotFunction(variables), label };
}

function oneHotFunction(columns: Int32Array): WireWriter {
  const sum = new Polynomial();
  for (const column of columns) sum.linear(column, 1);
  return writeOmmxFunction({ ...ofPolynomial(sum), constant: -1 });
}

/** One constraint a side. */
function indicatorOutputs(
  { meaning, when, column, value, lower, upper }: Implication,
  id: number,
): readonly (ConstraintOutput & { readonly when: number })[] {
  const sum = new Polynomial();
  for (const [at, each] of column.entries()) sum.linear(each, value[at]!);
  const base = ofPolynomial(sum);
  const label = labelOf(meaning);
  const output = (factor: number, constant: number): WireWriter =>
    writeOmmxFunction({ ...base, factor, constant });
  const equality = lower === upper ? ommxEquality.equalToZero : ommxEquality.lessThanOrEqualToZero;
  const above = { id, when, equality, function: output(1, -upper), label };
  const side = lowerSideLabel(label, upper === Infinity ? "" : `${id}`);
  const below = { id: id + 1, when, equality, function: output(-1, lower), label: side };
  return [...(upper < Infinity ? [above] : []), ...(lower > -Infinity && lower !== upper ? [below] : [])];
}

function objectiveFunction({ objective }: Model): WireWriter {
  const sum = new Polynomial();
  objective.linear.forEach((value, column) => {
    if (value !== 0) sum.linear(column, value);
  });
  const { rows } = ofPolynomial(sum);
  const { quadratic, higher, constant } = objective;
  return writeOmmxFunction({ rows: { ...rows, quadratic, higher }, row: 0, factor: 1, constant });
}

function ofPolynomial(sum: Polynomial): OmmxSum {
  const rows = new PolynomialRows();
  rows.push(sum);
  return { rows: rows.columns(), row: 0, factor: 1, constant: sum.constant };
}

function termSum({ column, value, quadratic, higher, constant }: ObjectiveTerm): OmmxSum {
  const start = Int32Array.of(0, column.length);
  return { rows: { start, column, value, quadratic, higher }, row: 0, factor: 1, constant };
}

function labelOf(meaning: Meaning | ConstraintMeaning): LabelOutput {
  const { id, sentence, rule, unit, origin } = meaning;
  return {
    name: id,
    description: sentence,
    parameters: [
      [ommxKeys.rule, rule],
      [ommxKeys.unit, unit],
      ...(origin === undefined ? [] : [[ommxKeys.origin, origin] as const]),
    ],
  };
}

function termLabel(term: ObjectiveTerm): LabelOutput {
  const { name, description, parameters } = labelOf(term);
  const [weight, priority] = [term.weight, term.priority];
  return {
    name,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parameters,
      [ommxKeys.role, objectiveRole],
      ...(weight === undefined ? [] : [[ommxKeys.weight, `${weight}`] as const]),
      ...(priority === undefined ? [] : [[ommxKeys.priority, `${priority}`] as const]),
    ],
  };
}
