import type { Identity, RouteShape } from "@qtwin/api";
import type { QtwinError } from "@qtwin/core";
import { authError } from "./errors.ts";

/** Why this caller may not use a route; null when they may. The table behind it is `routes` of `@qtwin/api`. */
export function refusal(name: string, shape: RouteShape, identity: Identity | null): QtwinError | null {
  if (shape.access === "anyone") return null;
  if (identity === null) return authError.signInFirst();
  if (identity.via === "key" && !shape.keys) return authError.notForKeys(name);
  if (shape.access === "signed-in") return null;
  return shape.access.some((role) => identity.roles.includes(role))
    ? null
    : authError.missingRole(identity.name, shape.access);
}
