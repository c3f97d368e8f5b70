import { evaluateConstant } from "./evaluate.ts";
import { wholeNumber } from "./expand-call.ts";
import { type Place, syntaxError } from "./place.ts";
import type { Declaration, Expression, Operand } from "./syntax.ts";

const noNames = new Map<string, never>();

interface Register {
  readonly start: number;
  /** Undefined for a single one without index. */
  readonly size: number | undefined;
}

/** Registers of one kind, laid one after the other in the order of their declarations. */
export class Registers {
  readonly #registers = new Map<string, Register>();
  readonly #noun: string;
  #count = 0;

  /** @param noun what an error message calls one entry */
  constructor(noun: string) {
    this.#noun = noun;
  }

  get count(): number {
    return this.#count;
  }

  declare({ name, size, at }: Declaration): void {
    const length = size && wholeNumber(evaluateConstant(size, noNames, at), at, 1);
    this.#registers.set(name, { start: this.#count, size: length });
    this.#count += length ?? 1;
  }

  /** Every entry declared so far. */
  all(): readonly number[] {
    return range(0, this.#count - 1);
  }

  /** The entries an operand names: a number for one, a list for a register or a range. */
  resolve({ name, first, last, at }: Operand): number | readonly number[] {
    const register = this.#registers.get(name);
    if (!register) throw syntaxError(at, `'${name}'`, `a register of ${this.#noun}s that is declared`);
    const { start, size } = register;
    if (!first) return size === undefined ? start : range(start, start + size - 1);
    if (size === undefined)
      throw syntaxError(at, "an index", `no index: '${name}' is a single ${this.#noun}`);
    const from = this.#index(first, size, at);
    return last ? range(start + from, start + this.#index(last, size, at)) : start + from;
  }

  #index(expression: Expression, size: number, at: Place): number {
    const value = evaluateConstant(expression, noNames, at);
    // -1 is the last one.
    const index = value < 0 ? value + size : value;
    if (Number.isInteger(index) && index >= 0 && index < size) return index;
    throw syntaxError(at, `index ${value}`, `an index from 0 to ${size - 1}`);
  }
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
}

/** The single calls behind one with registers: lists go side by side, single entries repeat. */
export function broadcast(operands: readonly (number | readonly number[])[], at: Place): readonly number[][] {
  const lengths = new Set(operands.flatMap((each) => (typeof each === "number" ? [] : [each.length])));
  if (lengths.size > 1)
    throw syntaxError(at, `registers of ${[...lengths].join(" and ")} entries`, "registers of one size");
  const [length = 1] = lengths;
  return Array.from({ length }, (_, index) =>
    operands.map((each) => (typeof each === "number" ? each : each[index]!)),
  );
}
