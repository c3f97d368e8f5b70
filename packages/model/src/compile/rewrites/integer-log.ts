import type { VariableList } from "../../edit.ts";
import {
  type EncodedInteger,
  encodeIntegers,
  needWholeIntegers,
  writeFromLast,
} from "../integer-encoding.ts";
import { defineRewrite } from "../rewrite.ts";

/**
 * l ≤ x ≤ u  →  x = l + 1·b + 2·b + 4·b + … + rest·b with factors that sum up to u − l: some values have several
 * codes, none lies outside. Bounded-coefficient encoding, Karimi & Ronagh 2017 (arXiv 1706.01945).
 */
export default defineRewrite({
  id: "integer-log",
  title: "Integers become sums of bits worth 1, 2, 4, … and the rest",
  removes: ["integer"],
  adds: [],
  without: needWholeIntegers,
  cost: 2,
  kind: "exact",
  apply: (source) =>
    encodeIntegers(source, {
      mostValues: 2 ** 31,
      mostBits: Infinity,
      factors: powersAndRest,
      addColumns,
      write: writeFromLast,
    }),
});

export function powersAndRest(width: number): Float64Array {
  const factors: number[] = [];
  let rest = width;
  for (let power = 1; rest > 0; power *= 2) {
    factors.push(Math.min(power, rest));
    rest -= power;
  }
  return Float64Array.from(factors);
}

function addColumns(
  list: VariableList,
  { name, factors }: Omit<EncodedInteger, "first">,
  recourse: boolean,
): void {
  for (const factor of factors) list.add("binary", `${name}.${factor}`, { recourse });
}
