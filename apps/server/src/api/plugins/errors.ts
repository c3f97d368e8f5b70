import { type Problem, toProblem } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fileFailure } from "../../errors.ts";

/** What Fastify itself refuses (broken JSON, too large a body), in Qtwin's words. */
function ofFastify(error: FastifyError): QtwinError | null {
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return null;
  return new QtwinError({
    kind: status === 404 ? "not-found" : "invalid-input",
    code: "QT_SERVER_BAD_REQUEST",
    message: `${error.message.replace(/\.$/, "")}.`,
    fix: "See /api/openapi.json for what this route takes.",
    where: "body",
    cause: error,
  });
}

const asQtwinError = (thrown: unknown): QtwinError => {
  if (thrown instanceof QtwinError) return thrown;
  const known = thrown instanceof Error && "statusCode" in thrown ? ofFastify(thrown as FastifyError) : null;
  return known ?? fileFailure(thrown, "the data directory");
};

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterMs !== undefined) reply.header("retry-after", Math.ceil(problem.retryAfterMs / 1000));
  return reply.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** The one converter from a thrown error to an answer: problem details, never a stack. */
export function addErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = asQtwinError(thrown);
    const problem = toProblem(error, request.url.split("?")[0]!);
    if (error.kind === "internal") request.log.error({ err: error.cause ?? error }, error.message);
    const limited = error.code === "QT_AUTH_TOO_MANY_LOGINS" || error.code === "QT_AUTH_LOCKED";
    return sendProblem(reply, limited ? { ...problem, status: 429 } : problem);
  });
}

/** The answer for a path of the API that does not exist. */
export const noSuchRoute = (method: string, path: string): QtwinError =>
  new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_ROUTE",
    message: `There is no route ${method} ${path}.`,
    fix: "See /api/openapi.json.",
    where: path,
  });
