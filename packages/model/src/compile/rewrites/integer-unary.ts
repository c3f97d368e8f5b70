import { encodeIntegers, needWholeIntegers, writeFromLast } from "../integer-encoding.ts";
import { defineRewrite } from "../rewrite.ts";

/** l ≤ x ≤ u  →  x = l + Σ of u − l bits, whichever of them are 1: small coefficients, no constraint, many codes. */
export default defineRewrite({
  id: "integer-unary",
  title: "Integers become sums of equal bits",
  removes: ["integer"],
  adds: [],
  without: needWholeIntegers,
  cost: 6,
  kind: "exact",
  apply: (source) =>
    encodeIntegers(source, {
      mostValues: 1e6 + 1,
      mostBits: 1e6,
      factors: (width) => new Float64Array(width).fill(1),
      addColumns: (list, { name, width }, recourse) => {
        for (let bit = 1; bit <= width; bit++) list.add("binary", `${name}.${bit}`, { recourse });
      },
      write: writeFromLast,
    }),
});
