import { randomBytes } from "node:crypto";
import type { Identity } from "@qtwin/api";
import type { User } from "@qtwin/store";
import { authError } from "../../auth/errors.ts";
import { type Session, sessionHours } from "../../auth/session-cookie.ts";
import type { ApiDeps, Handlers } from "../context.ts";

const newSession = (user: User, nowMs: number): Session => ({
  id: randomBytes(16).toString("hex"),
  name: user.name,
  roles: user.roles,
  issuedAtMs: nowMs,
  expiresAtMs: nowMs + sessionHours * 3_600_000,
});

const identityOf = (session: Session): Identity => ({
  name: session.name,
  roles: session.roles,
  via: "session",
  expiresAtMs: session.expiresAtMs,
});

export function sessionHandlers(deps: ApiDeps): Handlers<"login" | "logout" | "me" | "changePassword"> {
  const audit = (actor: string, action: string, details: Record<string, string>) =>
    deps.audit({ siteId: null, atMs: deps.wallNowMs(), actor, action, subject: actor, details });
  return {
    login: async ({ body }, caller) => {
      const result = await deps.store().users.login(body.name, body.password);
      if (!result.ok) {
        await audit(body.name, "login.fail", { reason: result.reason, address: caller.address });
        throw result.reason === "locked"
          ? authError.locked(result.untilMs - deps.wallNowMs())
          : authError.wrongPassword();
      }
      const session = newSession(result.user, deps.wallNowMs());
      await audit(session.name, "login.ok", { address: caller.address });
      caller.setSession(session);
      return identityOf(session);
    },

    logout: async (_, caller) => {
      caller.setSession(null);
      if (caller.session === null) return null;
      await deps.store().sessions.revoke(caller.session.id, caller.session.expiresAtMs);
      await audit(caller.session.name, "logout", { address: caller.address });
      return null;
    },

    me: async (_, caller) => caller.identity!,

    changePassword: async ({ body }, caller) => {
      const { users } = deps.store();
      const name = caller.identity!.name;
      const proof = await users.login(name, body.current);
      if (!proof.ok) {
        await audit(name, "password.fail", { address: caller.address });
        throw authError.wrongPassword();
      }
      await users.setPassword(name, body.next);
      await audit(name, "password.change", { address: caller.address });
      caller.setSession(newSession(proof.user, deps.wallNowMs()));
      return null;
    },
  };
}
