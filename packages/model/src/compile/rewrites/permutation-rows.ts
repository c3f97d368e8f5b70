import { Lowering } from "../lowering.ts";
import { defineRewrite } from "../rewrite.ts";

/** A permutation of n choices  →  exactly one of the n columns of each option position is 1. */
export default defineRewrite({
  id: "permutation-rows",
  title: "Permutations become one exactly-one constraint for each position",
  removes: ["permutation"],
  adds: ["exactly-one"],
  without: ["soft-structures"],
  cost: 1,
  kind: "exact",
  apply: (source) => {
    const lowering = new Lowering(source);
    let positions = 0;
    lowering.lower("permutation", ({ meaning, choices }) => {
      for (let position = 0; position < choices.length; position++)
        lowering.structures.push({
          kind: "exactly-one",
          meaning: lowering.part(meaning, `[${position}]`),
          columns: choices.map((choice) => source.variables.choices[choice]!.first + position),
        });
      positions += choices.length;
    });
    return lowering.step([`${positions} positions, each taken exactly once.`]);
  },
});
