import { Polynomial } from "../../polynomial.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite } from "../rewrite.ts";

/** Exactly one of the columns is 1  →  Σ x = 1. */
export default defineRewrite({
  id: "exactly-one-row",
  title: "Exactly-one constraints become equations",
  removes: ["exactly-one"],
  adds: ["linear-equality"],
  without: ["soft-structures"],
  cost: 1,
  kind: "exact",
  apply: (source) => {
    const lowering = new Lowering(source);
    let rows = 0;
    lowering.lower("exactly-one", ({ meaning, columns }) => {
      const sum = new Polynomial();
      for (const column of columns) sum.linear(column, 1);
      lowering.rows.add(meaning, sum, 1, 1);
      rows++;
    });
    return lowering.step([`${rows} equations.`]);
  },
});
