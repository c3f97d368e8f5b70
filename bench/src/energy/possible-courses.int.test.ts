import { deterministicEquivalent, scenarioSolution } from "@qtwin/model";
import { closeSolverWorkers, solve } from "@qtwin/solvers";
import { energy } from "@qtwin/usecases/energy";
import { exampleFacts } from "@qtwin/usecases/testing";
import { afterAll, expect, test } from "vitest";

afterAll(closeSolverWorkers);

test("a plan for ten possible courses is proven within 1 %, and each course buys what its own load takes", async () => {
  const facts = exampleFacts({ startHour: 15, hours: 8, metalT: 7, courses: 10 });
  const model = energy.build(facts);
  const equivalent = deterministicEquivalent(model);
  const warmStart = equivalent.encode(energy.warmStart(facts, model)!);
  const answer = await solve(equivalent.model, {
    solver: "highs",
    timeLimitMs: 60_000,
    gapLimit: 0.01,
    warmStart,
    options: { heuristicEffort: 0.3 },
  });
  expect(answer.status).toBe("optimal");
  expect(answer.gap).toBeLessThanOrEqual(0.01);
  const at = new Map(model.variables.names.map((name, index) => [name, index]));
  const extraKw = model.uncertainty!.parameters.find(({ id }) => id === "extraKw[4]")!;
  for (const course of [1, 5, 10]) {
    const values = scenarioSolution(equivalent, answer.solution!, `course ${course}`);
    const value = (name: string): number => values[at.get(name)!]!;
    const beyondKw = value("drawn.importKw[4]") - value("drawn.exportKw[4]") + value("drawn.reliefKw[4]");
    const plannedKw = value("importKw[4]") - value("exportKw[4]");
    expect(beyondKw - plannedKw).toBeCloseTo(extraKw.values[course - 1]!, 3);
  }
  const plan = energy.read(facts, model, { ...answer, solution: equivalent.decode(answer.solution!) });
  expect(plan.kpis.find(({ id }) => id === "waitMin")!.value).toBeCloseTo(0, 6);
}, 90_000);
