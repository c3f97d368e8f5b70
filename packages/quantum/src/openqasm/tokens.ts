import { type Place, syntaxError } from "./place.ts";

export interface Token {
  readonly kind: "name" | "number" | "text" | "symbol" | "end";
  /** As written; without the quotes for a text. */
  readonly text: string;
  readonly at: Place;
}

// One alternative each, in this order: space and comments, names, numbers, texts, symbols of two characters, of one.
const pattern =
  /(?<skip>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|"(?<text>[^"\n]*)"|(?<symbol>->|\*\*|[;,()[\]{}@=+\-*/:])/uy;

/** Counts lines as the scan moves on. */
class PlaceCounter {
  #line = 1;
  #lineStart = 0;
  readonly #source: string;
  #nextLine: number;

  constructor(source: string) {
    this.#source = source;
    this.#nextLine = this.#lineAfter(0);
  }

  at(offset: number): Place {
    while (this.#nextLine <= offset) {
      this.#lineStart = this.#nextLine;
      this.#nextLine = this.#lineAfter(this.#lineStart);
      this.#line += 1;
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }

  #lineAfter(offset: number): number {
    const newline = this.#source.indexOf("\n", offset);
    return newline === -1 ? Number.POSITIVE_INFINITY : newline + 1;
  }
}

const kinds = ["name", "number", "text", "symbol"] as const;

/** The tokens of an OpenQASM 3 program and one `end`. @throws QT_QUANTUM_QASM_SYNTAX */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const places = new PlaceCounter(source);
  const scanner = new RegExp(pattern);
  while (scanner.lastIndex < source.length) {
    const offset = scanner.lastIndex;
    const groups = scanner.exec(source)?.groups;
    if (!groups) {
      const character = String.fromCodePoint(source.codePointAt(offset)!);
      throw syntaxError(places.at(offset), `'${character}'`, "a statement of OpenQASM 3");
    }
    if (groups.skip !== undefined) continue;
    const kind = kinds.find((each) => groups[each] !== undefined)!;
    tokens.push({ kind, text: groups[kind]!, at: places.at(offset) });
  }
  return [...tokens, { kind: "end", text: "", at: places.at(source.length) }];
}

/** A token as an error message names it. */
export function describe({ kind, text }: Token): string {
  return kind === "end" ? "the end of the program" : `'${text}'`;
}
