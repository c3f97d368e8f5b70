import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { exampleEvidence } from "@qtwin/model/testing";
import { measurement } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, testDecision, testProposal, withTestStore } from "../testing/index.ts";
import { backupStore } from "./backup.ts";
import { restoreStore } from "./restore.ts";
import { backupTables } from "./tables.ts";

let db: TestStore;
let folder: string;
let file: string;
const start = Date.UTC(2023, 4, 8, 6);
const spoken = measurement({ value: { word: 'zero \0 "ü"' }, sourceTimeMs: start });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "qtwin-backup-"));
  file = path.join(folder, "store.backup");
  db = await withTestStore(() => start);
  const { store } = db;
  await store.history.append("foundry", [
    spoken,
    ...Array.from({ length: 6_000 }, (_, index) =>
      measurement({ value: Math.sin(index), sourceTimeMs: start + (index + 1) * 1000 }),
    ),
  ]);
  await store.proposals.create(testProposal(), "open");
  await store.decisions.add("foundry", testDecision());
  await store.users.create({ name: "ada", password: "a long password", roles: ["approver"] });
  await store.runs.put({
    id: "r1",
    siteId: "foundry",
    useCase: "energy",
    snapshotId: null,
    proposalId: "p1",
    createdAtMs: 1,
    modelHash: "00",
    mps: "NAME x",
    answer: {
      ...{
        status: "optimal",
        sense: "minimize",
        objective: 1,
        bound: 1,
        gap: 0,
        seconds: 1,
        solver: "highs",
      },
      ...{
        seed: 1,
        solution: Float64Array.of(0.1, -2, 1e300),
        feasibility: null,
        timeline: [],
        evidence: [],
      },
    } as const,
  });
  for (let index = 0; index < 3; index++) {
    await store.audit.append({
      siteId: null,
      atMs: index,
      actor: "ada",
      action: "x",
      subject: "y",
      details: { index },
    });
    await store.events.notify({ siteId: "foundry", topic: "t", atMs: index, payload: null });
  }
  await store.evidence.put([{ id: "e1", atMs: 7, by: "ada", evidence: exampleEvidence() }]);
  await backupStore({ url: db.url, file, createdAt: "2023-05-08T06:00:00Z" });
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

test("a restored store is the one that was backed up, table by table, and goes on", async () => {
  const other = await withTestStore(() => start);
  try {
    const report = await restoreStore({ url: other.url, file });
    expect(report.rows.history).toBe(6_001);
    for (const table of backupTables) {
      const rows = (each: TestStore) =>
        each.sql(`select t::text as row from qtwin.${table} t order by t::text collate "C"`);
      expect(await rows(other)).toEqual(await rows(db));
    }
    expect(await other.store.audit.verify()).toMatchObject({ intact: true, count: 3 });
    expect((await other.store.history.series("foundry", "air.flow", start, start + 1))[0]).toEqual(spoken);
    expect((await other.store.runs.get("r1"))!.answer.solution).toEqual(Float64Array.of(0.1, -2, 1e300));
    expect(await other.store.users.login("ada", "a long password")).toMatchObject({ ok: true });
    expect(
      await other.store.history.append("foundry", [measurement({ pointId: "new.point" })]),
    ).toMatchObject({
      inserted: 1,
    });
    const next = await other.store.events.notify({ siteId: "foundry", topic: "t", atMs: 9, payload: null });
    expect(next.number).toBe(4);
    await other.store.evidence.put([{ id: "e2", atMs: 8, by: "ada", evidence: exampleEvidence() }]);
    expect((await other.store.evidence.list()).map(({ number, id }) => [number, id])).toEqual([
      [2, "e2"],
      [1, "e1"],
    ]);
    await expect(restoreStore({ url: other.url, file })).rejects.toMatchObject({
      code: "QT_STORE_NOT_EMPTY",
    });
  } finally {
    await other.close();
  }
});

test.each<[string, (content: Buffer) => Buffer, RegExp]>([
  [
    "cut off in the middle",
    (content) => content.subarray(0, content.length >> 1),
    /cannot be read to its end/,
  ],
  [
    "without its last line",
    (content) =>
      gzipSync(`${gunzipSync(content).toString().trimEnd().split("\n").slice(0, -1).join("\n")}\n`),
    /was cut off/,
  ],
  [
    "with a changed row",
    (content) => gzipSync(gunzipSync(content).toString().replace(",ada,", ",eve,")),
    /does not fit its hash/,
  ],
  ["that is something else", () => gzipSync("hello\n"), /no backup of Qtwin/],
  ["that is not gzipped", () => Buffer.from("hello\n"), /cannot be read to its end/],
])("a backup %s is refused, and nothing of it stays", async (_title, change, message) => {
  const broken = path.join(folder, "broken.backup");
  await writeFile(broken, change(await readFile(file)));
  const other = await withTestStore();
  try {
    await expect(restoreStore({ url: other.url, file: broken })).rejects.toMatchObject({
      code: "QT_STORE_BAD_BACKUP",
      message: expect.stringMatching(message),
    });
    expect(await other.sql("select count(*)::int as count from qtwin.history")).toEqual([{ count: 0 }]);
  } finally {
    await other.close();
  }
});

test("a file that is not there is said so", async () => {
  await expect(restoreStore({ url: db.url, file: path.join(folder, "nope") })).rejects.toMatchObject({
    code: "QT_STORE_BAD_BACKUP",
  });
});
