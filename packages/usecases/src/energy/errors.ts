import { QtwinError } from "@qtwin/core";

const catalogue = {
  QT_ENERGY_NO_SOLUTION: {
    kind: "invalid-input",
    fix: "Read a plan only from an answer that has a solution.",
  },
} as const;

/** Every error of the energy use case. */
export function energyError(code: keyof typeof catalogue, message: string): QtwinError {
  return new QtwinError({ ...catalogue[code], code, message });
}
