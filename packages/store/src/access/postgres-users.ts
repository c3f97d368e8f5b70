import { type Selectable, sql } from "kysely";
import type { Database } from "../database.ts";
import { storeErrors } from "../errors.ts";
import type { UsersTable } from "../tables.ts";
import type { LoginResult, Role, User, UserStore } from "./access.ts";
import { checkPassword, hashPassword, isPassword } from "./password.ts";

const lockAfter = 5;
const lockMs = 15 * 60_000;
/** Compared against when there is no such user, so that the answer takes as long. */
let noOnesHash: Promise<string> | null = null;

const keyOf = (name: string): string => name.trim().toLowerCase();

export function createUsers(database: Database): UserStore {
  const { query, nowMs } = database;
  return {
    login: createLogin(database),
    create: async ({ name, displayName, password, roles }) => {
      checkPassword(keyOf(name), password);
      const row = await query
        .insertInto("users")
        .values({
          name: keyOf(name),
          display_name: displayName ?? name.trim(),
          roles: [...roles],
          password: await hashPassword(password),
          created_at_ms: Math.round(nowMs()),
        })
        .onConflict((conflict) => conflict.column("name").doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row) throw storeErrors.userExists(keyOf(name));
      return userOf(row);
    },
    get: async (name) => {
      const row = await rowOf(query, name);
      return row ? userOf(row) : null;
    },
    list: async () => (await query.selectFrom("users").selectAll().orderBy("name").execute()).map(userOf),
    setPassword: async (name, password) => {
      checkPassword(keyOf(name), password);
      const changed = await query
        .updateTable("users")
        .set({
          password: await hashPassword(password),
          sessions_from_ms: Math.round(nowMs()),
          wrong_passwords: 0,
          locked_until_ms: 0,
        })
        .where("name", "=", keyOf(name))
        .returning("name")
        .executeTakeFirst();
      if (!changed) throw storeErrors.noUser(keyOf(name));
    },
    update: async (name, change) => {
      const row = await query
        .updateTable("users")
        .set({
          name: keyOf(name),
          ...(change.roles === undefined ? {} : { roles: [...change.roles] }),
          ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
          ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
        })
        .where("name", "=", keyOf(name))
        .returningAll()
        .executeTakeFirst();
      if (!row) throw storeErrors.noUser(keyOf(name));
      return userOf(row);
    },
  };
}

const rowOf = (query: Database["query"], name: string) =>
  query.selectFrom("users").selectAll().where("name", "=", keyOf(name)).executeTakeFirst();

function createLogin({ query, nowMs }: Database): UserStore["login"] {
  /** Counted in the database, so that tries over several processes add up. */
  const refuse = async (name: string): Promise<LoginResult> => {
    const untilMs = Math.round(nowMs()) + lockMs;
    const row = await query
      .updateTable("users")
      .set({
        wrong_passwords: sql<number>`case when wrong_passwords + 1 >= ${lockAfter} then 0 else wrong_passwords + 1 end`,
        locked_until_ms: sql<number>`case when wrong_passwords + 1 >= ${lockAfter} then ${untilMs}::bigint else locked_until_ms end`,
      })
      .where("name", "=", name)
      .returning("locked_until_ms")
      .executeTakeFirstOrThrow();
    return row.locked_until_ms === untilMs
      ? { ok: false, reason: "locked", untilMs }
      : { ok: false, reason: "wrong" };
  };

  return async (name: string, password: string): Promise<LoginResult> => {
    const row = await rowOf(query, name);
    if (!row) {
      noOnesHash ??= hashPassword("nobody has this password");
      await isPassword(password, await noOnesHash);
      return { ok: false, reason: "wrong" };
    }
    if (row.locked_until_ms > nowMs()) return { ok: false, reason: "locked", untilMs: row.locked_until_ms };
    if (!(await isPassword(password, row.password))) return refuse(row.name);
    if (row.disabled) return { ok: false, reason: "disabled" };
    await query
      .updateTable("users")
      .set({ wrong_passwords: 0, locked_until_ms: 0 })
      .where("name", "=", row.name)
      .where((is) => is.or([is("wrong_passwords", ">", 0), is("locked_until_ms", ">", 0)]))
      .execute();
    return { ok: true, user: userOf(row) };
  };
}

function userOf(row: Selectable<UsersTable>): User {
  return {
    name: row.name,
    displayName: row.display_name,
    roles: row.roles as Role[],
    disabled: row.disabled,
    createdAtMs: row.created_at_ms,
    sessionsFromMs: row.sessions_from_ms,
  };
}
