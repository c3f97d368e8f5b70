import { QtwinError } from "@qtwin/core";
import { type Source, syntaxError } from "../source.ts";
import { type NumberText, numberText } from "./number-text.ts";

/** Detection and reading share the words of a file. */
const wordsOf = new WeakMap<Source, NumberText>();

/** Reads the numbers of a file one after another; whatever is not as expected is an error at its place. */
export class NumberReader {
  /** The next word. */
  at = 0;
  readonly source: Source;
  readonly words: NumberText;

  constructor(source: Source) {
    this.source = source;
    this.words = wordsOf.get(source) ?? numberText(source.text);
    wordsOf.set(source, this.words);
  }

  get isAtEnd(): boolean {
    return this.at === this.words.count;
  }

  /** Whether the next word is there and is a number. */
  get isAtNumber(): boolean {
    return !Number.isNaN(this.words.value[this.at] ?? Number.NaN);
  }

  /** Line of the next word; 0 at the end. */
  get line(): number {
    return this.words.line[this.at] ?? 0;
  }

  /** How many words are left on the line of the next one. */
  get leftOnLine(): number {
    const { line } = this.words;
    let end = this.at;
    while (end < line.length && line[end] === this.line) end++;
    return end - this.at;
  }

  /** @param expected for the error, for example `the capacity` */
  number(expected: string): number {
    if (!this.isAtNumber) throw this.wrong(expected);
    return this.words.value[this.at++]!;
  }

  /** A whole number from `least` to `most`. */
  whole(expected: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.words.value[this.at] ?? Number.NaN;
    if (!(Number.isSafeInteger(value) && value >= least && value <= most)) throw this.wrong(expected);
    this.at++;
    return value;
  }

  /** So many numbers, as a view. */
  numbers(count: number, expected: string): Float64Array {
    const from = this.at;
    const to = Math.min(from + count, this.words.count);
    while (this.at < to && this.isAtNumber) this.at++;
    if (this.at < from + count)
      throw this.wrong(`${expected} (${count} numbers, this is ${this.at - from + 1})`);
    return this.words.value.subarray(from, this.at);
  }

  /** @throws when something is left */
  end(): void {
    if (!this.isAtEnd) throw this.wrong("the end of the file");
  }

  /** An error at the next word, or at an earlier one. */
  wrong(expected: string, word = this.at): QtwinError {
    const { text } = this.source;
    const offset = this.words.offset[word] ?? text.length;
    const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
    const place = { line: lines.length, column: lines.at(-1)!.length + 1 };
    const found = /^\S{1,40}/.exec(text.slice(offset, offset + 40));
    const message = found ? `Found '${found[0]}'.` : "The file ends here.";
    return syntaxError(this.source, place, message, expected);
  }
}

/** A text that fails to be of a format so late is probably a damaged one of it: its error tells more than "unknown". */
const enough = 0.5;
const damagedScore = 0.4;

/**
 * Whether a file is of a format: it is when all of it can be read as such.
 * @param header how many words its first line may have, so that most other files are told apart at once
 */
export function detectByReading(
  source: Source,
  header: readonly number[],
  read: (reader: NumberReader) => unknown,
): number {
  const first = /^(?:\s*#.*[\r\n]+)*\s*([\d.+-][^\r\n]*)/.exec(source.head)?.[1];
  if (first === undefined || !header.includes(first.trim().split(/\s+/).length)) return 0;
  return scoreOfReading(source, read);
}

/** 1: read as a whole; less: it failed late; 0: no. */
export function scoreOfReading(source: Source, read: (reader: NumberReader) => unknown): number {
  const reader = new NumberReader(source);
  try {
    read(reader);
    return 1;
  } catch (thrown) {
    if (!(thrown instanceof QtwinError)) throw thrown;
    return reader.at >= enough * reader.words.count ? damagedScore : 0;
  }
}

/** Name of a model from that of its file: without folders and endings. */
export const nameOfFile = ({ fileName, problem }: Source): string => {
  const base = fileName.replace(/^.*[\\/]/, "").replace(/(\.(txt|dat|gz|sparse|fjs|jsp|mc|rud|qubo))+$/i, "");
  return (base || fileName) + (problem === undefined ? "" : `#${problem}`);
};
