import { createModel, type ModelBuilder } from "../builder.ts";
import { modelError } from "../errors.ts";
import type { ConstraintMeaning, Model } from "../model.ts";
import { finished, type Polynomial } from "../polynomial.ts";
import { nameOfLabel } from "./bqm-data.ts";
import { ownEntry } from "./bqm-notes.ts";
import { DimodReader } from "./bqm-sections.ts";
import { isPlainSum, readExpression } from "./cqm-expression.ts";
import { type ChoiceNote, type CqmNotes, notesEntry, type RowNote, readNotes } from "./cqm-notes.ts";
import { unique } from "./names.ts";
import { addPolynomial, negative, samePolynomial } from "./ommx-polynomial.ts";
import { locatedAt, type Source } from "./source.ts";
import { readZip } from "./zip.ts";

export const cqmMagic = "DIMODCQM";

/** dimod's vartypes by number. */
export const cqmKinds = ["BINARY", "SPIN", "INTEGER", "REAL"] as const;

/** Bounds that mean none: the widest that dimod allows. */
export const cqmInfinity = { INTEGER: Number.MAX_SAFE_INTEGER, REAL: 1e30 } as const;

/**
 * Reads what dimod's `ConstrainedQuadraticModel.to_file()` writes, version 2. A spin becomes the binary variable of the
 * same name with s = 2x − 1; discrete constraints become exactly-one structures; soft ones with a linear penalty carry
 * their weight as price. Labels that are no texts are named as JSON writes them.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_VERSION, QT_MODEL_UNSUPPORTED_FEATURE (quadratic penalties) with file and entry
 */
export function parseCqm({ bytes, fileName }: Source): Model {
  const { version, data } = new DimodReader(bytes, fileName).header(cqmMagic);
  if (version[0] !== 2)
    throw modelError(
      "QT_MODEL_VERSION",
      `The file has version ${version.join(".")}, this Qtwin reads 2.`,
      fileName,
      "Load it with dimod 0.12 and save it again.",
    );
  return new CqmReading(readZip(bytes, fileName), Number(data.num_variables), fileName).model();
}

interface Variable {
  readonly name: string;
  readonly kind: (typeof cqmKinds)[number];
  readonly lower: number;
  readonly upper: number;
}

interface Row {
  readonly label: string;
  readonly sum: Polynomial;
  readonly sense: string;
  readonly rhs: number;
  readonly pricePerUnit: number | undefined;
  readonly isDiscrete: boolean;
  readonly note: RowNote | undefined;
}

class CqmReading {
  private readonly entries: ReadonlyMap<string, Uint8Array>;
  private readonly fileName: string;
  private readonly notes: CqmNotes;
  private readonly variables: readonly Variable[];
  private readonly rows: readonly Row[];
  private readonly builder: ModelBuilder;
  private readonly ids = new Set<string>();

  constructor(entries: ReadonlyMap<string, Uint8Array>, variableCount: number, fileName: string) {
    this.entries = entries;
    this.fileName = fileName;
    this.notes = readNotes(entries.has(notesEntry) ? this.json(notesEntry) : undefined);
    this.variables = this.readVariables(variableCount);
    this.rows = this.labels().map((label) => this.readRow(label));
    const { model = fileName, sense = "minimize" } = this.notes;
    this.builder = createModel({ name: model, sense });
  }

  model(): Model {
    const choices = this.addVariables();
    const lowerSides = new Map(
      this.rows.flatMap((row) => (row.note?.lowerSideOf ? [[row.note.lowerSideOf, row]] : [])),
    );
    const joined = new Set<Row>();
    for (const row of this.rows) {
      const { note } = row;
      if (joined.has(row) || (note?.kind === "choice" && choices.has(note.meaning.id))) continue;
      this.addRow(row, lowerSides.get(row.label), joined);
    }
    this.addObjective();
    return this.builder.build();
  }

  /** VTYP: (vartype, lower, upper) a variable. */
  private readVariables(count: number): readonly Variable[] {
    const reader = new DimodReader(this.entry("varinfo"), `${this.fileName}:varinfo`).section("VTYP");
    if (!(Number.isInteger(count) && count >= 0))
      throw reader.wrong(`There are ${count} variables.`, "a count");
    reader.atLeast(count, 17);
    const labels = this.entries.has("variable_labels.json")
      ? this.json("variable_labels.json")
      : [...Array(count).keys()];
    if (!Array.isArray(labels) || labels.length !== count)
      throw reader.wrong("Labels are missing.", `${count} labels`);
    const names = new Set<string>();
    return labels.map((label) => {
      const kind = cqmKinds[reader.number("int8")];
      if (kind === undefined) throw reader.wrong("An unknown vartype.", "0 to 3");
      const [lower, upper] = [reader.number("float64"), reader.number("float64")];
      return { name: unique(nameOfLabel(label), names), kind, ...usedBounds(kind, lower, upper) };
    });
  }

  /** Labels of the constraints as their folders have them, in the order of the archive. */
  private labels(): readonly string[] {
    const folders = [...this.entries.keys()].map((name) => /^constraints\/(.+)\/lhs$/s.exec(name)?.[1]);
    return folders.filter((folder) => folder !== undefined);
  }

  private readRow(folder: string): Row {
    const part = (name: string): string => `constraints/${folder}/${name}`;
    const place = `${this.fileName}:${part("lhs")}`;
    const label = this.labelOf(folder);
    const number = (name: string): number => new DimodReader(this.entry(part(name)), place).number("float64");
    const isSoft = this.entries.has(part("weight"));
    if (isSoft && this.text(part("penalty")) !== "linear")
      throw modelError(
        "QT_MODEL_UNSUPPORTED_FEATURE",
        `'${label}' has a penalty that is ${this.text(part("penalty"))} in its violation.`,
        place,
        "Give it a linear penalty.",
      );
    return {
      label,
      sum: readExpression(this.entry(part("lhs")), place, this.columns()),
      sense: this.text(part("sense")),
      rhs: number("rhs"),
      pricePerUnit: isSoft ? number("weight") : undefined,
      isDiscrete: this.entries.get(part("discrete"))?.some((byte) => byte !== 0) ?? false,
      note: ownEntry(this.notes.rows, label),
    };
  }

  private labelOf(folder: string): string {
    try {
      return nameOfLabel(JSON.parse(folder));
    } catch {
      const where = `${this.fileName}:constraints/${folder}`;
      throw modelError(
        "QT_MODEL_SYNTAX",
        "The label is no JSON.",
        where,
        "Expected a text, a number or a list.",
      );
    }
  }

  private columns(): {
    count: number;
    isSpin: (column: number) => boolean;
    isZeroOne: (column: number) => boolean;
  } {
    return {
      count: this.variables.length,
      isSpin: (column) => this.variables[column]?.kind === "SPIN",
      isZeroOne: (column) => this.isZeroOne(column),
    };
  }

  private isZeroOne(column: number): boolean {
    const { name, kind } = this.variables[column]!;
    return kind === "BINARY" || kind === "SPIN" || ownEntry(this.notes.variables, name)?.kind === "binary";
  }

  /** @returns the names of the choices that were made of binary variables */
  private addVariables(): ReadonlySet<string> {
    const made = new Set<string>();
    for (let column = 0; column < this.variables.length; ) {
      const choice = this.choiceAt(column);
      if (choice === undefined) this.addVariable(this.variables[column++]!);
      else {
        const recourse = ownEntry(this.notes.variables, this.variables[column]!.name)?.recourse ?? false;
        locatedAt(this.fileName, () => this.builder.choice(choice.name, choice.options, { recourse }));
        made.add(choice.name);
        column += choice.options.length;
      }
    }
    return made;
  }

  private addVariable({ name, kind, lower, upper }: Variable): void {
    const { unit = "1", recourse = false, kind: noted } = ownEntry(this.notes.variables, name) ?? {};
    const options = { lower, upper, unit, recourse };
    locatedAt(`${this.fileName}:varinfo`, () => {
      if (kind === "REAL") this.builder.continuous(name, options);
      else if (kind === "INTEGER" && noted !== "binary") this.builder.integer(name, options);
      else this.builder.binary(name, options);
    });
  }

  /** A choice of ours whose columns start here, when the file still says that exactly one of them is 1. */
  private choiceAt(first: number): ChoiceNote | undefined {
    return this.notes.choices?.find(({ name, options }) => {
      const isOption = (option: string, at: number): boolean => {
        const variable = this.variables[first + at];
        return variable?.kind === "BINARY" && variable.name === `${name}=${option}`;
      };
      if (!options.every(isOption)) return false;
      const row = this.rows.find(({ note }) => note?.kind === "choice" && note.meaning.id === name);
      const columns = row && this.isOneHot(row) ? finished(row.sum).column : [];
      return columns.length === options.length && columns.every((column, at) => column === first + at);
    });
  }

  private isOneHot({ sum, sense, rhs }: Row): boolean {
    return sense === "==" && rhs - sum.constant === 1 && isPlainSum(sum, (column) => this.isZeroOne(column));
  }

  private addRow(row: Row, partner: Row | undefined, joined: Set<Row>): void {
    const where = `${this.fileName}:constraints/${row.label}`;
    const { sum, isDiscrete, note } = row;
    const meaning = this.meaningOf(row);
    if ((isDiscrete || note?.kind === "exactly-one") && this.isOneHot(row)) {
      locatedAt(where, () => this.builder.exactlyOne(meaning, finished(sum).column));
      return;
    }
    const [lower, upper] = sidesOf(row, where);
    const isPair =
      partner?.sense === ">=" &&
      row.sense === "<=" &&
      partner.pricePerUnit === row.pricePerUnit &&
      samePolynomial(sum, partner.sum);
    if (isPair) joined.add(partner);
    const from = isPair ? sidesOf(partner, where)[0] : lower;
    sum.constant = 0;
    locatedAt(where, () => {
      const builder = this.builder.constraint(meaning);
      addPolynomial(builder, sum);
      builder.between(from, upper);
    });
  }

  private meaningOf({ label, note, pricePerUnit }: Row): ConstraintMeaning {
    const sentence = `Constraint '${label}' of the file.`;
    const meaning = note?.meaning ?? { id: label, rule: label, sentence, unit: "1" };
    const id = unique(note?.lowerSideOf === undefined ? meaning.id : label, this.ids);
    return { ...meaning, id, ...(pricePerUnit === undefined ? {} : { pricePerUnit }) };
  }

  private addObjective(): void {
    const where = `${this.fileName}:objective`;
    const sum = readExpression(this.entry("objective"), where, this.columns());
    const meaning = { id: "objective", rule: "objective", sentence: "The objective of the file.", unit: "1" };
    const noted = this.notes.objective ?? meaning;
    if (this.notes.sense === "maximize") negative(sum);
    const id = unique(noted.id, this.ids);
    locatedAt(where, () => addPolynomial(this.builder.objective({ ...noted, id }), sum));
  }

  private entry(name: string): Uint8Array {
    const found = this.entries.get(name);
    if (found) return found;
    throw modelError(
      "QT_MODEL_SYNTAX",
      `The entry '${name}' is missing.`,
      this.fileName,
      "Give a file that is whole.",
    );
  }

  private text(name: string): string {
    return new TextDecoder("latin1").decode(this.entry(name));
  }

  private json(name: string): unknown {
    const bytes = this.entry(name);
    return new DimodReader(bytes, `${this.fileName}:${name}`).json();
  }
}

/** dimod's widest bounds are none. */
function usedBounds(kind: Variable["kind"], lower: number, upper: number): Pick<Variable, "lower" | "upper"> {
  if (kind === "SPIN") return { lower: 0, upper: 1 };
  if (kind === "BINARY") return { lower, upper };
  const most = cqmInfinity[kind];
  return { lower: lower <= -most ? -Infinity : lower, upper: upper >= most ? Infinity : upper };
}

function sidesOf({ sense, rhs, sum }: Row, where: string): readonly [lower: number, upper: number] {
  const side = rhs - sum.constant;
  if (sense === "==") return [side, side];
  if (sense === "<=") return [-Infinity, side];
  if (sense === ">=") return [side, Infinity];
  throw modelError("QT_MODEL_SYNTAX", `The sense is '${sense}'.`, where, "Expected ==, <= or >=.");
}
