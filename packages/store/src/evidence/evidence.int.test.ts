import { verdictOf } from "@qtwin/model";
import { exampleEvidence } from "@qtwin/model/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../open-store.ts";
import { type TestStore, withTestStore } from "../testing/index.ts";
import type { EvidenceFilter, EvidenceRecord } from "./evidence.ts";
import { evidencePages } from "./pages.ts";

let db: TestStore;
const record = (index: number, parts: Partial<EvidenceRecord> = {}): EvidenceRecord => ({
  id: `e${index}`,
  atMs: 1000 * index,
  by: "ada",
  evidence: exampleEvidence({
    problemClass: index % 2 === 0 ? "maxcut" : "qubo",
    method: index % 3 === 0 ? "rqaoa" : "qaoa",
    objective: -index / 3,
  }),
  ...parts,
});
const nine = Array.from({ length: 9 }, (_, index) => record(index + 1));
const idsOf = async (filter: EvidenceFilter): Promise<readonly string[]> =>
  (await db.store.evidence.list(filter)).map(({ id }) => id);

beforeAll(async () => {
  db = await withTestStore();
  for (const each of nine) await db.store.evidence.put([each]);
});
afterAll(() => db.close());

test("comes back word for word, newest first, with its number", async () => {
  const entries = await db.store.evidence.list();
  expect(entries).toEqual(
    nine.map((each, index) => ({ ...each, number: index + 1, verdict: verdictOf(each.evidence) })).reverse(),
  );
});

test.each<[EvidenceFilter, string]>([
  [{ problemClass: "maxcut" }, "e8 e6 e4 e2"],
  [{ method: "rqaoa" }, "e9 e6 e3"],
  [{ problemClass: "qubo", method: "rqaoa" }, "e9 e3"],
  [{ sinceMs: 8000 }, "e9 e8"],
  [{ sinceMs: 8000.5 }, "e9"],
  [{ limit: 2 }, "e9 e8"],
  [{ limit: 2, beforeNumber: 8 }, "e7 e6"],
  [{ problemClass: "no such" }, ""],
])("is found by %j", async (filter, ids) => {
  expect((await idsOf(filter)).join(" ")).toBe(ids);
});

test("recorded again adds nothing; other numbers under the id are refused, and nothing of the batch stays", async () => {
  await db.store.evidence.put([record(3), record(1)]);
  await db.store.evidence.put([]);
  expect(await db.store.evidence.list()).toHaveLength(9);
  const other = record(3, { evidence: exampleEvidence({ objective: -99 }) });
  await expect(db.store.evidence.put([record(50), other])).rejects.toMatchObject({
    kind: "conflict",
    code: "QT_STORE_EVIDENCE_DIFFERS",
    where: "e3",
  });
  expect(await db.store.evidence.list()).toHaveLength(9);
});

test("is append-only", async () => {
  for (const statement of [
    "update qtwin.quantum_evidence set by = 'eve'",
    "delete from qtwin.quantum_evidence",
    "truncate qtwin.quantum_evidence",
  ])
    await expect(db.sql(statement)).rejects.toMatchObject({ code: "QT001" });
});

test("many recorders at once, of the same runs too, leave each run once", async () => {
  const second = await openStore({ url: db.url, nowMs: () => 0, maxConnections: 3 });
  const batch = Array.from({ length: 20 }, (_, index) => record(100 + index));
  const puts = Array.from({ length: 12 }, (_, turn) => {
    const mixed = turn % 2 === 0 ? batch : [...batch].reverse();
    return (turn % 3 === 0 ? second : db.store).evidence.put(mixed);
  });
  await Promise.all(puts);
  await second.close();
  const ids = await idsOf({ sinceMs: 100_000, limit: 500 });
  expect([...ids].sort()).toEqual(batch.map(({ id }) => id).sort());
});

test("pages go on to the end of the ledger, or to the limit, and keep to the filter", async () => {
  const ids = Array.from({ length: 1001 }, (_, index) => `page${index}`);
  const evidence = exampleEvidence({ problemClass: "long" });
  await db.store.evidence.put(ids.map((id, index) => record(200 + index, { id, evidence })));
  const found = async (filter?: EvidenceFilter): Promise<readonly string[]> => {
    const pages: string[][] = [];
    for await (const page of evidencePages(db.store.evidence, filter)) pages.push(page.map(({ id }) => id));
    return pages.flat();
  };
  const newest = (await found({ problemClass: "long" })) as string[];
  expect([...newest].sort()).toEqual([...ids].sort());
  expect(await found({ problemClass: "long", limit: 600 })).toEqual(newest.slice(0, 600));
  expect(await found({ problemClass: "long", limit: 500 })).toEqual(newest.slice(0, 500));
  expect((await found()).length).toBeGreaterThan(ids.length);
  expect(await found({ problemClass: "no such" })).toEqual([]);
});
