import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
let now = 1_000_000;
let count = 0;
let name = "";
beforeAll(async () => {
  db = await withTestStore(() => now);
});
afterAll(() => db.close());
beforeEach(async () => {
  name = `user${++count}`;
  await db.store.users.create({ name, password: "correct horse", roles: ["planner", "approver"] });
});

test("a user logs in with the right password, whatever the case of the name", async () => {
  expect(await db.store.users.login(` ${name.toUpperCase()} `, "correct horse")).toEqual({
    ok: true,
    user: {
      name,
      displayName: name,
      roles: ["planner", "approver"],
      disabled: false,
      createdAtMs: now,
      sessionsFromMs: 0,
    },
  });
  expect(await db.store.users.login(name, "wrong horse")).toEqual({ ok: false, reason: "wrong" });
  expect(await db.store.users.login("nobody", "wrong horse")).toEqual({ ok: false, reason: "wrong" });
});

test("no password is kept as it is", async () => {
  const rows = await db.sql("select password from qtwin.users where name = $1", [name]);
  expect(rows[0]!.password).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
});

test("five wrong passwords lock for 15 minutes, also against the right one", async () => {
  for (let attempt = 0; attempt < 4; attempt++) {
    expect(await db.store.users.login(name, "wrong")).toEqual({ ok: false, reason: "wrong" });
  }
  const untilMs = now + 15 * 60_000;
  expect(await db.store.users.login(name, "wrong")).toEqual({ ok: false, reason: "locked", untilMs });
  expect(await db.store.users.login(name, "correct horse")).toEqual({ ok: false, reason: "locked", untilMs });
  now = untilMs;
  expect(await db.store.users.login(name, "correct horse")).toMatchObject({ ok: true });
});

test("a right password forgets the wrong ones before", async () => {
  for (let round = 0; round < 2; round++) {
    for (let attempt = 0; attempt < 3; attempt++) await db.store.users.login(name, "wrong");
    expect(await db.store.users.login(name, "correct horse")).toMatchObject({ ok: true });
  }
});

test("a new password ends the sessions; a disabled user does not get in", async () => {
  now += 10;
  await db.store.users.setPassword(name, "another horse");
  expect(await db.store.users.login(name, "correct horse")).toMatchObject({ ok: false });
  expect(await db.store.users.login(name, "another horse")).toMatchObject({
    ok: true,
    user: { sessionsFromMs: now },
  });
  await db.store.users.update(name, { disabled: true, roles: ["viewer"] });
  expect(await db.store.users.login(name, "another horse")).toEqual({ ok: false, reason: "disabled" });
  expect(await db.store.users.get(name)).toMatchObject({ roles: ["viewer"], disabled: true });
});

test("refuses weak passwords, names that exist and names that do not", async () => {
  const create = (change: object) =>
    db.store.users.create({ name: "new", password: "long enough", roles: ["viewer"], ...change });
  await expect(create({ password: "short" })).rejects.toMatchObject({ code: "QT_STORE_WEAK_PASSWORD" });
  await expect(create({ name: "longusername", password: "LongUserName" })).rejects.toMatchObject({
    code: "QT_STORE_WEAK_PASSWORD",
  });
  await expect(create({ name })).rejects.toMatchObject({ code: "QT_STORE_USER_EXISTS" });
  await expect(db.store.users.update("nope", {})).rejects.toMatchObject({ code: "QT_STORE_NO_USER" });
});

test("an api key is known by its secret until it is revoked or has expired", async () => {
  const { key, secret } = await db.store.apiKeys.create({
    name: "historian",
    roles: ["viewer"],
    createdBy: name,
    expiresAtMs: now + 1_000,
  });
  const lasting = await db.store.apiKeys.create({ name: "erp", roles: ["planner"], createdBy: name });
  expect(await db.store.apiKeys.verify(secret)).toEqual(key);
  expect(
    await db.store.apiKeys.verify(`${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`),
  ).toBeNull();
  expect(await db.store.apiKeys.verify("qtw_nothing")).toBeNull();
  const rows = await db.sql("select * from qtwin.api_keys");
  expect(JSON.stringify(rows)).not.toContain(secret.slice(21));
  now += 1_000;
  expect(await db.store.apiKeys.verify(secret)).toBeNull();
  expect(await db.store.apiKeys.verify(lasting.secret)).toMatchObject({ name: "erp" });
  await db.store.apiKeys.revoke(lasting.key.id);
  expect(await db.store.apiKeys.verify(lasting.secret)).toBeNull();
});

test("an ended session stays ended; rows of cookies that are void anyway go", async () => {
  await db.store.sessions.revoke("s1", now + 100);
  await db.store.sessions.revoke("s1", now + 100);
  expect([await db.store.sessions.isRevoked("s1"), await db.store.sessions.isRevoked("s2")]).toEqual([
    true,
    false,
  ]);
  now += 101;
  await db.store.sessions.revoke("s2", now + 100);
  expect(await db.store.sessions.isRevoked("s1")).toBe(false);
  await db.store.sessions.revokeAllOf(name);
  expect(await db.store.users.get(name)).toMatchObject({ sessionsFromMs: now });
});
