import type { CommandRecord, Store } from "@qtwin/store";
import { expect, test } from "vitest";
import { testPlan, testProposal, testRecord, testSlot } from "../testing/proposals.ts";
import { countWrites } from "./executed.ts";
import { modeStretches } from "./people.ts";
import { readRecorded, stepsInForce } from "./recorded.ts";

const quarterMs = 900_000;
const grid = { startMs: 0, stepMin: 15, count: 8 };
const days = [{ name: "1970-01-01", fromMs: 0, untilMs: 8 * quarterMs }];
const approval = (proposalId: string, since: number, until: number) => ({
  proposalId,
  sinceMs: since * quarterMs,
  untilMs: until * quarterMs,
});
/** A plan of six quarters that imports one value, and its baseline another. */
const proposal = (id: string, madeStep: number, planKw: number, baselineKw: number) => {
  const plan = (kw: number) => ({
    ...testPlan(),
    grid: { startMs: madeStep * quarterMs, stepMin: 15, count: 6 },
    series: [
      { id: "importKw", title: "", unit: "kW", nature: "planned" as const, values: new Array(6).fill(kw) },
    ],
  });
  return testProposal({
    id,
    createdAtMs: madeStep * quarterMs,
    plan: plan(planKw),
    baseline: plan(baselineKw),
    commands: [testSlot(madeStep, 1), testSlot(madeStep + 1, 2), testSlot(99, 3)],
  });
};

/** The store of three proposals: one is only shown, two are approved. */
function storeOf(commands: readonly Partial<CommandRecord>[] = []) {
  const all = [proposal("a", 0, 10, 100), proposal("b", 2, 20, 200), proposal("c", 4, 30, 300)].map((each) =>
    testRecord(each),
  );
  const store = {
    proposals: {
      get: async (id: string) => all.find((each) => each.proposal.id === id) ?? null,
      list: async (
        _: string,
        {
          beforeMs = Infinity,
          sinceMs = 0,
          oldestFirst = false,
        }: { beforeMs?: number; sinceMs?: number; oldestFirst?: boolean },
      ) => {
        const found = all.filter(
          ({ proposal: { createdAtMs } }) => createdAtMs >= sinceMs && createdAtMs < beforeMs,
        );
        return (oldestFirst ? found : found.toReversed()).slice(0, 1);
      },
    },
    decisions: { approvals: async () => [approval("b", 3, 5), approval("c", 5, 7)] },
    commands: { ofProposal: async (id: string) => commands.filter((each) => each.proposalId === id) },
  };
  return store as unknown as Store;
}

test("of approvals that overlap the newer counts, and after their end the plant is on its own", () => {
  const approvals = [approval("a", 0, 6), approval("b", 2, 4)];
  expect(stepsInForce(grid, approvals)).toEqual([0, 0, 1, 1, 0, 0, -1, -1]);
  expect(stepsInForce(grid, approvals.toReversed())).toEqual([1, 1, 0, 0, 1, 1, -1, -1]);
});

test("what was planned is of the plan in force; what was foreseen is of the start of the day", async () => {
  const recorded = await readRecorded(storeOf(), "test", grid, days);
  expect(recorded.planned("importKw")).toEqual([null, null, null, 20, 20, 30, 30, null]);
  // The first reaches six quarters far; the newest made by then takes over, though its plant had seen a plan.
  expect(recorded.withoutPlan("importKw")).toEqual([100, 100, 100, 100, 100, 100, 300, 300]);
  expect(recorded.proposed("importKw")).toEqual([10, 10, 10, 10, 10, 10, 30, 30]);
  expect(recorded.untouched).toEqual([true, true, true, false, false, false, false, false]);
});

test("a plan that ended before the period leaves its mark on a baseline recorded under it", async () => {
  const store = storeOf();
  const ended = { ...approval("z", -2, 0), sinceMs: -2 * quarterMs };
  const marked = { ...store, decisions: { approvals: async () => [ended] } } as unknown as Store;
  // Baseline a is made as that plan ends; b and c are made after it.
  expect((await readRecorded(marked, "test", grid, days)).untouched.every(Boolean)).toBe(true);
  const overlapping = { ...ended, untilMs: 1 };
  const touched = { ...store, decisions: { approvals: async () => [overlapping] } } as unknown as Store;
  const found = await readRecorded(touched, "test", grid, days);
  expect(found.untouched).toEqual([false, false, false, false, false, false, true, true]);
});

test("what is due follows from the plan's time in force, and what was never prepared is seen", async () => {
  const commands = [{ proposalId: "b", pointId: "battery.power", slot: 3, state: "verified" as const }];
  const { due } = await readRecorded(storeOf(commands), "test", grid, days);
  // Of b its second slot (the first was over at its approval), of c its second; slot 99 is a correction.
  expect(due.map(({ atMs, record }) => [atMs / quarterMs, record?.state ?? null])).toEqual([
    [3, "verified"],
    [5, null],
  ]);
  expect(countWrites(due)).toEqual({ due: 2, verified: 1, refused: 0, ended: 0, underWay: 0, notSent: 1 });
});

test("modes are stretches of the period, shadow until somebody raised them", () => {
  const change = (mode: "advise" | "supervised", sinceMs: number) => ({
    siteId: "test",
    asset: "air",
    mode,
    sinceMs,
    by: "ada",
    reason: "14 good days",
  });
  const changes = [change("advise", 50), change("supervised", 150)];
  expect(modeStretches("air", changes, 100, 200)).toMatchObject([
    { mode: "advise", sinceMs: null, untilMs: 150 },
    { mode: "supervised", sinceMs: 150, untilMs: null, by: "ada" },
  ]);
  expect(modeStretches("air", [], 100, 200)).toMatchObject([
    { mode: "shadow", sinceMs: null, untilMs: null },
  ]);
  expect(modeStretches("air", changes, 0, 40)).toMatchObject([{ mode: "shadow", untilMs: null }]);
});
