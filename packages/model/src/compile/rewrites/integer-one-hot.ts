import type { VariableList } from "../../edit.ts";
import { type EncodedInteger, encodeIntegers, needWholeIntegers } from "../integer-encoding.ts";
import { defineRewrite } from "../rewrite.ts";

/** l ≤ x ≤ u  →  x = l + Σ k·option[k] over a choice of the values: how it is written in bits is then the choice's matter. */
export default defineRewrite({
  id: "integer-one-hot",
  title: "Integers become choices of their value",
  removes: ["integer"],
  adds: ["choice"],
  without: needWholeIntegers,
  cost: 7,
  kind: "exact",
  apply: (source) =>
    encodeIntegers(source, {
      mostValues: 1e6,
      mostBits: 1e6,
      factors: (width) => Float64Array.from({ length: width + 1 }, (_, option) => option),
      addColumns,
      write: (bits, amount) => {
        bits[amount] = 1;
      },
    }),
});

function addColumns(list: VariableList, { name, lower, width }: Omit<EncodedInteger, "first">): void {
  const values = Array.from({ length: width + 1 }, (_, option) => `${lower + option}`);
  list.addChoice(name, values);
}
