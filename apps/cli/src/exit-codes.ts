import type { ErrorKind } from "@qtwin/core";

/** Exit code of each kind of failure; an outcome such as `infeasible` is no failure and exits with 0. */
export const exitCodes: Readonly<Record<ErrorKind, number>> = {
  internal: 1,
  "invalid-input": 2,
  unsupported: 3,
  "not-found": 4,
  denied: 5,
  "not-allowed": 6,
  conflict: 7,
  unavailable: 8,
  deadline: 9,
};
