import type { Model } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import type { Implication } from "../../structures.ts";
import { roundedDown, roundedUp } from "../activities.ts";
import { addWhen, type Side } from "../big-m.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite } from "../rewrite.ts";
import { isDiscreteColumn } from "../row-facts.ts";

/** When w has the value v, lower ≤ f(x) ≤ upper  →  f(x) + M·[w ≠ v] ≥ lower and f(x) − M·[w ≠ v] ≤ upper. */
export default defineRewrite({
  id: "implication-big-m",
  title: "Implications become inequalities that a large enough number switches off",
  removes: ["implication"],
  adds: ["linear-inequality", "at-most-one-row"],
  without: ["soft-structures"],
  cost: 2,
  kind: "exact",
  apply: (source) => {
    const lowering = new Lowering(source);
    let rows = 0;
    lowering.lower("implication", (structure) => {
      const added = addSides(lowering, structure);
      if (added === 0) lowering.drop(structure.meaning, "The bounds of its variables already say it.");
      rows += added;
    });
    return lowering.step([`${rows} inequalities, each with the least number that switches it off.`]);
  },
});

/** @returns how many rows there are now */
function addSides(into: Lowering, structure: Implication): number {
  const { meaning, when, is } = structure;
  const { lower, upper } = sides(into.source, structure);
  const both = lower > -Infinity && upper < Infinity;
  const add = (side: Side, bound: number): number => {
    if (!Number.isFinite(bound)) return 0;
    const part = both ? into.part(meaning, side === "at-least" ? ".lower" : ".upper") : meaning;
    return addWhen(into, part, [sumWithoutSwitch(structure), side, bound], [{ column: when, is }]) ? 1 : 0;
  };
  return add("at-least", lower) + add("at-most", upper);
}

/** The switch has one value whenever the row counts, so it is a constant there. */
function sumWithoutSwitch({ when, is, column, value }: Implication): Polynomial {
  const sum = new Polynomial();
  for (let entry = 0; entry < column.length; entry++)
    if (column[entry] === when) sum.constant += is * value[entry]!;
    else sum.linear(column[entry]!, value[entry]!);
  return sum;
}

/** Bounds of a sum that can only be whole are rounded to what it can reach. */
function sides(model: Model, { column, value, lower, upper }: Implication): { lower: number; upper: number } {
  const isWhole = column.every((each) => isDiscreteColumn(model, each)) && value.every(Number.isInteger);
  return isWhole ? { lower: roundedUp(lower), upper: roundedDown(upper) } : { lower, upper };
}
