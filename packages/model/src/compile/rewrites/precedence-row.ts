import { Polynomial } from "../../polynomial.ts";
import { roundedUp } from "../activities.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite } from "../rewrite.ts";
import { isDiscreteColumn } from "../row-facts.ts";

/** start[after] ≥ start[before] + lag  →  start[after] − start[before] ≥ lag, rounded up between whole starts. */
export default defineRewrite({
  id: "precedence-row",
  title: "Precedence constraints become inequalities",
  removes: ["precedence"],
  adds: ["linear-inequality"],
  without: ["soft-structures"],
  cost: 1,
  kind: "exact",
  apply: (source) => {
    const lowering = new Lowering(source);
    let rows = 0;
    lowering.lower("precedence", ({ meaning, before, after, lag }) => {
      const isWhole = isDiscreteColumn(source, before) && isDiscreteColumn(source, after);
      const sum = new Polynomial();
      sum.linear(after, 1);
      sum.linear(before, -1);
      lowering.rows.add(meaning, sum, isWhole ? roundedUp(lag) : lag, Infinity);
      rows++;
    });
    return lowering.step([`${rows} inequalities.`]);
  },
});
