import { type ErrorKind, QtwinError } from "@qtwin/core";

/** Every failure this package throws; the codes are stable. */
const catalogue = {
  QT_MODEL_DUPLICATE_VARIABLE: "Give each variable its own name.",
  QT_MODEL_DUPLICATE_ID: "Give each constraint and each objective term its own id.",
  QT_MODEL_EMPTY_NAME: "Names and ids are texts of at least one character.",
  QT_MODEL_CROSSED_BOUNDS: "Make the lower bound at most the upper bound.",
  QT_MODEL_NOT_BINARY: "Keep the bounds of a binary variable inside [0, 1], or make it an integer.",
  QT_MODEL_NOT_A_NUMBER: "Give a finite number; only bounds may be infinite, each on its own side.",
  QT_MODEL_UNKNOWN_VARIABLE: "Use an index this builder returned.",
  QT_MODEL_NEGATIVE_PRICE: "Give the price of a violation as zero or a positive number.",
  QT_MODEL_UNKNOWN_OPTION:
    "Give a choice at least one option, and name an option by its label or its position.",
  QT_MODEL_BAD_STRUCTURE: "Give the structured constraint what its description in structures.ts asks for.",
  QT_MODEL_BAD_SCENARIOS:
    "Declare the scenarios once, before the parameters, and give each parameter one finite value a scenario.",
  QT_MODEL_BAD_RISK: "Give alpha of a CVaR in [0, 1), and the probability of a chance constraint in (0, 1).",
  QT_MODEL_UNKNOWN_OBJECTIVE: "Name objective parts by the ids they have in the model.",
  QT_MODEL_UNREACHABLE:
    "Change the model so that it does not use what cannot be rewritten, or choose another target.",
  QT_MODEL_BAD_PENALTY:
    "Give a scale above 0 (at least 1 for exact penalties), and weights of at least 0 by constraint id or rule.",
  QT_MODEL_INEXACT: "Scale the data to whole numbers of fewer digits, or choose another target.",
  QT_MODEL_UNBOUNDED: "Give the variable finite bounds.",
  QT_MODEL_OPEN_ROW: "End each constraint with atMost, atLeast, equals or between before build().",
  QT_MODEL_CLOSED: "Write all terms of a row before its bounds, and all of a model before build().",
  QT_MODEL_WRONG_LENGTH: "Give one value per variable, in the model's order.",
  QT_MODEL_SYNTAX: "Correct the file at the place named.",
  QT_MODEL_UNSUPPORTED_FEATURE:
    "Write what the message names in another way, or choose another target or format.",
  QT_MODEL_UNKNOWN_FORMAT: "Name the format of the file.",
  QT_MODEL_UNKNOWN_PROBLEM: "Name one of the problems of the file.",
  QT_MODEL_NOT_WRITABLE: "Write another format.",
  QT_MODEL_VERSION: "Read the file with the version of Qtwin that wrote it, or write it again.",
} as const;
export type ModelErrorCode = keyof typeof catalogue;

const unsupported: ReadonlySet<ModelErrorCode> = new Set([
  "QT_MODEL_UNSUPPORTED_FEATURE",
  "QT_MODEL_UNREACHABLE",
  "QT_MODEL_NOT_WRITABLE",
  "QT_MODEL_INEXACT",
]);

/** @param where place in the input, for example `constraints[3]` or `plan.lp:12:4` */
export function modelError(code: ModelErrorCode, message: string, where: string, fix?: string): QtwinError {
  const kind: ErrorKind = unsupported.has(code) ? "unsupported" : "invalid-input";
  return new QtwinError({ kind, code, message, fix: fix ?? catalogue[code], where });
}
