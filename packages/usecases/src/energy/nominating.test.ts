import { hourMs, minuteMs, stepStartMs } from "@qtwin/core";
import { type Answer, checkFeasibility, deterministicEquivalent, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { deviationEur, deviationOf } from "./balancing.ts";
import { build } from "./build.ts";
import { columnsOf } from "./columns.ts";
import { costParts } from "./cost.ts";
import { exampleFacts, exampleParameters } from "./example-facts.ts";
import { explain } from "./explain.ts";
import type { EnergyFacts } from "./facts.ts";
import { simulateNative } from "./native.ts";
import { nominating } from "./nominating.ts";
import { dispatchOf, planOf } from "./plan.ts";
import { baseline } from "./use-case.ts";
import { columnValues, warmStart } from "./warm-start.ts";
import { whatIf } from "./what-if.ts";

const contract = { toleranceShare: 0.1, eurPerMwhShort: 40, eurPerMwhLong: 20, nominateAt: "11:00" };

/** 600 kW from the second hour on; of the running quarter-hour 5 min are over. */
function nominatedFacts(courses?: number): EnergyFacts {
  const day = exampleFacts({ startHour: 16, hours: 6, metalT: 6, ...(courses ? { courses } : {}) });
  const facts = { ...day, firstStepMin: 10, peak: { ...day.peak, runningQuarterKwh: 30 } };
  const grid = { startMs: facts.grid.startMs - 4 * hourMs, stepMin: 15, count: 16 + 12 };
  const kw = Array.from({ length: grid.count }, (_, step) => 600 + step);
  return nominating.apply(facts, contract, [{ grid, kw }]);
}
const facts = nominatedFacts();

test("inside the tolerance a deviation costs nothing, outside of it each side has its price", () => {
  expect(deviationOf(100, 110, 0.1)).toEqual({ shortKwh: 0, longKwh: 0 });
  expect(deviationOf(100, 90, 0.1)).toEqual({ shortKwh: 0, longKwh: 0 });
  expect(deviationOf(100, 150, 0.1).shortKwh).toBeCloseTo(40, 9);
  expect(deviationOf(100, 50, 0.1).longKwh).toBeCloseTo(40, 9);
  expect(deviationEur(contract, { shortKwh: 1000, longKwh: 0 })).toBe(40);
  expect(deviationEur(contract, { shortKwh: 0, longKwh: 500 })).toBe(10);
});

test("a site has no such contract unless it says so; without own prices it has the mean of the tariff's", () => {
  expect(nominating.contract(exampleParameters())).toBeNull();
  const { eurPerMwhShort, ...rest } = nominating.contract(exampleParameters({ balancing: {} }))!;
  expect(eurPerMwhShort).toBeCloseTo(0.95 * 25 + 0.05 * 200, 9);
  expect(rest).toEqual({ toleranceShare: 0.1, eurPerMwhLong: eurPerMwhShort, nominateAt: "11:00" });
  expect(
    nominating.contract(exampleParameters({ balancing: { eurPerMwhLong: 5, nominateAt: "10:30" } })),
  ).toMatchObject({ eurPerMwhLong: 5, nominateAt: "10:30" });
  expect(() => exampleParameters({ balancing: { nominateAt: "25:00" } })).toThrow("local clock time");
});

test("only nominated steps have columns, and nothing nominated leaves facts and model as they were", () => {
  const { imbalance } = columnsOf(facts, build(facts));
  expect([...imbalance!.shortKwh.keys()]).toEqual(Array.from({ length: 12 }, (_, step) => step));
  const before = exampleFacts();
  const past = { startMs: before.grid.startMs - hourMs, stepMin: 15, count: 4 };
  expect(nominating.apply(before, contract, [{ grid: past, kw: [1, 2, 3, 4] }])).toBe(before);
  expect(build(before).variables.names.some((name) => name.includes("shortKwh"))).toBe(false);
});

test("the model counts the imbalance of a course as its cost does, the running quarter-hour included", () => {
  const { nomination: _, ...without } = facts;
  const native = simulateNative(facts);
  const [model, bare] = [build(facts), build(without)];
  const values = columnValues(facts, model, native);
  const broken = checkFeasibility(model, values).violations.map(({ constraintId }) => constraintId);
  expect(broken.filter((id) => id.startsWith("imbalance"))).toEqual([]);
  const costEur = objectiveValue(model, values) - objectiveValue(bare, columnValues(without, bare, native));
  // As the model takes it: with compressed air out of its choices.
  const importKw = columnsOf(facts, model).importKw.map((column) => values[column]!);
  let expectedEur = 0;
  for (let step = 0; step < 12; step++) {
    const boughtKwh = step === 0 ? 30 + importKw[0]! / 6 : importKw[step]! / 4;
    const nominatedKwh = (616 + step) / 4;
    expectedEur += 0.04 * Math.max(0, boughtKwh - 1.1 * nominatedKwh);
    expectedEur += 0.02 * Math.max(0, 0.9 * nominatedKwh - boughtKwh);
  }
  expect(expectedEur).toBeGreaterThan(1);
  expect(costEur).toBeCloseTo(expectedEur, 6);
  expect(costParts(facts, { ...native, importKw }, native).imbalance).toBeCloseTo(expectedEur, 9);
});

test("a smaller deviation column breaks the model: it cannot look cheaper than it is", () => {
  const model = build(facts);
  const { imbalance } = columnsOf(facts, model);
  const values = columnValues(facts, model, simulateNative(facts));
  const missed = [...imbalance!.shortKwh].find(([, column]) => values[column]! > 1)!;
  values[missed[1]]! -= 0.5;
  const broken = checkFeasibility(model, values).violations.map(({ constraintId }) => constraintId);
  expect(broken).toContain(`imbalance-short[${missed[0]}]`);
});

test("a plan shows the nomination, and its course is read back with the same cost", () => {
  const plan = baseline(facts);
  const shown = plan.series.find(({ id }) => id === "nominatedKw")!;
  expect([shown.nature, shown.values[0], shown.values[11], shown.values[12]]).toEqual([
    "known",
    616,
    627,
    null,
  ]);
  const read = dispatchOf(facts, plan);
  const part = plan.cost.parts.find(({ id }) => id === "imbalance")!;
  expect(part.title).toContain("synthetic");
  expect(costParts(facts, read, read).imbalance).toBeCloseTo(part.costEur, 9);
  expect(plan.kpis.find(({ id }) => id === "imbalanceKwh")!.value).toBeGreaterThan(0);
});

test("keeping to the nomination is a lever of its own, and the levers add up to the saving", () => {
  const native = baseline(facts);
  const lower = simulateNative(facts, facts.peak.targetKw - 250);
  const parts = costParts(facts, lower, simulateNative(facts));
  const totalEur = Object.values(parts).reduce((sum, eur) => sum + eur, 0);
  const plan = planOf(facts, lower, { totalEur, parts: [] });
  const model = build(facts);
  const { levers } = explain(facts, model, noAnswer, plan, native);
  const imbalance = levers.find(({ id }) => id === "imbalance")!;
  const before = native.cost.parts.find(({ id }) => id === "imbalance")!.costEur;
  expect(imbalance.savingEur).toBeCloseTo(before - parts.imbalance, 6);
  const sum = levers.reduce((total, { savingEur }) => total + savingEur, 0);
  expect(sum).toBeCloseTo(native.cost.totalEur - totalEur, 4);
});

const noAnswer: Answer = {
  ...{ status: "time-limit", sense: "minimize", objective: null, bound: null, gap: null, seconds: 0 },
  ...{ solver: "none", seed: 1, solution: null, feasibility: null, timeline: [], evidence: [] },
};

test("in each possible course the deviation is its own; a start leaves them as expected", () => {
  const drawn = nominatedFacts(3);
  const model = build(drawn);
  const start = warmStart(drawn, model)!;
  const { imbalance, drawn: columns } = columnsOf(drawn, model);
  expect(columns!.imbalance!.shortKwh.size).toBe(12);
  for (const [step, column] of columns!.imbalance!.shortKwh)
    expect(start[column]).toBe(start[imbalance!.shortKwh.get(step)!]);
  const priced = columns!.imbalance!.shortKwh.get(3)!;
  const prices = model.objective.terms.flatMap(({ id, column, value }) => {
    const at = column.indexOf(priced);
    return at < 0 ? [] : [[id, value[at]]];
  });
  expect(prices).toEqual([
    ["drawnMean", 0.04],
    ["drawnTail", 0.04],
  ]);
  expect(deterministicEquivalent(model).encode(start).length).toBeGreaterThan(start.length);
});

test("what-if changes the prices of imbalance, where something is nominated", () => {
  expect(whatIf.values(exampleFacts()).some(({ id }) => id === "imbalance")).toBe(false);
  const dearer = whatIf.apply(facts, { values: { imbalance: 300 }, pins: [], outages: [] });
  expect(dearer.nomination).toMatchObject({ eurPerMwhShort: 120, eurPerMwhLong: 60 });
});

test("what a plan buys on the next day is nominated only where it reaches over all of it", () => {
  const plan = baseline(facts);
  const grid = { startMs: stepStartMs(facts.grid, 2), stepMin: 15, count: 20 };
  const { importKw } = simulateNative(facts);
  expect(nominating.boughtKw(plan, grid)).toEqual(importKw.slice(2, 22));
  expect(nominating.boughtKw(plan, { ...grid, count: 23 })).toBeNull();
  expect(nominating.boughtKw(plan, { ...grid, startMs: grid.startMs - hourMs })).toBeNull();
});

test("a nomination is settled by the main meter up to now, without steps that are not known", async () => {
  const grid = { startMs: 0, stepMin: 15, count: 96 };
  const asked: unknown[] = [];
  const history = {
    means: async (pointId: string, on: unknown) => {
      asked.push(pointId, on);
      return [400, null, 480, 320];
    },
  };
  const nominated = { grid, kw: Array.from({ length: 96 }, () => 400) };
  const came = await nominating.course(history, contract, nominated, 65 * minuteMs);
  expect(asked).toEqual(["meter.importKwh", { ...grid, count: 4 }]);
  expect(came).toEqual({
    untilMs: 60 * minuteMs,
    nominatedKwh: 300,
    boughtKwh: 300,
    shortKwh: expect.closeTo(10, 9),
    longKwh: expect.closeTo(10, 9),
    costEur: expect.closeTo(0.6, 9),
  });
  expect(await nominating.course(history, contract, nominated, -hourMs)).toMatchObject({ nominatedKwh: 0 });
});
