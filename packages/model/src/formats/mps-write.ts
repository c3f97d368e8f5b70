import type { Model, QuadraticEntries } from "../model.ts";
import { forFile } from "./file-model.ts";
import { type FileNames, fileNames, kindInFile } from "./names.ts";
import { noteLines } from "./notes.ts";

/** Some readers take a line that begins with one of these words for a section, wherever on the line it stands. */
const sectionWord =
  /^(name|objsense|objname|max|min|rows|columns|rhs|ranges|bounds|endata|quadobj|qmatrix|qsection|qcmatrix|sos)$/i;

/** Names in free MPS are any characters but spaces; a leading `*` or `$` would start a comment. */
export function mpsNames(model: Model): FileNames {
  return fileNames(model, (name) =>
    name.replace(/\s/g, "_").replace(/^[*$]/, "_").replace(sectionWord, "$&_"),
  );
}

/**
 * Free MPS with every number in full precision; what it cannot say is rewritten first. Products of the objective stand
 * in QUADOBJ, those of a row in QCMATRIX. Sentences, units and names that MPS cannot carry stand in comments, which
 * `parseMps` reads back.
 * @throws QT_MODEL_UNREACHABLE
 */
export function printMps(model: Model): string {
  const { model: plain } = forFile(model);
  const names = mpsNames(plain);
  const lines = [
    ...Array.from(noteLines(plain, names), (note) => `* ${note}`),
    `NAME ${plain.name.replace(/\s+/g, "_") || "model"}`,
    ...(plain.sense === "maximize" ? ["OBJSENSE", "    MAX"] : []),
    ...rowLines(plain, names),
    ...columnTexts(plain, names),
    ...rightHandLines(plain, names),
    ...boundLines(plain, names),
    ...matrixTexts(plain, names),
    "ENDATA",
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The MPS type of a row. An interval is its smaller side and a range, so that the larger side comes back to within the
 * last bit.
 */
function rowType(lower: number, upper: number): "E" | "G" | "L" | "N" {
  if (lower === upper) return "E";
  if (isInterval(lower, upper)) return Math.abs(lower) <= Math.abs(upper) ? "G" : "L";
  if (lower > -Infinity) return "G";
  return upper < Infinity ? "L" : "N";
}

const isInterval = (lower: number, upper: number): boolean =>
  lower > -Infinity && upper < Infinity && lower !== upper;

function rowTypes(model: Model): readonly ("E" | "G" | "L" | "N")[] {
  const { lower, upper } = model.constraints;
  return Array.from(lower, (low, row) => rowType(low, upper[row]!));
}

function rowLines(model: Model, names: FileNames): string[] {
  const types = rowTypes(model);
  return ["ROWS", ` N ${names.objective}`, ...names.rows.map((name, row) => ` ${types[row]} ${name}`)];
}

function columnTexts(model: Model, names: FileNames): string[] {
  const { start, row, value } = byColumn(model);
  const texts = ["COLUMNS"];
  let integers = false;
  const mark = (on: boolean): void => {
    if (on !== integers) texts.push(` MARKER 'MARKER' '${on ? "INTORG" : "INTEND"}'`);
    integers = on;
  };
  for (const [index, name] of names.variables.entries()) {
    mark(kindInFile(model.variables, index) === "integer");
    const cost = model.objective.linear[index]!;
    const [from, to] = [start[index]!, start[index + 1]!];
    if (cost !== 0 || from === to) texts.push(` ${name} ${names.objective} ${cost + 0}`);
    let text = "";
    for (let entry = from; entry < to; entry++)
      text += `${entry > from ? "\n" : ""} ${name} ${names.rows[row[entry]!]} ${value[entry]}`;
    if (from < to) texts.push(text);
  }
  mark(false);
  return texts;
}

interface ColumnEntries {
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly value: Float64Array;
}

/** The linear part of the rows, transposed. */
function byColumn({ variables, constraints }: Model): ColumnEntries {
  const { count, start: rowStart, column, value } = constraints;
  const start = new Int32Array(variables.count + 1);
  for (const index of column) start[index + 1]!++;
  for (let index = 0; index < variables.count; index++) start[index + 1]! += start[index]!;
  const next = start.slice();
  const entries = { start, row: new Int32Array(column.length), value: new Float64Array(column.length) };
  for (let row = 0; row < count; row++)
    for (let entry = rowStart[row]!; entry < rowStart[row + 1]!; entry++) {
      const target = next[column[entry]!]!++;
      entries.row[target] = row;
      entries.value[target] = value[entry]!;
    }
  return entries;
}

function rightHandLines(model: Model, names: FileNames): string[] {
  const { lower, upper } = model.constraints;
  const { constant } = model.objective;
  const lines = ["RHS"];
  const ranges: string[] = [];
  if (constant !== 0) lines.push(` RHS ${names.objective} ${-constant}`);
  for (const [row, type] of rowTypes(model).entries()) {
    const side = type === "L" ? upper[row]! : lower[row]!;
    if (type !== "N" && side !== 0) lines.push(` RHS ${names.rows[row]} ${side}`);
    if (isInterval(lower[row]!, upper[row]!))
      ranges.push(` RANGE ${names.rows[row]} ${upper[row]! - lower[row]!}`);
  }
  if (ranges.length === 0) return lines;
  lines.push("RANGES");
  for (const range of ranges) lines.push(range);
  return lines;
}

function boundLines({ variables }: Model, names: FileNames): string[] {
  const { lower, upper } = variables;
  const lines = ["BOUNDS"];
  for (const [index, name] of names.variables.entries())
    for (const [type, value] of boundsOf(kindInFile(variables, index), lower[index]!, upper[index]!))
      lines.push(` ${type} BOUND ${name}${value === undefined ? "" : ` ${value + 0}`}`);
  return lines.length > 1 ? lines : [];
}

type Bound = readonly [type: string, value?: number];

/** An integer column without any bound would be read as binary by many readers, so its bounds are always written. */
function boundsOf(kind: string, lower: number, upper: number): readonly Bound[] {
  if (kind === "binary") return [["BV"]];
  if (lower === upper) return [["FX", lower]];
  if (lower === -Infinity && upper === Infinity) return [["FR"]];
  const bounds: Bound[] = [];
  if (lower === -Infinity) bounds.push(["MI"]);
  else if (lower !== 0 || kind === "integer") bounds.push(["LO", lower]);
  if (upper < Infinity) bounds.push(["UP", upper]);
  else if (kind === "integer") bounds.push(["PL"]);
  return bounds;
}

function matrixTexts({ objective, constraints }: Model, names: FileNames): string[] {
  const texts: string[] = [];
  if (objective.quadratic.value.length > 0)
    texts.push(`QUADOBJ${triangle(names.variables, objective.quadratic)}`);
  const { start } = constraints.quadratic;
  for (const [row, name] of names.rows.entries())
    if (start[row]! < start[row + 1]!)
      texts.push(`QCMATRIX ${name}${matrix(names.variables, constraints.quadratic, row)}`);
  return texts;
}

/** The lower triangle of Q in ½xᵀQx. */
function triangle(names: readonly string[], { left, right, value }: QuadraticEntries): string {
  let text = "";
  for (const [entry, coefficient] of value.entries()) {
    const [first, second] = [left[entry]!, right[entry]!];
    text += `\n ${names[second]} ${names[first]} ${first === second ? 2 * coefficient : coefficient}`;
  }
  return text;
}

/** Q in xᵀQx of a row, both triangles. */
function matrix(
  names: readonly string[],
  { start, left, right, value }: QuadraticEntries,
  row: number,
): string {
  let text = "";
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const [first, second] = [names[left[entry]!]!, names[right[entry]!]!];
    const coefficient = value[entry]!;
    if (left[entry] === right[entry]) text += `\n ${first} ${first} ${coefficient}`;
    else text += `\n ${first} ${second} ${coefficient / 2}\n ${second} ${first} ${coefficient / 2}`;
  }
  return text;
}
