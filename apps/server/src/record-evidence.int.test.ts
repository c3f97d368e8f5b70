import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleEvidence } from "@qtwin/model/testing";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serverError } from "./errors.ts";
import { addLesson, readExperience } from "./experience.ts";
import { homeOf } from "./home.ts";
import { recordEvidence, takeOverEvidence } from "./record-evidence.ts";
import { ownHome } from "./supervisor/owner-lock.ts";

const home = homeOf(mkdtempSync(join(tmpdir(), "qtwin-evidence-")));
let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(async () => {
  await db.close();
  rmSync(home.dir, { recursive: true, force: true });
});

const record = (id: string) => ({
  id,
  atMs: 5,
  by: "os:ada",
  evidence: exampleEvidence({ objective: -1 / 3 }),
});
const files = () => readdirSync(join(home.runDir, "evidence"));

test("runs measured while no platform runs wait on disk and are taken over once, as they are", async () => {
  expect(await recordEvidence(home, [record("a"), record("b/../c")], () => undefined)).toBe("waiting");
  expect(files()).toHaveLength(2);
  const [one, other] = await Promise.all([
    takeOverEvidence(home, db.store, () => undefined),
    takeOverEvidence(home, db.store, () => undefined),
  ]);
  expect(one + other).toBeGreaterThanOrEqual(2);
  expect(files()).toEqual([]);
  const entries = await db.store.evidence.list();
  expect(entries.map(({ id, evidence }) => [id, evidence]).sort()).toEqual([
    ["a", record("a").evidence],
    ["b/../c", record("b/../c").evidence],
  ]);
});

test("a file that is no run, or that the store refuses, is named and set aside, and the others go on", async () => {
  const outbox = join(home.runDir, "evidence");
  const outOfTime = { ...record("d"), atMs: Number.MAX_SAFE_INTEGER };
  const differs = { ...record("a"), evidence: exampleEvidence({ shots: 1 }) };
  await recordEvidence(home, [differs, outOfTime, record("z")], () => undefined);
  writeFileSync(join(outbox, "c.json"), '{"id":"c"');
  const said: string[] = [];
  await takeOverEvidence(home, db.store, (message) => said.push(message));
  expect(said).toEqual([
    expect.stringMatching(/a\.json cannot go .*\[QT_STORE_EVIDENCE_DIFFERS\]$/),
    expect.stringMatching(/c\.json cannot go .*\[QT_API_INVALID\]$/),
    expect.stringMatching(/d\.json cannot go .*run\.atMs: .*\[QT_API_INVALID\]$/),
  ]);
  expect((await db.store.evidence.list()).map(({ id }) => id)).toContain("z");
  const kept = files();
  expect(kept.map((name) => name.replace(/\.json\..*/, ""))).toEqual(["a", "c", "d"]);
  expect(JSON.parse(readFileSync(join(outbox, kept[0]!), "utf8"))).toEqual(differs);

  await recordEvidence(home, [differs], () => undefined);
  await takeOverEvidence(home, db.store, () => undefined);
  expect(files()).toHaveLength(4);
});

test("while the database is away all wait on, and there is nothing to take over of nothing", async () => {
  rmSync(join(home.runDir, "evidence"), { recursive: true });
  expect(await takeOverEvidence(home, db.store, () => undefined)).toBe(0);
  await recordEvidence(home, [record("e")], () => undefined);
  const put = () => Promise.reject(serverError.databaseAway("taken away by the test"));
  const away = { ...db.store, evidence: { ...db.store.evidence, put } };
  await expect(takeOverEvidence(home, away, () => undefined)).rejects.toMatchObject({ kind: "unavailable" });
  expect(files()).toEqual(["e.json"]);
});

test("a short command that owns the data directory is waited for by nobody", async () => {
  const lock = ownHome(home, "");
  const kept = files().length;
  expect(await recordEvidence(home, [record("f")], () => undefined)).toBe("waiting");
  expect(files()).toHaveLength(kept + 1);
  expect(await readExperience(home, () => undefined)).toEqual({});
  const lesson = { own: { races: 1, wins: 1 } };
  expect(await addLesson(home, "qubo", lesson, () => undefined)).toBe(false);
  lock.release();
});
