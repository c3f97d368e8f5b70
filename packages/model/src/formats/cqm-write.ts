import { compile, type Target } from "../compile/compile.ts";
import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import { meaningOf } from "../objective.ts";
import { emptyHigher, Polynomial, type PolynomialColumns, PolynomialRows } from "../polynomial.ts";
import { spokenMeaning } from "./bqm-notes.ts";
import { dimodHeader, dimodSection } from "./bqm-sections.ts";
import { bytesOf, type WrittenExpression, writeExpression } from "./cqm-expression.ts";
import { type CqmNotes, notesEntry, type RowNote, type VariableNote } from "./cqm-notes.ts";
import { cqmInfinity, cqmKinds, cqmMagic } from "./cqm-read.ts";
import { unique } from "./names.ts";
import { writeZip } from "./zip.ts";

const cqmTarget: Target = {
  id: "cqm",
  title: "a CQM",
  accepts: new Set([
    "continuous",
    "integer",
    "choice",
    "fixed-binary",
    "maximize",
    "quadratic-objective",
    "linear-equality",
    "linear-inequality",
    "at-most-one-row",
    "quadratic-constraints",
    "product-row",
    "forbidden-pairs",
    "soft-constraints",
    "exactly-one",
  ]),
};

/**
 * The model as dimod's `ConstrainedQuadraticModel.to_file()` writes it, version 2.0. A maximised objective stands there with
 * the opposite sign, a row with two sides as two constraints, a price as weight of a linear penalty, exactly-one as a
 * discrete constraint; ids are labels. What dimod does not know lies beside it, in an entry of ours. Lost are rows that say
 * nothing (no bounds, or the price 0) and the parts of an objective of several.
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_NOT_WRITABLE: products of continuous variables, bounds beyond dimod's
 */
export function printCqm(model: Model): Uint8Array {
  const source = compile(model, cqmTarget).model;
  const rows = fileRows(source);
  const objective = writeExpression(
    "ObjectiveView",
    objectiveRows(source),
    0,
    source.objective.constant,
    signOf(source),
  );
  const entries = new Map<string, Uint8Array>([
    ["varinfo", dimodSection("VTYP", variableInfo(source))],
    ["variable_labels.json", text(ascii(source.variables.names))],
    ["objective", objective.bytes],
  ]);
  const expressions = rows.map((row) => addRow(entries, row));
  entries.set(notesEntry, text(ascii(notesOf(source, rows))));
  return writeZip(entries, dimodHeader(cqmMagic, [2, 0], counts(source, rows, [objective, ...expressions])));
}

const signOf = ({ sense }: Model): 1 | -1 => (sense === "maximize" ? -1 : 1);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** JSON in ASCII, and without the slash, which would part the names of entries. */
const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff/]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

interface FileRow {
  readonly label: string;
  readonly rows: PolynomialColumns;
  readonly row: number;
  readonly sense: "==" | "<=" | ">=";
  readonly rhs: number;
  readonly isDiscrete: boolean;
  readonly price: number | undefined;
  readonly note: RowNote;
}

function fileRows(model: Model): readonly FileRow[] {
  const labels = new Set(model.constraints.meaning.map(({ id }) => id));
  const rows: FileRow[] = [];
  for (let row = 0; row < model.constraints.count; row++) rows.push(...sidesOf(model, row, labels));
  const taken = new Set<number>();
  for (const structure of model.structures) {
    if (structure.kind !== "exactly-one") continue;
    const { id } = structure.meaning;
    const note = { meaning: spokenMeaning(structure.meaning), kind: "exactly-one" as const };
    rows.push(oneHotRow(structure.columns, unique(id, labels), note, taken));
  }
  for (const { name, first, options } of model.variables.choices) {
    const sentence = `Exactly one option of '${name}'.`;
    const note = { meaning: { id: name, rule: name, sentence, unit: "1" }, kind: "choice" as const };
    const columns = Int32Array.from(options, (_, at) => first + at);
    rows.push(oneHotRow(columns, unique(name, labels), note, taken));
  }
  return rows;
}

/** None for a row that says nothing, else one a side. */
function sidesOf(model: Model, row: number, labels: Set<string>): readonly FileRow[] {
  const { constraints } = model;
  const [lower, upper, meaning] = [
    constraints.lower[row]!,
    constraints.upper[row]!,
    constraints.meaning[row]!,
  ];
  const { id, pricePerUnit: price } = meaning;
  checkProducts(model, constraints, row, id);
  const note = { meaning: spokenMeaning(meaning) };
  const side = (sense: FileRow["sense"], rhs: number): FileRow => {
    return { label: id, rows: constraints, row, sense, rhs, isDiscrete: false, price, note };
  };
  if (price === 0 || (lower === -Infinity && upper === Infinity)) return [];
  if (lower === upper) return [side("==", upper)];
  if (lower === -Infinity) return [side("<=", upper)];
  if (upper === Infinity) return [side(">=", lower)];
  const label = unique(`${id} (lower side)`, labels);
  return [side("<=", upper), { ...side(">=", lower), label, note: { ...note, lowerSideOf: id } }];
}

/** @param taken columns of discrete constraints so far: dimod wants them disjoint, and gets an equation if they are not */
function oneHotRow(columns: Int32Array, label: string, note: RowNote, taken: Set<number>): FileRow {
  const sum = new Polynomial();
  for (const column of columns) sum.linear(column, 1);
  const rows = new PolynomialRows();
  rows.push(sum);
  const isDiscrete = columns.every((column) => !taken.has(column));
  if (isDiscrete) for (const column of columns) taken.add(column);
  return { label, rows: rows.columns(), row: 0, sense: "==", rhs: 1, isDiscrete, price: undefined, note };
}

function checkProducts(
  model: Model,
  { quadratic }: Pick<PolynomialColumns, "quadratic">,
  row: number,
  id: string,
): void {
  const { kind, names } = model.variables;
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    for (const column of [quadratic.left[entry]!, quadratic.right[entry]!])
      if (variableKinds[kind[column]!] === "continuous")
        throw modelError(
          "QT_MODEL_NOT_WRITABLE",
          `'${id}' has a product with '${names[column]}', and dimod has none with continuous variables.`,
          id,
          "Write lp, mps, qplib or ommx.",
        );
}

function objectiveRows(model: Model): PolynomialColumns {
  const { linear, quadratic } = model.objective;
  checkProducts(model, model.objective, 0, model.objective.terms[0]?.id ?? "objective");
  const columns = Int32Array.from(linear.keys()).filter((column) => linear[column] !== 0);
  return {
    start: Int32Array.of(0, columns.length),
    column: columns,
    value: Float64Array.from(columns, (column) => linear[column]!),
    quadratic,
    higher: emptyHigher(1),
  };
}

/** (vartype, lower, upper) a variable, 17 bytes. */
function variableInfo(model: Model): Uint8Array {
  const { count } = model.variables;
  const view = new DataView(new ArrayBuffer(17 * count));
  for (let column = 0; column < count; column++) {
    const { kind, lower, upper } = infoOf(model, column);
    view.setInt8(17 * column, cqmKinds.indexOf(kind));
    view.setFloat64(17 * column + 1, lower, true);
    view.setFloat64(17 * column + 9, upper, true);
  }
  return new Uint8Array(view.buffer);
}

interface VariableInfo {
  readonly kind: (typeof cqmKinds)[number];
  readonly lower: number;
  readonly upper: number;
}

/** dimod's binary variables have the bounds 0 and 1: a fixed one is written as integer. */
function infoOf({ variables }: Model, column: number): VariableInfo {
  const kind = variableKinds[variables.kind[column]!]!;
  const [lower, upper] = [variables.lower[column]!, variables.upper[column]!];
  const isBinary = (kind === "binary" || kind === "choice") && lower === 0 && upper === 1;
  if (isBinary) return { kind: "BINARY", lower, upper };
  const inFile = kind === "continuous" ? "REAL" : "INTEGER";
  const most = cqmInfinity[inFile];
  const isBeyond = (bound: number): boolean => Number.isFinite(bound) && Math.abs(bound) >= most;
  if (!isBeyond(lower) && !isBeyond(upper))
    return { kind: inFile, lower: Math.max(lower, -most), upper: Math.min(upper, most) };
  const name = variables.names[column]!;
  const message = `'${name}' has the bounds ${lower} and ${upper}; those of dimod end at ${most}.`;
  throw modelError("QT_MODEL_NOT_WRITABLE", message, name, "Give it narrower bounds, or none.");
}

function addRow(entries: Map<string, Uint8Array>, row: FileRow): WrittenExpression {
  const folder = `constraints/${ascii(row.label)}`;
  const expression = writeExpression("ConstraintView", row.rows, row.row);
  entries.set(`${folder}/lhs`, expression.bytes);
  entries.set(`${folder}/rhs`, bytesOf(Float64Array.of(row.rhs)));
  entries.set(`${folder}/sense`, text(row.sense));
  if (row.isDiscrete) entries.set(`${folder}/discrete`, Uint8Array.of(1));
  if (row.price === undefined) return expression;
  entries.set(`${folder}/weight`, bytesOf(Float64Array.of(row.price)));
  entries.set(`${folder}/penalty`, text("linear"));
  return expression;
}

/** What the header says and dimod checks; products of REAL variables there are none. */
function counts(
  model: Model,
  rows: readonly FileRow[],
  expressions: readonly WrittenExpression[],
): Readonly<Record<string, number>> {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const isReal = (column: number): boolean => variableKinds[model.variables.kind[column]!] === "continuous";
  return {
    num_biases: sum(expressions.map(({ columns, interactions }) => columns.length + interactions)),
    num_constraints: rows.length,
    num_linear_biases_real: sum(expressions.map(({ columns }) => columns.filter(isReal).length)),
    num_quadratic_variables: sum(expressions.slice(1).map(({ quadraticVariables }) => quadraticVariables)),
    num_quadratic_variables_real: 0,
    num_variables: model.variables.count,
    num_weighted_constraints: rows.filter(({ price }) => price !== undefined).length,
  };
}

function notesOf(model: Model, rows: readonly FileRow[]): CqmNotes {
  const { variables, objective } = model;
  const [only] = objective.terms;
  const noted = variables.names.map((name, column): readonly [string, VariableNote] => [
    name,
    noteOf(model, column),
  ]);
  return {
    model: model.name,
    sense: model.sense,
    ...(only && objective.terms.length === 1 ? { objective: spokenMeaning(meaningOf(only)) } : {}),
    variables: Object.fromEntries(noted.filter(([, note]) => Object.keys(note).length > 0)),
    choices: variables.choices.map(({ name, options }) => ({ name, options })),
    rows: Object.fromEntries(rows.map(({ label, note }) => [label, note])),
  };
}

function noteOf({ variables }: Model, column: number): VariableNote {
  const isFixed = variables.lower[column] !== 0 || variables.upper[column] !== 1;
  return {
    ...(variables.units[column] === "1" ? {} : { unit: variables.units[column]! }),
    ...(variables.recourse[column] === 1 ? { recourse: true as const } : {}),
    ...(variableKinds[variables.kind[column]!] === "binary" && isFixed ? { kind: "binary" as const } : {}),
  };
}
