import { QtwinError } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";
import { compileQubo, type Model, presolve, type Qubo } from "@qtwin/model";
import type { SubOutcome, SubTask } from "./sub-solver.ts";
import { tooLarge } from "./sub-solver.ts";

export interface LoweredQubo {
  readonly qubo: Qubo;
  /** The same as a model. */
  readonly model: Model;
  /** Bits of the task's incumbent. */
  readonly start: Uint8Array;
  /** Values of the task from bits. */
  readonly decode: (bits: ArrayLike<number>) => Float64Array;
}

/** A task has so many variables at most for each one a QUBO may have: some vanish on the way. */
const vanishing = 3;

/** The task as a QUBO of up to `limit` variables with exact penalties; an outcome where there is nothing to solve. */
export function loweredQubo(task: SubTask, limit: number): LoweredQubo | SubOutcome {
  if (task.model.variables.count > vanishing * limit) return tooLarge;
  try {
    const small = presolve(task.model, { keep: "every-solution" });
    if (small.solution) return { values: small.solution, end: "done", optimal: true };
    if (small.report.status === "infeasible") return { values: null, end: "done", optimal: true };
    const incumbent = small.encode(task.start);
    const { qubo, model, encode, decode } = compileQubo(small.model, { incumbent });
    if (qubo.count === 0) return { values: task.start, end: "done", optimal: true };
    if (qubo.count > limit) return tooLarge;
    return {
      qubo,
      model,
      start: Uint8Array.from(encode(incumbent)),
      decode: (bits) => small.decode(decode(Float64Array.from(bits))),
    };
  } catch (error) {
    if (error instanceof QtwinError && error.kind === "unsupported") return tooLarge;
    throw error;
  }
}

export function costOf({ count, offset, linear, start, column, value }: Qubo): QuadraticCost {
  const couplings: (readonly [number, number, number])[] = [];
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      couplings.push([row, column[entry]!, value[entry]!]);
  return { kind: "quadratic", offset, linear, couplings };
}

/** Bit i of a basis index. */
export const bitsOf = (basis: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, bit) => Math.floor(basis / 2 ** bit) % 2);
