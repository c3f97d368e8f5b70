import { buildSnapshot } from "@qtwin/twin";
import { measurement, pointSpec } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";
import type { RunRecord } from "./runs.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const run: RunRecord = {
  id: "r1",
  siteId: "foundry",
  useCase: "energy",
  snapshotId: "s1",
  proposalId: null,
  createdAtMs: 5,
  modelHash: "abc",
  mps: `NAME test\n${"ROWS\n".repeat(1_000)}`,
  answer: {
    status: "optimal",
    sense: "minimize",
    objective: 1.5,
    bound: 1.4,
    gap: 0.01,
    seconds: 2,
    solver: "highs",
    seed: 7,
    solution: Float64Array.of(0, -0, 1 / 3, 5e-324),
    feasibility: { feasible: true, tolerance: 1e-6, worstViolation: 0, violations: [] },
    timeline: [{ seconds: 1, objective: null, bound: 1, solver: "highs" }],
    evidence: [],
  },
};

test("a run comes back to the last bit", async () => {
  await db.store.runs.put(run);
  await db.store.runs.put({ ...run, mps: "other" });
  expect(await db.store.runs.get("r1")).toEqual(run);
  expect(await db.store.runs.get("nope")).toBeNull();
  const [listed] = await db.store.runs.list("foundry");
  const { mps, ...rest } = run;
  expect(mps).not.toBe("");
  expect(listed).toEqual({ ...rest, answer: { ...run.answer, solution: null } });
});

test("a run without a solution is kept too", async () => {
  const none: RunRecord = {
    ...run,
    id: "r2",
    answer: { ...run.answer, status: "infeasible", solution: null },
  };
  await db.store.runs.put(none);
  expect(await db.store.runs.get("r2")).toEqual(none);
});

test("a kpi computed again replaces the one of its period", async () => {
  const kpi = {
    siteId: "foundry",
    id: "billEur",
    fromMs: 0,
    untilMs: 10,
    value: 1,
    unit: "EUR",
    computedAtMs: 11,
  };
  await db.store.kpis.put([kpi, { ...kpi, id: "peakKw", unit: "kW" }, { ...kpi, fromMs: 10, untilMs: 20 }]);
  await db.store.kpis.put([{ ...kpi, value: 2, computedAtMs: 12 }]);
  expect(await db.store.kpis.list("foundry", 0, 10, "billEur")).toEqual([
    { ...kpi, value: 2, computedAtMs: 12 },
  ]);
  expect((await db.store.kpis.list("foundry", 0, 100)).map((each) => [each.fromMs, each.id])).toEqual([
    [0, "billEur"],
    [0, "peakKw"],
    [10, "billEur"],
  ]);
});

test("a snapshot comes back as it was", async () => {
  const snapshot = buildSnapshot({
    siteId: "foundry",
    points: [pointSpec()],
    values: [measurement()],
    watermarkMs: measurement().sourceTimeMs + 1_000,
    takenAtMs: measurement().sourceTimeMs + 2_000,
    required: ["air.flow", "air.nope"],
  });
  await db.store.snapshots.put(snapshot);
  await db.store.snapshots.put(snapshot);
  expect(await db.store.snapshots.get(snapshot.id)).toEqual(snapshot);
  expect(await db.store.snapshots.get("nope")).toBeNull();
});

test("modes of assets: the newest counts, all are kept; evidence is one row a day; overrides end once", async () => {
  const mode = { siteId: "foundry", asset: "battery", by: "ada", reason: "14 days" };
  await db.store.assetModes.set({ ...mode, mode: "advise", sinceMs: 1 });
  await db.store.assetModes.set({ ...mode, mode: "supervised", sinceMs: 2 });
  await db.store.assetModes.set({ ...mode, asset: "pv", mode: "advise", sinceMs: 3 });
  const current = await db.store.assetModes.current("foundry");
  expect([...current.values()].map((each) => [each.asset, each.mode])).toEqual([
    ["battery", "supervised"],
    ["pv", "advise"],
  ]);
  expect((await db.store.assetModes.changes("foundry", "battery")).map((each) => each.mode)).toEqual([
    "advise",
    "supervised",
  ]);
  const evidence = {
    ...{ siteId: "foundry", asset: "battery", day: "2023-05-08" },
    ...{ predictionErrorPct: 2.5, predictionLimitPct: 6, savingEur: null, overrides: 1, refusals: 0 },
  };
  await db.store.assetModes.putEvidence({ ...evidence, overrides: 0 });
  await db.store.assetModes.putEvidence(evidence);
  expect(await db.store.assetModes.evidence("foundry", "battery", "2023-05-01")).toEqual([evidence]);
  expect(await db.store.assetModes.evidence("foundry", "battery", "2023-05-09")).toEqual([]);
  const override = {
    id: "o1",
    siteId: "foundry",
    asset: "f1",
    startedAtMs: 5,
    by: "operator",
    reason: "slag",
  };
  await db.store.overrides.start(override);
  await db.store.overrides.start({ ...override, reason: "again" });
  expect(await db.store.overrides.open("foundry")).toEqual([{ ...override, endedAtMs: null }]);
  await db.store.overrides.end("o1", 9);
  await db.store.overrides.end("o1", 99);
  expect(await db.store.overrides.open("foundry")).toEqual([]);
  expect(await db.store.overrides.list("foundry", 0, 10)).toEqual([{ ...override, endedAtMs: 9 }]);
});
