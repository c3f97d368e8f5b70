import { defineErrors } from "@qtwin/core";

/** Failures of the sensitivity bench; the codes are stable. */
export const sensitivityError = defineErrors({
  QT_SENSITIVITY_UNKNOWN_VALUE: {
    kind: "invalid-input",
    fix: "Name some of those with --values, or leave it out for the ten that the screening put first.",
  },
});
