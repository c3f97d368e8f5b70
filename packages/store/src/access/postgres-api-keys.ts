import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Database } from "../database.ts";
import type { ApiKey, ApiKeyStore, Role } from "./access.ts";

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** `qtw_<id>_<32 random bytes>`: the id finds the row, and the prefix lets secret scanners find a leak. */
const pattern = /^qtw_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

export function createApiKeys({ query, nowMs }: Database): ApiKeyStore {
  return {
    create: async ({ name, roles, createdBy, expiresAtMs }) => {
      const id = randomBytes(8).toString("hex");
      const secret = `qtw_${id}_${randomBytes(32).toString("base64url")}`;
      const row = await query
        .insertInto("api_keys")
        .values({
          id,
          name,
          roles: [...roles],
          secret_hash: sha256(secret).toString("hex"),
          created_by: createdBy,
          created_at_ms: Math.round(nowMs()),
          expires_at_ms: expiresAtMs === undefined ? null : Math.round(expiresAtMs),
          revoked_at_ms: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return { key: keyOf(row), secret };
    },
    verify: async (secret) => {
      const id = pattern.exec(secret)?.[1];
      if (!id) return null;
      const row = await query.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();
      if (!row || !timingSafeEqual(sha256(secret), Buffer.from(row.secret_hash, "hex"))) return null;
      const valid = row.revoked_at_ms === null && (row.expires_at_ms ?? Number.POSITIVE_INFINITY) > nowMs();
      return valid ? keyOf(row) : null;
    },
    revoke: async (id) => {
      await query
        .updateTable("api_keys")
        .set({ revoked_at_ms: Math.round(nowMs()) })
        .where("id", "=", id)
        .where("revoked_at_ms", "is", null)
        .execute();
    },
    list: async () =>
      (await query.selectFrom("api_keys").selectAll().orderBy("created_at_ms").execute()).map(keyOf),
  };
}

const keyOf = (row: {
  id: string;
  name: string;
  roles: string[];
  created_by: string;
  created_at_ms: number;
  expires_at_ms: number | null;
  revoked_at_ms: number | null;
}): ApiKey => ({
  id: row.id,
  name: row.name,
  roles: row.roles as Role[],
  createdBy: row.created_by,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
});
