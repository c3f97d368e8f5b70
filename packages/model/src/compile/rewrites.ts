import type { Rewrite } from "./rewrite.ts";
import choiceOneHot from "./rewrites/choice-one-hot.ts";
import exactlyOneRow from "./rewrites/exactly-one-row.ts";
import fixedBinary from "./rewrites/fixed-binary.ts";
import inequalitySlack from "./rewrites/inequality-slack.ts";
import integerLog from "./rewrites/integer-log.ts";
import negateObjective from "./rewrites/negate-objective.ts";
import noOverlapDisjunctive from "./rewrites/no-overlap-disjunctive.ts";
import precedenceRow from "./rewrites/precedence-row.ts";
import scenarios from "./rewrites/scenarios.ts";
import softRows from "./rewrites/soft-rows.ts";

/** All rewrites, found by their file. */
export const rewrites: readonly Rewrite[] = [
  scenarios,
  precedenceRow,
  noOverlapDisjunctive,
  exactlyOneRow,
  choiceOneHot,
  softRows,
  fixedBinary,
  negateObjective,
  integerLog,
  inequalitySlack,
];
