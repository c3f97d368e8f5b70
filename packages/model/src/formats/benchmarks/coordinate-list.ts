import { syntaxError } from "../source.ts";
import type { NumberReader } from "./number-reader.ts";

/** A sparse symmetric matrix as files list it: `n m`, then m times `i j value`, indices from 1 in the file, from 0 here. */
export interface CoordinateList {
  readonly size: number;
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  /** Number of the first word of the first entry, three words an entry: where errors point at. */
  readonly firstWord: number;
  readonly hasDiagonal: boolean;
}

/** More vertices than this that no entry names are a mistake. */
const isolatedVertices = 2 ** 16;

/** One entry a line, and as many as announced. */
export function readCoordinateList(reader: NumberReader): CoordinateList {
  const header = reader.line;
  const most = isolatedVertices + reader.words.count;
  const size = reader.whole(
    `the number of vertices or variables, at most ${most} in so short a file`,
    0,
    most,
  );
  const count = reader.whole("the number of entries");
  // Some published files have a word after the two numbers.
  while (reader.line === header && !reader.isAtNumber) reader.at++;
  const entries = Math.min(count, Math.ceil((reader.words.count - reader.at) / 3));
  const list = {
    row: new Int32Array(entries),
    column: new Int32Array(entries),
    value: new Float64Array(entries),
  };
  const firstWord = reader.at;
  let hasDiagonal = false;
  for (let entry = 0; entry < count; entry++) {
    if (reader.isAtEnd) throw reader.wrong(`entry ${entry + 1} of ${count}`);
    if (!isTriple(reader)) throw reader.wrong("a line of three numbers: i, j and the value at (i, j)");
    const row = reader.whole(`a number from 1 to ${size}`, 1, size);
    const column = reader.whole(`a number from 1 to ${size}`, 1, size);
    list.row[entry] = row - 1;
    list.column[entry] = column - 1;
    list.value[entry] = reader.number("the value of the entry");
    if (row === column) hasDiagonal = true;
  }
  reader.end();
  return { size, ...list, firstWord, hasDiagonal };
}

/** Whether just three words share the line of the next one. */
function isTriple({ words: { line }, at }: NumberReader): boolean {
  return line[at - 1] !== line[at] && line[at] === line[at + 2] && line[at + 3] !== line[at];
}

/** A comment of ours, written only when the objective has a constant: the formats have no place for one. */
export const constantLine = (constant: number): string => (constant === 0 ? "" : `# constant ${constant}\n`);

export function readConstant(reader: NumberReader): number {
  const match = /^# constant (\S+)[ \t]*$/m.exec(reader.source.head);
  const constant = match ? Number(match[1]) : 0;
  if (Number.isFinite(constant)) return constant;
  const line = reader.source.text.slice(0, match!.index).split("\n").length;
  throw syntaxError(reader.source, { line, column: 12 }, `Found '${match![1]}'.`, "a number");
}

/** @param entries lines without their ends */
export const printCoordinateList = (size: number, entries: readonly string[]): string =>
  `${size} ${entries.length}\n${entries.map((entry) => `${entry}\n`).join("")}`;
