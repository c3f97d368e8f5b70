import type { Role } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";

/** Every refusal of access, in one place. */
export const authError = {
  signInFirst: () =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_SIGN_IN",
      message: "This needs a signed-in user.",
      fix: "Sign in with name and password, or send an API key as 'Authorization: Bearer …'.",
    }),
  sessionOver: () =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_SESSION_OVER",
      message: "The session has ended.",
      fix: "Sign in again.",
    }),
  wrongPassword: () =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_WRONG_PASSWORD",
      message: "Name or password is wrong.",
      fix: "Check both; after five wrong passwords the name is locked for 15 minutes. An admin can set a new one: qtwin users password NAME.",
      where: "password",
    }),
  locked: (waitMs: number) =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_LOCKED",
      message: `This name is locked for ${Math.ceil(waitMs / 60_000)} more minutes after too many wrong passwords.`,
      fix: "Wait, or ask an admin to set a new password: qtwin users password NAME.",
      retryAfterMs: waitMs,
    }),
  tooManyLogins: (waitMs: number) =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_TOO_MANY_LOGINS",
      message: "Too many attempts to sign in from this address.",
      fix: `Wait ${Math.ceil(waitMs / 1000)} s and try again.`,
      retryAfterMs: waitMs,
    }),
  wrongKey: () =>
    new QtwinError({
      kind: "denied",
      code: "QT_AUTH_WRONG_KEY",
      message: "The API key is unknown, expired or withdrawn.",
      fix: "Ask an admin for a new one.",
    }),
  notForKeys: (route: string) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_AUTH_NOT_FOR_KEYS",
      message: `'${route}' is for people: an API key cannot do it, whatever its roles.`,
      fix: "Sign in with name and password.",
    }),
  missingRole: (name: string, needed: readonly Role[]) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_AUTH_MISSING_ROLE",
      message: `'${name}' holds none of the roles this needs: ${needed.join(", ")}.`,
      fix: "Ask an admin for the role, or somebody who holds it.",
    }),
  foreignOrigin: (origin: string) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_AUTH_FOREIGN_ORIGIN",
      message: `A page of ${origin} may not act for you here.`,
      fix: "Open Qtwin's own address in the browser.",
      where: "origin",
    }),
  foreignHost: (host: string) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_AUTH_FOREIGN_HOST",
      message: `This server is not '${host}'.`,
      fix: "Use the address Qtwin printed, or list the name in QTWIN_ALLOWED_HOSTS.",
      where: "host",
    }),
  noMarker: () =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_AUTH_NO_MARKER",
      message: "A change that comes with the session cookie needs the header 'x-qtwin: 1'.",
      fix: "Send it: a foreign form cannot.",
      where: "x-qtwin",
    }),
} as const;
