import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../open-store.ts";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
  for (let index = 0; index < 12; index++) {
    await db.store.audit.append({
      siteId: index % 2 === 0 ? "foundry" : null,
      atMs: 1_000 + index + 0.4,
      actor: "ada",
      action: "proposal.approve",
      subject: `p${index}`,
      details: { note: `Größe "${index}"`, limits: [1, 2.5, null], skipped: null },
    });
  }
});
afterAll(() => db.close());

/** Changes rows as someone could who owns the database, and puts them back after. */
async function tampered(statement: string): Promise<unknown> {
  await db.sql("alter table qtwin.audit disable trigger all");
  await db.sql("create table qtwin.kept as table qtwin.audit");
  await db.sql(statement);
  const verdict = await db.store.audit.verify();
  await db.sql("delete from qtwin.audit");
  await db.sql("insert into qtwin.audit select * from qtwin.kept");
  await db.sql("drop table qtwin.kept");
  await db.sql("alter table qtwin.audit enable trigger all");
  return verdict;
}

test("an untouched chain is intact", async () => {
  expect(await db.store.audit.verify()).toMatchObject({ intact: true, count: 12 });
});

test.each([
  [
    "a changed detail",
    "update qtwin.audit set details = '{}' where number = 5",
    5,
    "the content of entry 5 was changed",
  ],
  [
    "a changed actor",
    "update qtwin.audit set actor = 'eve' where number = 1",
    1,
    "the content of entry 1 was changed",
  ],
  [
    "a moved time",
    "update qtwin.audit set at_ms = at_ms + 1 where number = 12",
    12,
    "the content of entry 12 was changed",
  ],
  [
    "a changed site",
    "update qtwin.audit set site_id = null where number = 3",
    3,
    "the content of entry 3 was changed",
  ],
  ["a removed entry", "delete from qtwin.audit where number = 7", 7, "entry 7 is missing"],
  ["a removed beginning", "delete from qtwin.audit where number = 1", 1, "entry 1 is missing"],
  [
    "a changed hash",
    "update qtwin.audit set hash = repeat('a', 64) where number = 4",
    4,
    "the content of entry 4 was changed",
  ],
  [
    "a new base",
    "update qtwin.audit set previous_hash = repeat('a', 64) where number = 9",
    9,
    "entry 9 does not stand on the one before it",
  ],
])("finds the first broken entry: %s", async (_title, statement, number, reason) => {
  expect(await tampered(statement)).toEqual({ intact: false, count: number - 1, number, reason });
});

test("a cut-off tail shows against a head kept elsewhere", async () => {
  const head = (await db.store.audit.list({ limit: 1 }))[0]!;
  expect(await db.store.audit.verify(head)).toMatchObject({ intact: true });
  expect(await db.store.audit.verify({ number: 13, hash: head.hash })).toEqual({
    intact: false,
    count: 12,
    number: 13,
    reason: "entries after 12 were cut off",
  });
  expect(await db.store.audit.verify({ number: 12, hash: "0" })).toMatchObject({ intact: false, number: 12 });
});

test("audit is append-only", async () => {
  for (const statement of [
    "update qtwin.audit set actor = 'eve'",
    "delete from qtwin.audit",
    "truncate qtwin.audit",
  ]) {
    await expect(db.sql(statement)).rejects.toMatchObject({ code: "QT001" });
  }
});

test("many writers in several processes make one chain", async () => {
  const second = await openStore({ url: db.url, nowMs: () => 0, maxConnections: 3 });
  const before = (await db.store.audit.list({ limit: 1 }))[0]!.number;
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? db.store : second).audit.append({
        siteId: null,
        atMs: index,
        actor: "loop",
        action: "test",
        subject: "chain",
        details: index,
      }),
    ),
  );
  await second.close();
  expect(await db.store.audit.verify()).toMatchObject({ intact: true, count: before + 40 });
  expect(await db.store.audit.list({ subject: "chain", limit: 500 })).toHaveLength(40);
});
