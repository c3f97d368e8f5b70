import { type ErrorKind, QtwinError } from "@qtwin/core";
import type { Problem } from "./schema/basics.ts";

/** HTTP status of each error kind: the one place where the two meet. */
export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  "invalid-input": 400,
  unsupported: 422,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
  deadline: 504,
  denied: 401,
  internal: 500,
};

const titleOfKind: Readonly<Record<ErrorKind, string>> = {
  "invalid-input": "The request is not valid",
  unsupported: "This cannot be done here",
  "not-allowed": "You may not do this",
  "not-found": "There is no such thing",
  conflict: "This no longer fits the present state",
  unavailable: "Something Qtwin needs is away",
  deadline: "It took too long",
  denied: "Refused",
  internal: "A defect of Qtwin",
};

/** Problem details (RFC 9457) of an error. @param instance path of the request */
export function toProblem(error: QtwinError, instance: string): Problem {
  return {
    type: `https://qtwin.dev/errors/${error.code}`,
    title: titleOfKind[error.kind],
    status: statusOfKind[error.kind],
    detail: error.message,
    instance,
    kind: error.kind,
    code: error.code,
    fix: error.fix,
    ...(error.where === undefined ? {} : { where: error.where }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}

/** The error a problem came from. */
export function fromProblem(problem: Problem): QtwinError {
  return new QtwinError({
    kind: problem.kind,
    code: problem.code,
    message: problem.detail,
    fix: problem.fix,
    ...(problem.where === undefined ? {} : { where: problem.where }),
    ...(problem.retryAfterMs === undefined ? {} : { retryAfterMs: problem.retryAfterMs }),
  });
}
