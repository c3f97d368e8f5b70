import { syntaxError } from "./place.ts";
import { describe, type Token, tokenize } from "./tokens.ts";

/** The tokens of a program and a place among them. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  get next(): Token {
    return this.#tokens[this.#index]!;
  }

  /** Whether the next token is this symbol or word. */
  sees(text: string): boolean {
    const { kind } = this.next;
    return (kind === "symbol" || kind === "name") && this.next.text === text;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#index += 1;
    return token;
  }

  /** Takes the symbol or word if it is next. */
  skip(text: string): boolean {
    const found = this.sees(text);
    if (found) this.take();
    return found;
  }

  expect(text: string): Token {
    return this.sees(text) ? this.take() : this.fail(`'${text}'`);
  }

  expectKind(kind: Token["kind"], expected: string): Token {
    return this.next.kind === kind ? this.take() : this.fail(expected);
  }

  /** One or more, with commas between. */
  list<T>(parseOne: () => T): T[] {
    const items = [parseOne()];
    while (this.skip(",")) items.push(parseOne());
    return items;
  }

  /** @throws QT_QUANTUM_QASM_SYNTAX at the next token */
  fail(expected: string): never {
    throw syntaxError(this.next.at, describe(this.next), expected);
  }
}
