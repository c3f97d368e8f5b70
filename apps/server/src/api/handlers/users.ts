import type { ApiKeyView, UserView } from "@qtwin/api";
import type { ApiKey, User } from "@qtwin/store";
import type { ApiDeps, Caller, Handlers } from "../context.ts";

const userView = ({ name, displayName, roles, disabled, createdAtMs }: User): UserView => ({
  name,
  displayName,
  roles,
  disabled,
  createdAtMs,
});

const keyView = ({
  id,
  name,
  roles,
  createdAtMs,
  createdBy,
  expiresAtMs,
  revokedAtMs,
}: ApiKey): ApiKeyView => ({
  id,
  name,
  roles,
  createdAtMs,
  createdBy,
  expiresAtMs,
  revokedAtMs,
});

export function userHandlers(
  deps: ApiDeps,
): Handlers<"users" | "addUser" | "changeUser" | "keys" | "addKey" | "removeKey"> {
  const audit = (caller: Caller, action: string, subject: string, details: Record<string, string> = {}) =>
    deps.audit({
      siteId: null,
      atMs: deps.wallNowMs(),
      actor: caller.identity!.name,
      action,
      subject,
      details,
    });
  return {
    users: async () => (await deps.store().users.list()).map(userView),

    addUser: async ({ body }, caller) => {
      const user = await deps.store().users.create(body);
      await audit(caller, "user.add", user.name, { roles: user.roles.join(" ") });
      return userView(user);
    },

    changeUser: async ({ params, body }, caller) => {
      const { users, sessions } = deps.store();
      const { password, ...change } = body;
      const user = await users.update(params.name, change);
      if (password !== undefined) await users.setPassword(params.name, password);
      // Roles are in the cookie: a change holds only when the old cookies no longer do.
      else await sessions.revokeAllOf(params.name);
      await audit(caller, "user.change", user.name, {
        roles: user.roles.join(" "),
        disabled: String(user.disabled),
        password: password === undefined ? "kept" : "set",
      });
      return userView(user);
    },

    keys: async () => (await deps.store().apiKeys.list()).map(keyView),

    addKey: async ({ body }, caller) => {
      const { key, secret } = await deps
        .store()
        .apiKeys.create({ ...body, createdBy: caller.identity!.name });
      await audit(caller, "key.add", key.id, { name: key.name, roles: key.roles.join(" ") });
      return { ...keyView(key), secret };
    },

    removeKey: async ({ params }, caller) => {
      await deps.store().apiKeys.revoke(params.id);
      await audit(caller, "key.revoke", params.id);
      return null;
    },
  };
}
