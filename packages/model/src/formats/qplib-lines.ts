import { type Source, syntaxError } from "./source.ts";
import { plainLineEnds, TextLines } from "./text-lines.ts";

/** The lines of a QPLIB file that say something, field by field; what follows the wanted fields is a remark. */
export class QplibLines {
  /** Lines that start with `#`, `!` or `%`, without that sign. */
  readonly comments: (readonly [text: string, offset: number])[] = [];
  readonly lines: TextLines;
  private readonly source: Source;
  private readonly text: string;
  private next = 0;
  private end = 0;

  constructor(source: Source) {
    this.source = source;
    this.text = plainLineEnds(source.text);
    this.lines = new TextLines(this.text);
  }

  /** Offset of the next field; lines are entered by `enter`. */
  get at(): number {
    return this.next;
  }

  /** Goes to the next line that says something. @throws QT_MODEL_SYNTAX at the end of the file */
  enter(expected: string): void {
    for (let start = this.end; start < this.text.length; ) {
      const found = this.text.indexOf("\n", start);
      const end = found < 0 ? this.text.length : found;
      this.next = this.skipBlanks(start, end);
      this.end = Math.min(end + 1, this.text.length);
      const first = this.text[this.next]!;
      const isComment = first === "#" || first === "!" || first === "%";
      if (this.next < end && !isComment) return;
      if (this.next < end) this.comments.push([this.text.slice(this.next + 1, end), this.next]);
      start = end + 1;
      if (start >= this.text.length) break;
    }
    this.next = this.text.length;
    throw this.failure(this.next, "The file ends here.", expected);
  }

  /** Reads the comments that are left. @throws QT_MODEL_SYNTAX when there is more than comments */
  finish(): void {
    try {
      this.enter("nothing more");
    } catch {
      return;
    }
    throw this.failure(this.next, `'${this.peek()}' is not expected here.`, "the end of the file");
  }

  word(expected: string): string {
    const word = this.peek();
    if (word === "") throw this.failure(this.next, "The line ends here.", expected);
    this.next = this.skipBlanks(this.next + word.length, this.end);
    return word;
  }

  number(expected: string): number {
    const at = this.next;
    const word = this.word(expected);
    const infinite = /^([+-]?)inf(inity)?$/i.exec(word);
    if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
    const value = Number(word);
    if (!Number.isFinite(value) || /^[+-]?0[xob]/i.test(word))
      throw this.failure(at, `'${word}' is no number.`, expected);
    return value;
  }

  /** A whole number from `from` to `to`. */
  whole(expected: string, from: number, to = Infinity): number {
    const at = this.next;
    const value = this.number(expected);
    if (Number.isInteger(value) && from <= value && value <= to) return value;
    const range = to === Infinity ? `at least ${from}` : `from ${from} to ${to}`;
    throw this.failure(at, `${value} is out of range.`, `${expected}, ${range}`);
  }

  failure(offset: number, message: string, expected: string): Error {
    return syntaxError(this.source, this.lines.placeOf(offset), message, expected);
  }

  private peek(): string {
    let end = this.next;
    while (end < this.text.length && this.text.charCodeAt(end) > 32) end++;
    return this.text.slice(this.next, end);
  }

  private skipBlanks(from: number, to: number): number {
    let at = from;
    while (at < to && this.text.charCodeAt(at) <= 32 && this.text[at] !== "\n") at++;
    return at;
  }
}
