import { defineErrors } from "@qtwin/core";

/** Every failure this package throws; the codes are stable. */
export const solverError = defineErrors({
  QT_SOLVERS_UNKNOWN: { kind: "not-found", fix: "'qtwin solvers' lists the solvers there are." },
  QT_SOLVERS_NOT_APPLICABLE: {
    kind: "unsupported",
    fix: "Choose another solver ('qtwin solvers' says what each one takes) or change the model.",
  },
  QT_SOLVERS_BAD_OPTION: { kind: "invalid-input", fix: "Give a value in the range the message names." },
  QT_SOLVERS_REJECTED: { kind: "invalid-input", fix: "Scale the model: coefficients between 1e-9 and 1e15." },
  QT_SOLVERS_WORKER_DIED: {
    kind: "internal",
    fix: "Solve again; if it happens again, give the solver more memory or a smaller model.",
  },
  QT_SOLVERS_NO_RESULT: {
    kind: "internal",
    fix: "Solve again with another seed; if it happens again, report it with the model ('qtwin compile FILE --to mps').",
  },
  QT_SOLVERS_WRONG_ANSWER: {
    kind: "internal",
    fix: "Scale the model so that its numbers lie closer together, and report it with the model.",
  },
  QT_SOLVERS_NO_ESTIMATE: {
    kind: "internal",
    fix: "Leave --resources away, and report it with the model.",
  },
});
