import { QtwinError } from "@qtwin/core";
import type { Model } from "../model.ts";
import { Draft, type DraftRow, type DraftVariable } from "./draft.ts";
import { fileInfinity } from "./file-model.ts";
import { MpsEntries } from "./mps-entries.ts";
import { isFixedFormat, MpsFields } from "./mps-fields.ts";
import { isMatrixSection, MatrixSection } from "./mps-quadratic.ts";
import { NameTable } from "./name-table.ts";
import { readNotes } from "./notes.ts";
import { type Source, syntaxError, unsupportedAt } from "./source.ts";
import { plainLineEnds, TextLines } from "./text-lines.ts";

const unsupportedSections = new Set([
  "SOS",
  "SOS1",
  "SOS2",
  "SETS",
  "CSECTION",
  "INDICATORS",
  "GENCONS",
  "PWLOBJ",
]);
const rowSections = new Set(["ROWS", "LAZYCONS", "USERCUTS"]);
const sections = new Set([
  ...rowSections,
  "NAME",
  "OBJSENSE",
  "OBJNAME",
  "COLUMNS",
  "RHS",
  "RANGES",
  "BOUNDS",
  "ENDATA",
]);
const withoutValue = new Set(["FR", "MI", "PL", "BV"]);
const withValue = new Set(["UP", "LO", "FX", "LI", "UI"]);

/**
 * Reads free or fixed MPS, linear and quadratic. Where dialects differ: a range on an `E` row follows its sign, one on
 * an `N` row says nothing; a negative `UP` bound without a lower bound removes the lower bound; an integer column
 * without any bound is 0 or 1; a right-hand side of the objective is the negative of its constant; `N` rows after the
 * first are dropped; from 1e20 on a bound is none.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE with file, line and column
 */
export function parseMps(source: Source): Model {
  const text = plainLineEnds(source.text);
  try {
    return new MpsReader(source, text, false).read();
  } catch (thrown) {
    const isSyntax = thrown instanceof QtwinError && thrown.code === "QT_MODEL_SYNTAX";
    if (isSyntax && isFixedFormat(text)) return new MpsReader(source, text, true).read();
    throw thrown;
  }
}

/** Over 300 lines: the sections share the same few tables of rows and columns. */
class MpsReader {
  private readonly source: Source;
  private readonly text: string;
  private readonly isFixed: boolean;
  private readonly draft: Draft;
  private readonly fields: MpsFields;
  /** All rows of the file by name, with their types; those of the model are the ones with a draft. */
  private readonly names: NameTable;
  private readonly types: string[] = [];
  private readonly rows: (DraftRow | undefined)[] = [];
  private readonly entries = new MpsEntries();
  private readonly bounded = new Set<number>();
  private readonly comments: (readonly [string, number])[] = [];
  private matrix: MatrixSection | undefined;
  /** Position of the objective in `names`, −1 until a row of type N comes. */
  private objective = -1;
  private objectiveName: string | undefined;
  private integers = false;
  private lineStart = 0;

  constructor(source: Source, text: string, isFixed: boolean) {
    this.source = source;
    this.text = text;
    this.isFixed = isFixed;
    this.draft = new Draft(source, new TextLines(text));
    this.fields = new MpsFields(text);
    this.names = new NameTable(text);
  }

  read(): Model {
    const { text } = this;
    let section = "";
    for (let next = 0; next < text.length; ) {
      const found = text.indexOf("\n", next);
      const end = found < 0 ? text.length : found;
      this.lineStart = next;
      next = end + 1;
      const first = text[this.lineStart]!;
      if (first === "*") this.comments.push([text.slice(this.lineStart + 1, end), this.lineStart]);
      if (first === "*") continue;
      this.split(section, end);
      if (this.fields.count === 0) continue;
      if (first > " ") section = this.startSection(text.slice(this.lineStart, end).trim());
      else this.readLine(section);
      if (section === "ENDATA") return this.finish();
    }
    throw this.failure(text.length, "The file ends without ENDATA.", "a line 'ENDATA'");
  }

  private split(section: string, end: number): void {
    const isFree = !this.isFixed || section === "OBJSENSE" || section === "OBJNAME";
    if (isFree) this.fields.splitFree(this.lineStart, end);
    else this.fields.splitFixed(this.lineStart, end);
    if (this.fields.count === 0 && !isFree) this.fields.splitFree(this.lineStart, end);
  }

  private startSection(line: string): string {
    const [word = ""] = line.split(/\s+/, 1);
    const rest = line.slice(word.length).trim();
    const section = word.toUpperCase();
    this.closeMatrix();
    if (unsupportedSections.has(section))
      throw this.unsupported(
        `Section ${section} is not supported: indicators, sets, cones and general constraints have no place in a file of rows.`,
      );
    if (isMatrixSection(section)) this.matrix = this.startMatrix(section, rest);
    else if (!sections.has(section))
      throw this.failure(
        this.lineStart,
        `'${word}' is no section of an MPS file.`,
        "ROWS, COLUMNS, RHS, RANGES, BOUNDS, QUADOBJ, QMATRIX, QSECTION, QCMATRIX or ENDATA",
      );
    if (section === "NAME") this.draft.name = rest.split(/\s+/, 1)[0]!;
    if (section === "OBJSENSE" && rest !== "") this.setSense(rest);
    if (section === "COLUMNS" && this.objective < 0)
      throw this.failure(this.lineStart, "ROWS names no objective.", "a row of type N before COLUMNS");
    return section;
  }

  private readLine(section: string): void {
    if (this.matrix) this.readMatrix(this.matrix);
    else if (section === "COLUMNS") this.readColumn();
    else if (section === "RHS") this.eachPair((row, value) => this.setRightHand(row, value));
    else if (section === "RANGES") this.eachPair((row, value) => this.setRange(row, value));
    else if (section === "BOUNDS") this.readBound();
    else if (rowSections.has(section)) this.readRow();
    else if (section === "OBJSENSE") this.setSense(this.fields.word(0));
    else if (section === "OBJNAME") this.objectiveName = this.fields.word(0);
    else
      throw this.failure(
        this.fields.start[0]!,
        "Data before the first section.",
        "a section such as ROWS at the start of the line",
      );
  }

  private setSense(word: string): void {
    const sense = /^max/i.test(word) ? "maximize" : /^min/i.test(word) ? "minimize" : undefined;
    if (!sense) throw this.failure(this.lineStart, `'${word}' is no sense.`, "MIN or MAX");
    this.draft.sense = sense;
  }

  private readRow(): void {
    const { fields } = this;
    const type = fields.word(0).toUpperCase();
    if (fields.count !== 2 || !["N", "E", "L", "G"].includes(type))
      throw this.failure(
        fields.start[0]!,
        `'${fields.word(0)}' is no type of row.`,
        "N, E, L or G and a name",
      );
    const [name, at] = [fields.word(1), fields.start[1]!];
    const index = this.names.add(at, fields.end[1]!);
    if (index < this.types.length)
      throw this.failure(at, `There are two rows '${name}'.`, "a name that is not used yet");
    const isObjective = type === "N" && this.objective < 0 && name === (this.objectiveName ?? name);
    this.types.push(type);
    if (isObjective) this.objective = index;
    if (isObjective) this.draft.objectiveName = name;
    // Other rows of type N are free rows we wrote ourselves; which they are, the comments say in the end.
    this.rows.push(isObjective ? undefined : this.draft.row(name, at, ...startingSides(type)));
  }

  private readColumn(): void {
    const { fields } = this;
    if (fields.count >= 2 && /^'?MARKER'?$/i.test(fields.word(1))) {
      this.integers = /INTORG/i.test(fields.word(fields.count - 1));
      return;
    }
    if (fields.count !== 3 && fields.count !== 5)
      throw this.failure(
        fields.start[0]!,
        `${fields.count} fields in a line of COLUMNS.`,
        "a column and one or two pairs of row and number",
      );
    const variable = this.draft.variable(fields.start[0]!, fields.end[0]!);
    if (this.integers) this.draft.variables[variable]!.kind = "integer";
    for (let field = 1; field < fields.count; field += 2) this.addEntry(variable, field);
  }

  private addEntry(variable: number, field: number): void {
    const value = this.number(field + 1);
    const row = this.rowAt(field);
    if (!Number.isFinite(value))
      throw this.failure(this.fields.start[field + 1]!, "A coefficient is infinite.", "a finite number");
    this.entries.add(row, variable, value);
  }

  /** (row, number) pairs after the name of the set, which may be missing. */
  private eachPair(use: (row: number, value: number) => void): void {
    const { fields } = this;
    for (let field = fields.count % 2; field < fields.count; field += 2)
      use(this.rowAt(field), this.number(field + 1));
  }

  private number(field: number): number {
    const { fields } = this;
    const isMissing = field >= fields.count;
    const text = isMissing ? "" : fields.word(field);
    const value = Number(text);
    if (Number.isFinite(value) && !isMissing && !/^[+-]?0[xob]/i.test(text)) return value;
    const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
    if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
    // Fortran writes the exponent with a D.
    const fortran = Number(text.replace(/^([+-]?[\d.]+)[dD]/, "$1e"));
    if (/^[+-]?[\d.]+[dD]/.test(text) && Number.isFinite(fortran)) return fortran;
    const message = isMissing ? "A number is missing." : `'${text}' is no number.`;
    throw this.failure(fields.start[isMissing ? field - 1 : field]!, message, "a number");
  }

  /** Position of the row that a field names. */
  private rowAt(field: number): number {
    const { start, end } = this.fields;
    return this.rowNamed(start[field]!, end[field]!);
  }

  private rowNamed(start: number, end: number): number {
    const index = this.names.find(start, end);
    if (index >= 0) return index;
    throw this.failure(start, `There is no row '${this.text.slice(start, end)}'.`, "a row that ROWS names");
  }

  private columnNamed(field: number): number {
    const { fields } = this;
    const index = this.draft.knownVariable(fields.start[field]!, fields.end[field]!);
    if (index >= 0) return index;
    throw this.failure(
      fields.start[field]!,
      `There is no column '${fields.word(field)}'.`,
      "a column that COLUMNS names",
    );
  }

  private setRightHand(index: number, value: number): void {
    const row = this.rows[index];
    const type = this.types[index];
    if (row && (type === "G" || type === "E")) row.lower = bounded(value);
    if (row && (type === "L" || type === "E")) row.upper = bounded(value);
    if (row) return;
    if (!Number.isFinite(value))
      throw this.failure(
        this.fields.start[0]!,
        "The constant of the objective is infinite.",
        "a finite number",
      );
    this.draft.objective.constant = value === 0 ? 0 : -value;
  }

  private setRange(index: number, value: number): void {
    const row = this.rows[index];
    const type = this.types[index];
    const width = Math.abs(bounded(value));
    if (row && (type === "L" || (type === "E" && value < 0))) row.lower = row.upper - width;
    else if (row && (type === "G" || type === "E")) row.upper = row.lower + width;
  }

  private readBound(): void {
    const { fields } = this;
    const type = fields.word(0).toUpperCase();
    if (type === "SC" || type === "SI")
      throw this.unsupported("Semi-continuous variables are not supported.");
    if (!withoutValue.has(type) && !withValue.has(type))
      throw this.failure(
        fields.start[0]!,
        `'${type}' is no type of bound.`,
        "UP, LO, FX, FR, MI, PL, BV, LI or UI",
      );
    const field = this.boundedColumn(withoutValue.has(type));
    const index = this.columnNamed(field);
    this.bounded.add(index);
    const value = withoutValue.has(type) ? 0 : bounded(this.number(field + 1));
    setBound(this.draft.variables[index]!, type, value);
  }

  /** Field of the column: the name of the bound set before it may be missing. */
  private boundedColumn(isBare: boolean): number {
    const { fields } = this;
    const setIsMissing = isBare
      ? fields.count < 3 || this.draft.knownVariable(fields.start[2]!, fields.end[2]!) < 0
      : fields.count === 3;
    const field = setIsMissing ? 1 : 2;
    if (field < fields.count) return field;
    throw this.failure(
      fields.start[0]!,
      "The name of a column is missing.",
      "a type, a set, a column and a number",
    );
  }

  private startMatrix(section: string, name: string): MatrixSection {
    const ofObjective =
      section === "QUADOBJ" || section === "QMATRIX" || (section === "QSECTION" && name === "");
    if (ofObjective) return new MatrixSection(section, this.draft.objective);
    if (name === "") throw this.failure(this.lineStart, `${section} names no row.`, `${section} and a row`);
    const start = this.text.indexOf(name, this.lineStart + section.length);
    const row = this.rows[this.rowNamed(start, start + name.length)];
    return new MatrixSection(section, row?.sum ?? this.draft.objective);
  }

  private readMatrix(matrix: MatrixSection): void {
    const { fields } = this;
    if (fields.count !== 3)
      throw this.failure(
        fields.start[0]!,
        `${fields.count} fields in ${matrix.title}.`,
        "two columns and a number",
      );
    const at = fields.start[0]!;
    const wrong = matrix.add(this.columnNamed(0), this.columnNamed(1), this.number(2), at);
    if (wrong !== undefined) throw this.failure(at, wrong, `what ${matrix.title} asks for`);
  }

  private closeMatrix(): void {
    const unmatched = this.matrix?.unmatched();
    if (unmatched !== undefined)
      throw this.failure(
        unmatched,
        "The matrix is not symmetric.",
        "the entry on the other side of the diagonal too",
      );
    this.matrix = undefined;
  }

  private finish(): Model {
    const notes = readNotes(this.comments, this.source, (offset) => this.draft.placeOf(offset));
    this.draft.variables.forEach((variable, index) => {
      if (variable.kind === "integer" && !this.bounded.has(index)) variable.upper = 1;
    });
    this.entries.giveTo(this.rows.map((row) => row?.sum ?? this.draft.objective));
    const kept = this.rows.filter(
      (row, index) => row && (this.types[index] !== "N" || notes.rows.has(row.name)),
    );
    this.draft.rows.length = 0;
    for (const row of kept) this.draft.rows.push(row!);
    return this.draft.build(notes);
  }

  private unsupported(message: string): Error {
    return unsupportedAt(this.source, this.draft.placeOf(this.fields.start[0]!), message);
  }

  private failure(offset: number, message: string, expected: string): Error {
    return syntaxError(this.source, this.draft.placeOf(offset), message, expected);
  }
}

function startingSides(type: string): [lower: number, upper: number] {
  return [type === "L" || type === "N" ? -Infinity : 0, type === "G" || type === "N" ? Infinity : 0];
}

function setBound(variable: DraftVariable, type: string, value: number): void {
  if (type === "BV") Object.assign(variable, { kind: "binary", lower: 0, upper: 1 });
  else if (type === "FX") Object.assign(variable, { lower: value, upper: value });
  else if (type === "FR") Object.assign(variable, { lower: -Infinity, upper: Infinity });
  else if (type === "MI") variable.lower = -Infinity;
  else if (type === "PL") variable.upper = Infinity;
  else if (type === "LO" || type === "LI") variable.lower = value;
  else {
    variable.upper = value;
    if (value < 0 && variable.lower === undefined) variable.lower = -Infinity;
  }
  if (type === "LI" || type === "UI") variable.kind = "integer";
}

const bounded = (value: number): number =>
  Math.abs(value) >= fileInfinity ? Math.sign(value) * Infinity : value;
