import { expect, test } from "vitest";
import { stepDown, stepUp } from "./asset-modes.ts";
import { commandId, parseCommandId } from "./command-id.ts";
import { diffByAsset } from "./diff.ts";
import { differenceDistribution, differenceTree } from "./difference.ts";
import { brokenPreconditions } from "./preconditions.ts";
import { signDecision, verifyDecision } from "./signature.ts";
import { slotOf } from "./testing/plans.ts";
import { defaultThreshold, worthAsking } from "./threshold.ts";

test("a command id and its parts are one", () => {
  const key = { proposalId: "p-1a", pointId: "battery.power", slot: 12 };
  expect(commandId(key)).toBe("p-1a:battery.power:12");
  expect(parseCommandId(commandId(key))).toEqual(key);
  expect(parseCommandId("nothing")).toBeNull();
});

test("a signature covers every field and survives a trip through JSON", () => {
  const key = new Uint8Array(32).fill(7);
  const envelope = { fromMs: 0, untilMs: 9, bands: [], pourBy: [], costLimitEur: 1.1, peakLimitKw: 2 };
  const decision = signDecision(
    {
      id: "d",
      proposalId: "p",
      proposalHash: "h",
      verdict: "approve",
      by: ["ben"],
      note: "",
      decidedAtMs: 5,
      deferUntilMs: null,
      envelope,
    },
    key,
  );
  expect(verifyDecision(JSON.parse(JSON.stringify(decision)), key)).toBe(true);
  const changes = [
    { verdict: "reject" as const },
    { by: ["ben", "eve"] },
    { decidedAtMs: 6 },
    { envelope: { ...envelope, peakLimitKw: 3 } },
    { proposalHash: "i" },
    { signature: "" },
  ];
  for (const change of changes) expect(verifyDecision({ ...decision, ...change }, key)).toBe(false);
  expect(verifyDecision(decision, new Uint8Array(32).fill(8))).toBe(false);
});

test("each node of the tree has the difference of its own scenarios, the root that of all", () => {
  const costs = { planEur: [90, 110, 80, 100], baselineEur: [100, 100, 100, 100] };
  const node = (parent: number | null, stage: number, draws: number[]) => ({
    parent,
    stage,
    draws,
    values: [],
  });
  const tree = {
    stagesUntilMs: [0, 1],
    quantities: [],
    nodes: [node(null, 0, [0, 1, 2, 3]), node(0, 1, [1]), node(0, 1, [0, 2, 3])],
  };
  const nodes = differenceTree({ ...costs, tree }, -5)!.nodes;
  expect(nodes[0]!.difference).toEqual(differenceDistribution(costs, -5));
  expect(nodes.map(({ probability }) => probability)).toEqual([1, 0.25, 0.75]);
  expect(nodes.map(({ planMeanEur }) => planMeanEur)).toEqual([95, 110, 90]);
  expect(nodes.map(({ difference }) => difference.probabilityWorse)).toEqual([0.25, 1, 0]);
  const [, worse, better] = nodes.map((each) => each.probability * each.difference.meanEur);
  expect(worse! + better!).toBeCloseTo(nodes[0]!.difference.meanEur, 12);
  expect(JSON.parse(JSON.stringify(nodes))).toEqual(nodes);
  expect(differenceTree(costs, -5)).toBeUndefined();
});

test("the difference is taken scenario by scenario", () => {
  const costs = { planEur: [90, 110, 80, 100], baselineEur: [100, 100, 100, 100] };
  expect(differenceDistribution(costs, -5)).toMatchObject({
    scenarioCount: 4,
    meanEur: -5,
    p50Eur: -5,
    probabilityWorse: 0.25,
  });
  expect(differenceDistribution({ planEur: [], baselineEur: [] }, -7)).toMatchObject({
    p10Eur: -7,
    scenarioCount: 0,
  });
});

test("a person is asked above both thresholds, at most three times a shift, and always when the plan broke", () => {
  const input = { savingEur: 60, remainingCostEur: 8000, currentInfeasible: false, asksThisShift: 0 };
  expect(worthAsking(input, defaultThreshold).ask).toBe(true);
  expect(worthAsking({ ...input, savingEur: 25 }, defaultThreshold).ask).toBe(false);
  expect(worthAsking({ ...input, savingEur: 39 }, defaultThreshold).ask).toBe(false);
  expect(worthAsking({ ...input, asksThisShift: 3 }, defaultThreshold).ask).toBe(false);
  const broken = { savingEur: -5, remainingCostEur: 1, currentInfeasible: true, asksThisShift: 9 };
  expect(worthAsking(broken, defaultThreshold).ask).toBe(true);
});

test("the diff joins equal neighbours, compares with what is in force and leaves out what stays", () => {
  const commands = [0, 1, 2].map((slot) => slotOf("battery.power", slot, slot < 2 ? 100 : 0, 0));
  const [battery] = diffByAsset(commands, [], () => "Battery");
  expect(battery?.changes).toEqual([
    {
      pointId: "battery.power",
      fromMs: 0,
      untilMs: 1_800_000,
      before: 0,
      after: 100,
      sentence: "Battery: 0 → 100",
    },
  ]);
  expect(diffByAsset(commands, commands, () => "Battery")).toEqual([]);
});

test("a precondition without a value is broken", () => {
  const fresh = { id: "a", asset: "f1", sentence: "F1 is known.", pointId: "f1.mode" };
  const list = [
    { ...fresh, check: { kind: "fresh" as const, maxAgeMs: 10 } },
    { ...fresh, asset: "*", check: { kind: "equals" as const, value: "remote" } },
    { ...fresh, asset: "f2", check: { kind: "between" as const, min: 0, max: 1 } },
  ];
  const known = new Map([["f1.mode", { value: "remote", ageMs: 5 }]]);
  expect(brokenPreconditions(list, known, "f1")).toEqual([]);
  expect(brokenPreconditions(list, new Map(), "f1")).toHaveLength(2);
  expect(brokenPreconditions(list, known).map((item) => item.found)).toEqual(['"remote"']);
});

test("modes go up one step with evidence and an approver, and down by themselves", () => {
  const ben = { name: "ben", kind: "user" as const, roles: ["approver" as const] };
  const evidence = { days: 14, simulated: false, granted: null };
  expect(stepUp("shadow", "advise", ben, evidence)).toBe("advise");
  expect(() => stepUp("shadow", "supervised", ben, evidence)).toThrow("next mode");
  expect(() => stepUp("shadow", "advise", ben, { ...evidence, days: 13 })).toThrow("13 of 14");
  expect(() => stepUp("shadow", "advise", { ...ben, kind: "machine" }, evidence)).toThrow("not a person");
  expect(stepUp("shadow", "supervised", ben, { days: 0, simulated: true, granted: "supervised" })).toBe(
    "supervised",
  );
  const healthy = { refusalsToday: 2, dataGood: true, modelError: { errorPct: 6, limitPct: 6 } };
  expect(stepDown("automatic", healthy)).toBeNull();
  expect(stepDown("automatic", { ...healthy, refusalsToday: 3 })?.mode).toBe("supervised");
  expect(stepDown("supervised", { ...healthy, dataGood: false })?.mode).toBe("advise");
  expect(stepDown("advise", { ...healthy, modelError: { errorPct: 6.6, limitPct: 6 } })).toEqual({
    mode: "shadow",
    reason: "The model predicts it with an error of 6.6 %; 6.0 % is its limit.",
  });
  expect(stepDown("advise", { ...healthy, modelError: null })).toBeNull();
  expect(stepDown("shadow", { ...healthy, dataGood: false })).toBeNull();
});
