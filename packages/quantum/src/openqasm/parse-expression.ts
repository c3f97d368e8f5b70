import { tooLargeError } from "./place.ts";
import type { Expression } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

// Both keep the recursion over an expression inside the stack.
const maxNesting = 200;
const maxOperators = 2_000;

/**
 * Reads one expression: + and - below * and /, below the sign, below ** (which groups to the right).
 * Whole numbers divide as real numbers, as angles are.
 */
export function parseExpression(stream: TokenStream): Expression {
  return new ExpressionParser(stream).sum();
}

class ExpressionParser {
  readonly #stream: TokenStream;
  #nesting = 0;
  #operators = 0;

  constructor(stream: TokenStream) {
    this.#stream = stream;
  }

  sum(): Expression {
    return this.#leftToRight(["+", "-"], () => this.#product());
  }

  #product(): Expression {
    return this.#leftToRight(["*", "/"], () => this.#signed());
  }

  #leftToRight(operators: readonly ("+" | "-" | "*" | "/")[], parseOperand: () => Expression): Expression {
    let left = parseOperand();
    for (;;) {
      const operator = operators.find((each) => this.#stream.sees(each));
      if (!operator) return left;
      const { at } = this.#stream.take();
      this.#operators += 1;
      if (this.#operators > maxOperators) throw tooLargeError(at, `more than ${maxOperators} operators.`);
      left = { kind: "binary", operator, left, right: parseOperand(), at };
    }
  }

  #signed(): Expression {
    if (this.#stream.sees("-")) return this.#nested(() => ({ kind: "negate", operand: this.#afterSign() }));
    if (this.#stream.sees("+")) return this.#nested(() => this.#afterSign());
    return this.#power();
  }

  #afterSign(): Expression {
    this.#stream.take();
    return this.#signed();
  }

  #power(): Expression {
    const left = this.#atom();
    if (!this.#stream.sees("**")) return left;
    const { at } = this.#stream.take();
    return { kind: "binary", operator: "**", left, right: this.#nested(() => this.#signed()), at };
  }

  #atom(): Expression {
    const { kind, text, at } = this.#stream.next;
    if (kind === "number") {
      this.#stream.take();
      return { kind: "number", value: Number(text.replaceAll("_", "")) };
    }
    if (kind === "name") {
      this.#stream.take();
      if (!this.#stream.skip("(")) return { kind: "name", name: text, at };
      const inputs = this.#nested(() => this.#stream.list(() => this.sum()));
      this.#stream.expect(")");
      return { kind: "call", name: text, inputs, at };
    }
    if (!this.#stream.skip("(")) this.#stream.fail("a number, a name, a function or '('");
    const inner = this.#nested(() => this.sum());
    this.#stream.expect(")");
    return inner;
  }

  #nested<T>(parse: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > maxNesting)
      throw tooLargeError(this.#stream.next.at, `nested more than ${maxNesting} deep.`);
    const result = parse();
    this.#nesting -= 1;
    return result;
  }
}
