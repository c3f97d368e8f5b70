import { type Answer, checkFeasibility, createModel, objectiveValue } from "@qtwin/model";
import { exampleEvidence } from "@qtwin/model/testing";
import { closeSolverWorkers } from "@qtwin/solvers";
import type { EvidenceRecord } from "@qtwin/store";
import type { PlanWindow } from "@qtwin/usecases";
import { afterAll, expect, test } from "vitest";
import type { AnyUseCase } from "../context.ts";
import { better, improveByWindow, keepIn } from "./improve-by-window.ts";

const builder = createModel({ name: "plan", sense: "minimize" });
const power = builder.continuous("powerKw", { upper: 10 });
builder
  .constraint({ id: "need", rule: "need", sentence: "At least 2 kW.", unit: "kW" })
  .plus(1, power)
  .atLeast(2);
builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(3, power);
const model = builder.build();

function answerAt(kw: number): Answer {
  const solution = Float64Array.of(kw);
  const objective = objectiveValue(model, solution);
  return {
    ...{ status: "feasible", sense: "minimize", objective, bound: 6, gap: (objective - 6) / objective },
    ...{ seconds: 1, solver: "highs", seed: 1, solution, feasibility: checkFeasibility(model, solution) },
    ...{ timeline: [], evidence: [] },
  };
}

/** A window whose only value is the power itself. */
const window = { place: (values: ArrayLike<number>) => (values[0]! < 0 ? null : Float64Array.from(values)) };

test("what is better and keeps every rule is taken, with its gap and a note", () => {
  const improved = better(model, answerAt(4), window, [Float64Array.of(3), Float64Array.of(2.5)]);
  expect(improved).toMatchObject({
    solver: "window",
    objective: 7.5,
    solution: Float64Array.of(2.5),
    bound: 6,
  });
  expect(improved.gap).toBeCloseTo(0.2, 12);
  expect(improved.feasibility!.feasible).toBe(true);
  expect(improved.timeline.at(-1)).toEqual({ seconds: 1, objective: 7.5, bound: 6, solver: "window" });
  expect(improved.notes).toEqual(["A window of the plan was decided anew and is better by 4.50 EUR."]);
});

test("what breaks a rule, is worse, or does not go together leaves the answer as it is", () => {
  const answer = answerAt(4);
  const found = [1, 5, -1].map((kw) => Float64Array.of(kw));
  expect(better(model, answer, window, found)).toBe(answer);
});

/** Where the power is one of three, the least being what the plan needs. */
function powerWindow(solution: Float64Array): PlanWindow {
  const window = createModel({ name: `power window from ${solution[0]}`, sense: "minimize" });
  const [levels, hours] = [
    window.choice("power", ["4 kW", "3 kW", "2 kW"]),
    window.choice("hour", ["now", "later"]),
  ];
  const kw = [4, 3, 2];
  const cost = window.objective({ id: "cost", rule: "cost", sentence: "Dearer.", unit: "EUR" });
  for (const [at, each] of kw.entries()) cost.plus(3 * (each - solution[0]!), levels.option(at));
  cost.plus(1, hours.option(1));
  const placed = (values: ArrayLike<number>) =>
    kw[kw.findIndex((_, at) => values[levels.option(at)]! > 0.5)]!;
  const built = window.build();
  return {
    ...{ model: built, start: Float64Array.of(1, 0, 0, 1, 0), combinations: 6, feasible: 6 },
    place: (values) => Float64Array.of(placed(values)),
  };
}

afterAll(closeSolverWorkers);

test("windows are decided one after the other until one brings nothing; each is in the ledger with its controls", async () => {
  const records: EvidenceRecord[] = [];
  const warnings: string[] = [];
  const log = (_: string, message: string): void => void warnings.push(message);
  const put = async (added: readonly EvidenceRecord[]): Promise<void> => void records.push(...added);
  const windows = async (_facts: unknown, _model: unknown, solution: Float64Array) => [powerWindow(solution)];
  const useCase = { id: "power", windows } as unknown as AnyUseCase;
  const improve = improveByWindow(log, keepIn({ put }, log), () => 0);
  const improved = await improve(useCase, {}, model, answerAt(4));
  expect(improved).toMatchObject({ objective: 6, solver: "window", solution: Float64Array.of(2) });
  expect(warnings).toEqual([]);
  expect(records.map(({ by, evidence }) => [by, evidence.problemClass, evidence.method])).toEqual([
    ["loop", "power-window", "subspace-qaoa"],
    ["loop", "power-window", "subspace-qaoa"],
  ]);
  expect(improved.evidence).toEqual(records.map(({ evidence }) => evidence));
  for (const { controls, reference } of improved.evidence) {
    expect(controls).toHaveLength(5);
    expect(reference!.certified).toBe(true);
  }
}, 30_000);

test("a ledger that is away costs its entry, not the plan", async () => {
  const warnings: string[] = [];
  const put = async (): Promise<void> => {
    throw new Error("no connection");
  };
  const keep = keepIn({ put }, (_, message) => void warnings.push(message));
  await keep(exampleEvidence());
  expect(warnings.join()).toMatch(/not in the evidence ledger: Error: no connection/);
});
