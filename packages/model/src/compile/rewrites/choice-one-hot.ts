import type { Model } from "../../model.ts";
import { variableKinds } from "../../model.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/** The columns of a choice become binary variables with an exactly-one constraint; their positions stay. */
export default defineRewrite({
  id: "choice-one-hot",
  title: "Each option of a choice becomes a binary variable",
  removes: ["choice"],
  adds: ["exactly-one"],
  without: ["permutation"],
  cost: 1,
  kind: "exact",
  apply,
});

const binary = variableKinds.indexOf("binary");
const choice = variableKinds.indexOf("choice");

function apply(source: Model): RewriteStep {
  const lowering = new Lowering(source);
  const { choices, kind } = source.variables;
  const structures = choices.map(({ name, first, options }) => ({
    kind: "exactly-one" as const,
    meaning: {
      id: lowering.newId(`choice:${name}`),
      rule: "choice",
      sentence: `Exactly one option of '${name}' is taken.`,
      unit: "1",
    },
    columns: Int32Array.from(options, (_, option) => first + option),
  }));
  return lowering.step([`${choices.length} choices.`], {
    variables: Object.freeze({
      ...source.variables,
      kind: kind.map((each) => (each === choice ? binary : each)),
      choices: Object.freeze([]),
    }),
    structures: Object.freeze([...source.structures, ...structures]),
  });
}
