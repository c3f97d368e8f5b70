import { measurement } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "./migrations/migrate.ts";
import { openStore } from "./open-store.ts";
import { type TestStore, withTestStore } from "./testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const open = (url: string) => openStore({ url, nowMs: () => 0, maxConnections: 1 });
const changed = (change: Partial<URL>) => Object.assign(new URL(db.url), change).href;

test.each([
  ["no URL", () => "here", "QT_STORE_BAD_URL"],
  ["another protocol", () => "mysql://localhost/x", "QT_STORE_BAD_URL"],
  ["no database name", () => "postgresql://localhost", "QT_STORE_BAD_URL"],
  ["a closed port", () => changed({ port: "1" }), "QT_STORE_AWAY"],
  ["a wrong password", () => changed({ password: "guess" }), "QT_STORE_WRONG_PASSWORD"],
  ["a user that does not exist", () => changed({ username: "eve" }), "QT_STORE_WRONG_PASSWORD"],
  ["a database that does not exist", () => changed({ pathname: "/nope" }), "QT_STORE_NO_DATABASE"],
])("opening with %s says so, without a password in it", async (_title, url, code) => {
  const failure = await open(url()).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code, fix: expect.stringMatching(/.+/) });
  expect(JSON.stringify(failure)).not.toContain(new URL(db.url).password);
  expect(JSON.stringify(failure)).not.toContain("guess");
});

test("healthy: version, migration, size", async () => {
  expect(await db.store.health()).toMatchObject({
    ok: true,
    serverVersion: expect.stringMatching(/^\d+/),
    migration: migrations.length,
    sizeBytes: expect.any(Number),
    detail: "",
  });
});

test("several processes that open a new database at once bring it up once", async () => {
  const fresh = await withTestStore();
  await fresh.sql("drop schema qtwin cascade");
  const stores = await Promise.all(Array.from({ length: 4 }, () => open(fresh.url)));
  expect(await fresh.sql("select count(*)::int as count from qtwin.migrations")).toEqual([
    { count: migrations.length },
  ]);
  await Promise.all(stores.map((store) => store.close()));
  await fresh.close();
});

test("a database of a newer Qtwin, or of edited migrations, is not touched", async () => {
  const fresh = await withTestStore();
  await fresh.sql("update qtwin.migrations set sha256 = 'x' where number = 2");
  await expect(open(fresh.url)).rejects.toMatchObject({ code: "QT_STORE_MIGRATION_CHANGED" });
  await fresh.sql("insert into qtwin.migrations (number, title, sha256) values (99, 'later', 'x')");
  await expect(open(fresh.url)).rejects.toMatchObject({ code: "QT_STORE_NEWER_SCHEMA" });
  await fresh.close();
});

test.each([
  ["53100", { kind: "unavailable", code: "QT_STORE_DISK_FULL" }],
  ["40001", { kind: "unavailable", code: "QT_STORE_BUSY" }],
  ["25006", { kind: "unavailable", code: "QT_STORE_READ_ONLY" }],
  ["57P01", { kind: "unavailable", code: "QT_STORE_AWAY" }],
  ["22012", { kind: "internal", code: "QT_STORE_UNEXPECTED" }],
])(
  "what the server answers with state %s is told for what it is, and nothing is stored",
  async (state, expected) => {
    const fresh = await withTestStore();
    await fresh.sql(`create function answer() returns trigger language plpgsql as
    $$ begin raise exception 'as the test wants' using errcode = '${state}'; end $$`);
    await fresh.sql(
      "create trigger answer before insert on qtwin.history for each row execute function answer()",
    );
    await expect(fresh.store.history.append("site", [measurement()])).rejects.toMatchObject(expected);
    expect((await fresh.store.history.latest("site")).size).toBe(0);
    await fresh.close();
  },
);
