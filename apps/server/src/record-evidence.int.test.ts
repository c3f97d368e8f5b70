import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleEvidence } from "@qtwin/model/testing";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { homeOf } from "./home.ts";
import { recordEvidence, takeOverEvidence } from "./record-evidence.ts";

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
    takeOverEvidence(home, db.store),
    takeOverEvidence(home, db.store),
  ]);
  expect(one + other).toBeGreaterThanOrEqual(2);
  expect(files()).toEqual([]);
  const entries = await db.store.evidence.list();
  expect(entries.map(({ id, evidence }) => [id, evidence]).sort()).toEqual([
    ["a", record("a").evidence],
    ["b/../c", record("b/../c").evidence],
  ]);
});

test("what the store refuses stays on disk, and there is nothing to take over of nothing", async () => {
  await recordEvidence(home, [{ ...record("a"), evidence: exampleEvidence({ shots: 1 }) }], () => undefined);
  await expect(takeOverEvidence(home, db.store)).rejects.toMatchObject({ code: "QT_STORE_EVIDENCE_DIFFERS" });
  expect(files()).toEqual(["a.json"]);
  rmSync(join(home.runDir, "evidence"), { recursive: true });
  expect(await takeOverEvidence(home, db.store)).toBe(0);
});
