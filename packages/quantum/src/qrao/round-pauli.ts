import type { Random } from "@qtwin/core";
import { expectationOfString } from "../simulate/expectation.ts";
import type { Statevector } from "../simulate/statevector.ts";
import type { RandomAccessEncoding } from "./encoding.ts";

/** Below this an expectation is rounding. */
const undecided = 1e-12;

/** Each spin by the sign of its exact <P>; a coin where that is 0. */
export function roundPauli(state: Statevector, { string }: RandomAccessEncoding, random: Random): Int8Array {
  return Int8Array.from(string, (own) => {
    const mean = expectationOfString(state, own);
    if (Math.abs(mean) > undecided) return mean > 0 ? 1 : -1;
    return random.next() < 0.5 ? 1 : -1;
  });
}
