import type { RowList } from "../../edit.ts";
import {
  type EncodedInteger,
  encodeIntegers,
  needWholeIntegers,
  writeFromLast,
} from "../integer-encoding.ts";
import { defineRewrite } from "../rewrite.ts";
import { addWallRows } from "../wall-rows.ts";

/** l ≤ x ≤ u  →  x = l + Σ b[k] with b[1] ≥ b[2] ≥ …: b[k] says x ≥ l + k, one code a value. Chancellor 2019 (arXiv 1903.05068). */
export default defineRewrite({
  id: "integer-domain-wall",
  title: "Integers become bits that say 'at least this'",
  removes: ["integer"],
  adds: ["at-most-one-row"],
  without: needWholeIntegers,
  cost: 7,
  kind: "exact",
  apply: (source) =>
    encodeIntegers(source, {
      mostValues: 1e6 + 1,
      mostBits: 1e6,
      factors: (width) => new Float64Array(width).fill(1),
      addColumns: (list, { name, lower, width }, recourse) => {
        for (let bit = 1; bit <= width; bit++) list.add("binary", `${name}>=${lower + bit}`, { recourse });
      },
      write: writeFromLast,
      addRows: addWall,
    }),
});

function addWall(
  rows: RowList,
  { name, lower, width, first }: EncodedInteger,
  fresh: (id: string) => string,
): void {
  addWallRows(rows, first, width, (bit) => ({
    id: fresh(`${name}.wall[${bit}]`),
    sentence: `'${name}' is at least ${lower + bit + 1} only when it is at least ${lower + bit}.`,
  }));
}
