import type { Model } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import {
  type CoordinateList,
  constantLine,
  printCoordinateList,
  readConstant,
  readCoordinateList,
} from "./coordinate-list.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { quboModel, requireQubo } from "./qubo-model.ts";

const meaning = { id: "energy", rule: "energy", sentence: "Value of the quadratic form x'Qx.", unit: "1" };

/** What differs between collections and is not said in their files. */
export interface QuboConvention {
  /**
   * `twice` (default; Biq Mac's GKA, Beasley and be files): Q is symmetric and one triangle of it is listed, so that an
   * entry at i ≠ j counts twice. `once`: the entries are the coefficients.
   */
  readonly offDiagonal?: "twice" | "once";
  /** Default minimize; the original OR-Library files are to be maximised. */
  readonly sense?: Model["sense"];
}

/**
 * Reads `n m`, then `i j q` for each entry, variables from 1. A file that lists both (i, j) and (j, i) lists all of a
 * symmetric Q: then each entry counts once, whatever the convention.
 * @throws QT_MODEL_SYNTAX also when some entries are listed twice and others not
 * @see Beasley 1998; Glover, Kochenberger and Alidaee 1998; Wiegele 2007
 */
export function parseQubo(source: Source, convention: QuboConvention = {}): Model {
  const reader = new NumberReader(source);
  const list = readCoordinateList(reader);
  const { offDiagonal = "twice", sense = "minimize" } = convention;
  const factor = offDiagonal === "twice" && !listsBothTriangles(list, reader) ? 2 : 1;
  const sum = new Polynomial();
  sum.constant = readConstant(reader);
  for (let entry = 0; entry < list.value.length; entry++) {
    const [row, column, value] = [list.row[entry]!, list.column[entry]!, list.value[entry]!];
    if (row === column) sum.linear(row, value);
    else sum.pair(Math.min(row, column), Math.max(row, column), factor * value);
  }
  return quboModel({ name: nameOfFile(source), sense, stem: "x", size: list.size }, meaning, sum);
}

/** Only entries on and above the diagonal, in order: then none is listed twice. */
function isSortedTriangle({ row, column }: CoordinateList): boolean {
  for (let entry = 0; entry < row.length; entry++) {
    if (row[entry]! > column[entry]!) return false;
    const rowStep = entry === 0 ? 1 : row[entry]! - row[entry - 1]!;
    if (rowStep < 0 || (rowStep === 0 && column[entry]! <= column[entry - 1]!)) return false;
  }
  return true;
}

/** Whether each entry has its mirror; none may be listed twice otherwise. */
function listsBothTriangles(list: CoordinateList, reader: NumberReader): boolean {
  if (isSortedTriangle(list)) return false;
  const { size, row, column, value, firstWord } = list;
  const valueAt = new Map<number, number>();
  const key = (entry: number): number => row[entry]! * size + column[entry]!;
  for (let entry = 0; entry < value.length; entry++) {
    if (valueAt.has(key(entry))) throw reader.wrong("each entry once", firstWord + 3 * entry);
    valueAt.set(key(entry), value[entry]!);
  }
  const isMirrored = (entry: number): boolean =>
    row[entry] === column[entry] || valueAt.has(column[entry]! * size + row[entry]!);
  const entries = Array.from(value.keys()).filter((entry) => row[entry] !== column[entry]);
  if (!entries.some(isMirrored)) return false;
  const odd = entries.find((entry) => valueAt.get(column[entry]! * size + row[entry]!) !== value[entry]);
  if (odd === undefined) return true;
  throw reader.wrong(
    "the same value at (i, j) and (j, i), or only one of the two listed",
    firstWord + 3 * odd,
  );
}

/**
 * Writes any QUBO, the upper triangle of its symmetric Q, to be minimised: a model to be maximised is written with the
 * opposite sign. The constant goes into a comment; names are not kept.
 * @throws QT_MODEL_NOT_WRITABLE
 */
export function printQubo(model: Model): string {
  requireQubo(model, "a QUBO file");
  const { linear, quadratic, constant } = model.objective;
  const sign = model.sense === "minimize" ? 1 : -1;
  const entries: string[] = [];
  let next = 0;
  linear.forEach((value, row) => {
    if (value !== 0) entries.push(`${row + 1} ${row + 1} ${sign * value}`);
    for (; quadratic.left[next] === row; next++)
      entries.push(`${row + 1} ${quadratic.right[next]! + 1} ${(sign * quadratic.value[next]!) / 2}`);
  });
  return constantLine(sign * constant) + printCoordinateList(model.variables.count, entries);
}

export default defineFormat({
  id: "qubo",
  title: "QUBO (Beasley, GKA)",
  extensions: [".qubo", ".sparse"],
  detect: (source) => detectByReading(source, [2, 3], readCoordinateList),
  parse: (source) => parseQubo(source),
  print: printQubo,
});
