import { QtwinError } from "@qtwin/core";
import { fixPersistent, type Qubo } from "@qtwin/model";

/** What is left of a QUBO, a bound of the whole, and the way back. */
export interface Presolved {
  readonly qubo: Qubo;
  readonly bound: number;
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
}

/** The flow of roof duality can not be interrupted: with more products it takes longer than a second. */
const mostProducts = 20_000;

/** Fixes the persistent variables of a QUBO whose biases add up exactly; others stay as they are. */
export function presolveQubo(qubo: Qubo): Presolved {
  const same = (values: Float64Array): Float64Array => values;
  const nothing = { qubo, bound: -Infinity, encode: same, decode: same };
  if (qubo.column.length > mostProducts) return nothing;
  try {
    const { qubo: left, roof, encode, decode } = fixPersistent(qubo);
    return { qubo: left, bound: roof.bound, encode, decode };
  } catch (thrown) {
    if (thrown instanceof QtwinError && thrown.code === "QT_MODEL_INEXACT") return nothing;
    throw thrown;
  }
}
