import type { Model } from "../model.ts";
import { Draft, type DraftRow, readNotes } from "./draft.ts";
import { type Field, fixedFields, freeFields, isFixedFormat } from "./mps-fields.ts";
import { type Place, type Source, syntaxError, unsupportedAt } from "./source.ts";

const unsupportedSections = new Set([
  "SOS",
  "SOS1",
  "SOS2",
  "SETS",
  "QSECTION",
  "QUADOBJ",
  "QMATRIX",
  "QCMATRIX",
  "CSECTION",
  "INDICATORS",
  "GENCONS",
]);
const sections = new Set([
  "NAME",
  "OBJSENSE",
  "OBJSENSE_MAX",
  "OBJNAME",
  "ROWS",
  "COLUMNS",
  "RHS",
  "RANGES",
  "BOUNDS",
  "ENDATA",
  "LAZYCONS",
  "USERCUTS",
]);
const bare = new Set(["FR", "MI", "PL", "BV"]);

/**
 * Reads free or fixed MPS. Where dialects differ: a range on an `E` row follows its sign; a negative `UP` bound
 * without a lower bound removes the lower bound; an integer column without any bound is 0 or 1; a right-hand side of
 * the objective is the negative of its constant; `N` rows after the first are dropped.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE with file, line and column
 */
export function parseMps(source: Source): Model {
  return new MpsReader(source).read();
}

class MpsReader {
  private readonly source: Source;
  private readonly draft: Draft;
  private readonly rows = new Map<string, DraftRow>();
  private readonly rowType = new Map<string, string>();
  private readonly bounded = new Set<number>();
  private objective: string | undefined;
  private integers = false;
  private place: Place = { line: 1, column: 1 };

  constructor(source: Source) {
    this.source = source;
    this.draft = new Draft(source);
  }

  read(): Model {
    const lines = this.source.text.split(/\r\n|\r|\n/);
    const split = isFixedFormat(lines) ? fixedFields : freeFields;
    const comments: [string, Place][] = [];
    let section = "";
    for (const [index, line] of lines.entries()) {
      this.place = { line: index + 1, column: 1 };
      if (line.startsWith("*")) comments.push([line.slice(1), this.place]);
      if (line.startsWith("*") || line.trim() === "") continue;
      if (/^\S/.test(line)) {
        section = this.startSection(line);
        if (section === "ENDATA") return this.finish(comments);
      } else this.readLine(section, split(line, section));
    }
    throw syntaxError(this.source, this.place, "The file ends without ENDATA.", "a line 'ENDATA'");
  }

  private startSection(line: string): string {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    const section = word.toUpperCase();
    if (unsupportedSections.has(section))
      throw unsupportedAt(this.source, this.place, `Section ${section} is not linear or not supported.`);
    if (!sections.has(section))
      throw syntaxError(
        this.source,
        this.place,
        `'${word}' is no section of an MPS file.`,
        "ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA",
      );
    if (section === "NAME") this.draft.name = rest[0] ?? "";
    if (section === "OBJSENSE" && rest[0]) this.setSense(rest[0]);
    if (section === "COLUMNS" && this.objective === undefined)
      throw syntaxError(
        this.source,
        this.place,
        "ROWS names no objective.",
        "a row of type N before COLUMNS",
      );
    return section;
  }

  private readLine(section: string, fields: readonly Field[]): void {
    this.place = { ...this.place, column: fields[0]?.column ?? 1 };
    if (section === "OBJSENSE") this.setSense(fields[0]!.text);
    else if (section === "OBJNAME") this.objective = fields[0]!.text;
    else if (section === "ROWS") this.readRow(fields);
    else if (section === "LAZYCONS" || section === "USERCUTS") this.readRow(fields);
    else if (section === "COLUMNS") this.readColumn(fields);
    else if (section === "RHS") for (const [row, value] of this.pairs(fields)) this.setRightHand(row, value);
    else if (section === "RANGES") for (const [row, value] of this.pairs(fields)) this.setRange(row, value);
    else if (section === "BOUNDS") this.readBound(fields);
    else
      throw syntaxError(
        this.source,
        this.place,
        "Data before the first section.",
        "a section such as ROWS at the start of the line",
      );
  }

  private setSense(word: string): void {
    const sense = /^max/i.test(word) ? "maximize" : /^min/i.test(word) ? "minimize" : undefined;
    if (!sense) throw syntaxError(this.source, this.place, `'${word}' is no sense.`, "MIN or MAX");
    this.draft.sense = sense;
  }

  private readRow(fields: readonly Field[]): void {
    const [type, name] = fields;
    const kind = type?.text.toUpperCase() ?? "";
    if (!name || !["N", "E", "L", "G"].includes(kind))
      throw syntaxError(
        this.source,
        this.place,
        `'${type?.text ?? ""}' is no type of row.`,
        "N, E, L or G and a name",
      );
    if (this.rowType.has(name.text))
      throw syntaxError(
        this.source,
        this.at(name),
        `There are two rows '${name.text}'.`,
        "a name that is not used yet",
      );
    this.rowType.set(name.text, kind);
    if (kind === "N") {
      this.objective ??= name.text;
      if (this.objective === name.text) this.draft.objectiveName = name.text;
      // A free row we wrote ourselves; which of them the objective is, is known only here.
      else this.rows.set(name.text, this.draft.row(name.text, this.at(name), -Infinity, Infinity));
      return;
    }
    const lower = kind === "L" ? -Infinity : 0;
    const upper = kind === "G" ? Infinity : 0;
    this.rows.set(name.text, this.draft.row(name.text, this.at(name), lower, upper));
  }

  private readColumn(fields: readonly Field[]): void {
    const [name, marker, kind] = fields;
    if (marker && /^'?MARKER'?$/i.test(marker.text)) {
      this.integers = /INTORG/i.test(kind?.text ?? fields[fields.length - 1]!.text);
      return;
    }
    if (fields.length !== 3 && fields.length !== 5)
      throw syntaxError(
        this.source,
        this.place,
        `${fields.length} fields in a line of COLUMNS.`,
        "a column and one or two pairs of row and number",
      );
    const variable = this.draft.variable(name!.text, this.at(name!));
    if (this.integers) this.draft.variables[variable]!.kind = "integer";
    for (const [row, value] of this.pairs(fields)) this.addEntry(row, variable, value);
  }

  private addEntry(row: Field, variable: number, value: number): void {
    if (row.text === this.objective) this.draft.objectiveTerms.push(variable, value);
    else this.rowNamed(row).terms.push(variable, value);
  }

  /** (row, number) pairs after the name of the column or set, which may be missing in RHS and RANGES. */
  private *pairs(fields: readonly Field[]): Generator<[Field, number]> {
    for (let at = fields.length % 2; at < fields.length; at += 2) {
      const row = fields[at]!;
      yield [row, this.number(fields[at + 1], row)];
    }
  }

  private number(field: Field | undefined, before: Field): number {
    const place = field ? this.at(field) : this.at(before);
    const text = field?.text ?? "";
    const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
    if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
    const value = Number(text.replace(/[dD]/, "e"));
    if (text === "" || !Number.isFinite(value))
      throw syntaxError(
        this.source,
        place,
        text === "" ? "A number is missing." : `'${text}' is no number.`,
        "a number",
      );
    return value;
  }

  private rowNamed(row: Field): DraftRow {
    const found = this.rows.get(row.text);
    if (found) return found;
    throw syntaxError(this.source, this.at(row), `There is no row '${row.text}'.`, "a row that ROWS names");
  }

  private setRightHand(name: Field, value: number): void {
    if (name.text === this.objective) {
      this.draft.objectiveConstant = value === 0 ? 0 : -value;
      return;
    }
    const row = this.rowNamed(name);
    const type = this.rowType.get(name.text);
    if (type === "G" || type === "E") row.lower = value;
    if (type === "L" || type === "E") row.upper = value;
  }

  private setRange(name: Field, value: number): void {
    const row = this.rowNamed(name);
    const type = this.rowType.get(name.text);
    if (type === "L") row.lower = row.upper - Math.abs(value);
    else if (type === "G") row.upper = row.lower + Math.abs(value);
    else if (type === "E" && value < 0) row.lower = row.upper + value;
    else if (type === "E") row.upper = row.lower + value;
  }

  private readBound(fields: readonly Field[]): void {
    const type = fields[0]!.text.toUpperCase();
    if (type === "SC" || type === "SI")
      throw unsupportedAt(this.source, this.place, "Semi-continuous variables are not supported.");
    if (!bare.has(type) && !["UP", "LO", "FX", "LI", "UI"].includes(type))
      throw syntaxError(
        this.source,
        this.place,
        `'${type}' is no type of bound.`,
        "UP, LO, FX, FR, MI, PL, BV, LI or UI",
      );
    const name = this.boundedColumn(fields, bare.has(type));
    const index = this.draft.indexOf(name.text);
    if (index === undefined)
      throw syntaxError(
        this.source,
        this.at(name),
        `There is no column '${name.text}'.`,
        "a column that COLUMNS names",
      );
    this.bounded.add(index);
    this.setBound(type, index, bare.has(type) ? 0 : this.number(fields[fields.indexOf(name) + 1], name));
  }

  /** The name of the bound set may be missing. */
  private boundedColumn(fields: readonly Field[], withoutValue: boolean): Field {
    const [, second, third] = fields;
    const setIsMissing = withoutValue
      ? !third || this.draft.indexOf(third.text) === undefined
      : fields.length === 3;
    const name = setIsMissing ? second : third;
    if (!name)
      throw syntaxError(
        this.source,
        this.place,
        "The name of a column is missing.",
        "a type, a set, a column and a number",
      );
    return name;
  }

  private setBound(type: string, index: number, value: number): void {
    const variable = this.draft.variables[index]!;
    if (type === "BV") Object.assign(variable, { kind: "binary", lower: 0, upper: 1 });
    else if (type === "FX") Object.assign(variable, { lower: value, upper: value });
    else if (type === "FR") Object.assign(variable, { lower: -Infinity, upper: Infinity });
    else if (type === "MI") variable.lower = -Infinity;
    else if (type === "PL") variable.upper = Infinity;
    else if (type === "LO" || type === "LI") variable.lower = value;
    else if (type === "UP" || type === "UI") {
      variable.upper = value;
      if (value < 0 && variable.lower === undefined) variable.lower = -Infinity;
    }
    if (type === "LI" || type === "UI") variable.kind = "integer";
  }

  private finish(comments: readonly [string, Place][]): Model {
    const notes = readNotes(comments, this.source);
    this.draft.variables.forEach((variable, index) => {
      if (variable.kind === "integer" && !this.bounded.has(index)) variable.upper = 1;
    });
    const kept = this.draft.rows.filter(
      (row) => this.rowType.get(row.name) !== "N" || notes.rows.has(row.name),
    );
    this.draft.rows.splice(0, this.draft.rows.length, ...kept);
    return this.draft.build(notes);
  }

  private at(field: Field): Place {
    return { line: this.place.line, column: field.column };
  }
}
