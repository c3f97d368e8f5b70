import { Polynomial } from "../../polynomial.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite } from "../rewrite.ts";

/** At most k of the columns are 1  →  Σ x ≤ k. */
export default defineRewrite({
  id: "at-most-row",
  title: "At-most-k constraints become inequalities",
  removes: ["at-most"],
  adds: ["linear-inequality", "at-most-one-row"],
  without: ["soft-structures"],
  cost: 1,
  kind: "exact",
  apply: (source) => {
    const lowering = new Lowering(source);
    let rows = 0;
    lowering.lower("at-most", ({ meaning, limit, columns }) => {
      if (limit >= columns.length) {
        lowering.drop(meaning, "Its limit is not below the number of its variables.");
        return;
      }
      const sum = new Polynomial();
      for (const column of columns) sum.linear(column, 1);
      lowering.rows.add(meaning, sum, -Infinity, limit);
      rows++;
    });
    return lowering.step([`${rows} inequalities.`]);
  },
});
