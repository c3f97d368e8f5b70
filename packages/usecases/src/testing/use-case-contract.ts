import { type Answer, checkFeasibility, isDiscrete, type Model, objectiveValue } from "@qtwin/model";
import { describe, expect, test } from "vitest";
import type { UseCase } from "../contract.ts";

export interface UseCaseContract<Facts, Parameters> {
  readonly useCase: UseCase<Facts, Parameters>;
  /** Typical facts by name; at least one. */
  readonly facts: Readonly<Record<string, () => Facts>>;
  /** Solves a model; default: the use case's own warm start, which must then be feasible. */
  readonly answer?: (model: Model, warmStart: Float64Array | null) => Promise<Answer>;
}

/** The start as if a solver had found it: enough for everything but the saving. */
function answerOf(model: Model, solution: Float64Array): Answer {
  return {
    status: "feasible",
    sense: model.sense,
    objective: objectiveValue(model, solution),
    bound: null,
    gap: null,
    seconds: 0,
    solver: "warm start",
    seed: 1,
    solution,
    feasibility: checkFeasibility(model, solution),
    timeline: [],
    evidence: [],
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What every use case keeps; call it at the top of `<folder>.contract.test.ts`. */
export function useCaseContract<Facts, Parameters>(contract: UseCaseContract<Facts, Parameters>): void {
  const { useCase } = contract;
  for (const [name, makeFacts] of Object.entries(contract.facts))
    describe(`use case ${useCase.id}: ${name}`, () => {
      modelTests(useCase, makeFacts);
      planTests(contract, makeFacts);
    });
}

function modelTests<Facts, Parameters>(useCase: UseCase<Facts, Parameters>, makeFacts: () => Facts): void {
  test("facts keep their schema and survive JSON", () => {
    const facts = makeFacts();
    expect(useCase.facts.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  });

  test("every row and objective term has a rule, a sentence and a unit, and ids are unique", () => {
    const { constraints, objective } = useCase.build(makeFacts());
    const meanings = [...constraints.meaning, ...objective.terms];
    for (const { id, rule, sentence, unit } of meanings) {
      expect(id.startsWith(rule), id).toBe(true);
      expect(sentence, id).toMatch(/^[A-Z].*\.$/s);
      expect(unit, id).not.toBe("");
    }
    expect(new Set(meanings.map(({ id }) => id)).size).toBe(meanings.length);
  });

  test("equal facts give an equal model", () => {
    const [first, second] = [useCase.build(makeFacts()), useCase.build(makeFacts())];
    expect(second.variables.names).toEqual(first.variables.names);
    expect(second.constraints.value).toEqual(first.constraints.value);
    expect(second.constraints.upper).toEqual(first.constraints.upper);
    expect(second.objective.linear).toEqual(first.objective.linear);
  });

  test("the warm start has whole numbers and breaks no hard row", () => {
    const facts = makeFacts();
    const model = useCase.build(facts);
    const start = useCase.warmStart(facts, model);
    expect(start?.length).toBe(model.variables.count);
    const broken = start?.findIndex((value, i) => isDiscrete(model, i) && !Number.isInteger(value));
    expect(broken).toBe(-1);
    expect(
      checkFeasibility(model, start!).violations.filter(({ constraintId }) => isHard(model, constraintId)),
    ).toEqual([]);
  });
}

const isHard = (model: Model, id: string): boolean =>
  model.constraints.meaning.find((meaning) => meaning.id === id)?.pricePerUnit === undefined;

function planTests<Facts, Parameters>(
  contract: UseCaseContract<Facts, Parameters>,
  makeFacts: () => Facts,
): void {
  const { useCase } = contract;
  const planned = async () => {
    const facts = makeFacts();
    const model = useCase.build(facts);
    const start = useCase.warmStart(facts, model);
    const answer = contract.answer ? await contract.answer(model, start) : answerOf(model, start!);
    return {
      facts,
      model,
      answer,
      plan: useCase.read(facts, model, answer),
      baseline: useCase.baseline(facts),
    };
  };

  test("plan and baseline share the grid, have one value per step, and cost the sum of their parts", async () => {
    const { plan, baseline } = await planned();
    expect(plan.grid).toEqual(baseline.grid);
    for (const each of [plan, baseline]) {
      for (const { id, values } of each.series) expect(values.length, id).toBe(each.grid.count);
      expect(sum(each.cost.parts.map(({ costEur }) => costEur))).toBeCloseTo(each.cost.totalEur, 6);
      expect(JSON.parse(JSON.stringify(each))).toEqual(each);
    }
  });

  test("the levers add up to the saving", async () => {
    const { facts, model, answer, plan, baseline } = await planned();
    const { levers, sentences } = useCase.explain(facts, model, answer, plan, baseline);
    const saving = baseline.cost.totalEur - plan.cost.totalEur;
    expect(sum(levers.map(({ savingEur }) => savingEur))).toBeCloseTo(saving, 4);
    expect(sentences.length).toBeGreaterThan(0);
  });

  test("the baseline against itself saves nothing", async () => {
    const { facts, model, answer, baseline } = await planned();
    const { levers } = useCase.explain(facts, model, answer, baseline, baseline);
    for (const { id, savingEur } of levers) expect(Math.abs(savingEur), id).toBeLessThan(1e-6);
  });

  test("scenarios are drawn alike for plan and baseline, and the seed decides them", async () => {
    const { facts, plan, baseline } = await planned();
    const first = useCase.scenarios(facts, plan, baseline, 8, 3);
    expect(first.planEur).toHaveLength(8);
    expect(useCase.scenarios(facts, plan, baseline, 8, 3)).toEqual(first);
    expect(useCase.scenarios(facts, plan, baseline, 8, 4)).not.toEqual(first);
    const same = useCase.scenarios(facts, baseline, baseline, 8, 3);
    expect(same.planEur).toEqual(same.baselineEur);
  });

  test("commands of a point follow each other, reach at most 5 min beyond and say what to restore", async () => {
    const { facts, plan } = await planned();
    const slots = useCase.commands(facts, plan);
    const stepMs = plan.grid.stepMin * 60_000;
    expect(slots.length).toBeGreaterThan(0);
    for (const point of new Set(slots.map(({ pointId }) => pointId))) {
      const own = slots.filter(({ pointId }) => pointId === point);
      expect(new Set(own.map(({ slot }) => slot)).size).toBe(own.length);
      own.forEach((slot, i) => {
        expect(slot.validFromMs).toBe(plan.grid.startMs + slot.slot * stepMs);
        expect(slot.validUntilMs).toBeGreaterThan(slot.validFromMs);
        const nextMs = own[i + 1]?.validFromMs ?? Infinity;
        expect(slot.validUntilMs - 5 * 60_000).toBeLessThanOrEqual(nextMs);
        expect(slot.restore).not.toBeUndefined();
      });
    }
  });

  test("every asset that is commanded has a precondition", async () => {
    const { facts, plan } = await planned();
    const guarded = new Set(useCase.preconditions(facts, plan).map(({ asset }) => asset));
    for (const { asset } of useCase.commands(facts, plan)) expect(guarded).toContain(asset);
  });
}
