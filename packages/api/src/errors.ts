import { QtwinError } from "@qtwin/core";
import type { z } from "zod";

/** Failures of the wire itself. */
export const apiErrors = {
  invalid: (where: string, error: z.ZodError): QtwinError => {
    const issue = error.issues[0];
    const path = issue === undefined || issue.path.length === 0 ? where : `${where}.${issue.path.join(".")}`;
    return new QtwinError({
      kind: "invalid-input",
      code: "QT_API_INVALID",
      message: `${path}: ${issue?.message ?? "not valid"}.`,
      fix: "See /api/openapi.json for what this route takes.",
      where: path,
    });
  },
  unreachable: (url: string, cause: unknown): QtwinError =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_API_UNREACHABLE",
      message: `No Qtwin server answers at ${url}.`,
      fix: "Start it with 'qtwin serve', or check the address.",
      cause,
    }),
  notQtwin: (url: string, status: number): QtwinError =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_API_NOT_QTWIN",
      message: `What answers at ${url} (status ${status}) does not speak Qtwin's API.`,
      fix: "Check the address, and that client and server are of the same version.",
    }),
} as const;
