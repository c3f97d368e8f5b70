import { QtwinError } from "@qtwin/core";
import { compileQubo, presolve } from "@qtwin/model";
import type { QuboForm } from "../../qaoa/problem.ts";
import type { SubOutcome, SubTask } from "./sub-solver.ts";
import { tooLarge } from "./sub-solver.ts";

export interface LoweredQubo extends QuboForm {
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

/** Bit i of a basis index. */
export const bitsOf = (basis: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, bit) => Math.floor(basis / 2 ** bit) % 2);
