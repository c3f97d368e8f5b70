import type { Rewrite } from "./rewrite.ts";
import atMostRow from "./rewrites/at-most-row.ts";
import choiceDomainWall from "./rewrites/choice-domain-wall.ts";
import choiceOneHot from "./rewrites/choice-one-hot.ts";
import cumulativeDisjunctive from "./rewrites/cumulative-disjunctive.ts";
import discretise from "./rewrites/discretise.ts";
import exactlyOneRow from "./rewrites/exactly-one-row.ts";
import fixedBinary from "./rewrites/fixed-binary.ts";
import implicationBigM from "./rewrites/implication-big-m.ts";
import inequalitySlack from "./rewrites/inequality-slack.ts";
import integerDomainWall from "./rewrites/integer-domain-wall.ts";
import integerLog from "./rewrites/integer-log.ts";
import integerOneHot from "./rewrites/integer-one-hot.ts";
import integerUnary from "./rewrites/integer-unary.ts";
import negateObjective from "./rewrites/negate-objective.ts";
import noOverlapDisjunctive from "./rewrites/no-overlap-disjunctive.ts";
import penalties from "./rewrites/penalties.ts";
import permutationRows from "./rewrites/permutation-rows.ts";
import precedenceRow from "./rewrites/precedence-row.ts";
import productsDefined from "./rewrites/products-defined.ts";
import productsLinearised from "./rewrites/products-linearised.ts";
import quadratise from "./rewrites/quadratise.ts";
import scenarios from "./rewrites/scenarios.ts";
import softRows from "./rewrites/soft-rows.ts";
import softStructures from "./rewrites/soft-structures.ts";
import timeIndex from "./rewrites/time-index.ts";
import unbalanced from "./rewrites/unbalanced.ts";

/** All rewrites, found by their file. */
export const rewrites: readonly Rewrite[] = [
  productsLinearised,
  softStructures,
  cumulativeDisjunctive,
  implicationBigM,
  permutationRows,
  atMostRow,
  scenarios,
  precedenceRow,
  noOverlapDisjunctive,
  exactlyOneRow,
  choiceOneHot,
  softRows,
  timeIndex,
  penalties,
  fixedBinary,
  negateObjective,
  integerLog,
  inequalitySlack,
  integerUnary,
  integerOneHot,
  integerDomainWall,
  choiceDomainWall,
  productsDefined,
  quadratise,
  unbalanced,
  discretise,
];
