import { defineErrors } from "@qtwin/core";

/** Every error of the energy use case. */
export const energyError = defineErrors({
  QT_ENERGY_NO_SOLUTION: {
    kind: "invalid-input",
    fix: "Read a plan only from an answer that has a solution.",
  },
  QT_ENERGY_BAD_CHANGE: {
    kind: "invalid-input",
    fix: "Change what the plan lists as changeable, within its limits.",
  },
});
