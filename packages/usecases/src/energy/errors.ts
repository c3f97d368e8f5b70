import { defineErrors } from "@qtwin/core";

/** Every error of the energy use case. */
export const energyError = defineErrors({
  QT_ENERGY_NO_SOLUTION: {
    kind: "invalid-input",
    fix: "Read a plan only from an answer that has a solution.",
  },
});
