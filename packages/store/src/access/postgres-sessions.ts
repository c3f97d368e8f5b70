import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { SessionStore } from "./access.ts";

export function createSessions({ query, nowMs }: Database): SessionStore {
  return {
    revoke: async (sessionId, expiresAtMs) => {
      await query.deleteFrom("revoked_sessions").where("expires_at_ms", "<", Math.round(nowMs())).execute();
      await query
        .insertInto("revoked_sessions")
        .values({ id: sessionId, expires_at_ms: Math.round(expiresAtMs) })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    isRevoked: async (sessionId) => {
      const found = query.selectFrom("revoked_sessions").select("id").where("id", "=", sessionId);
      return (await found.executeTakeFirst()) !== undefined;
    },
    revokeAllOf: async (userName) => {
      const changed = await query
        .updateTable("users")
        .set({ sessions_from_ms: Math.round(nowMs()) })
        .where("name", "=", userName.trim().toLowerCase())
        .returning("name")
        .executeTakeFirst();
      if (!changed) throw storeErrors.noUser(userName);
    },
  };
}
