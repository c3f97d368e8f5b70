import { createModel, type Model, verdictOf } from "@qtwin/model";
import { describe, expect, test } from "vitest";
import type { Progress, SolveContext, SolveJob } from "../contract.ts";
import { infeasibleModel, knapsackModel, mixedModel } from "../testing/models.ts";
import qaoa from "./solver.ts";
import { whyNot } from "./why-not.ts";

const meaning = { id: "cut", rule: "cut", sentence: "Weight of the cut.", unit: "1" };

/** Max cut of a ring with chords; its spins have no field. */
function cutModel(count: number): Model {
  const model = createModel({ name: `ring-${count}`, sense: "maximize" });
  const sides = Array.from({ length: count }, (_, node) => model.binary(`side[${node}]`));
  const cut = model.objective(meaning);
  const edge = (one: number, other: number, weight: number): void => {
    const [left, right] = [sides[one]!, sides[other % count]!];
    cut
      .plus(weight, left)
      .plus(weight, right)
      .product(-2 * weight, left, right);
  };
  for (let node = 0; node < count; node++) edge(node, node + 1, 2);
  for (let node = 0; node < count; node += 2) edge(node, node + 3, 1);
  return model.build();
}

/** The best two of four things, by an equation that becomes a penalty. */
function chooseTwo(): Model {
  const model = createModel({ name: "two-of-four", sense: "maximize" });
  const things = Array.from({ length: 4 }, (_, thing) => model.binary(`take[${thing}]`));
  const row = model.constraint({ ...meaning, id: "two" });
  for (const thing of things) row.plus(1, thing);
  row.equals(2);
  const value = model.objective({ ...meaning, id: "value" });
  things.forEach((thing, worth) => {
    value.plus(worth + 1, thing);
  });
  return model.build();
}

interface Watched {
  readonly context: SolveContext;
  readonly seen: Progress[];
}

function watch(stopRequested: () => boolean = () => false): Watched {
  const seen: Progress[] = [];
  const now = (): number => performance.now();
  return {
    seen,
    context: { stopRequested, now, received: () => null, onProgress: (progress) => void seen.push(progress) },
  };
}

const job = (model: Model, parts: Partial<SolveJob> = {}): SolveJob => ({
  model,
  timeLimitMs: 20_000,
  gapLimit: 0,
  seed: 3,
  threads: 1,
  options: { layers: 2, shots: 256, evaluations: 30 },
  ...parts,
});

describe("evidence of a run", () => {
  test("says what was spent and stands beside its controls", async () => {
    const { context, seen } = watch();
    const { evidence, solution, status } = await qaoa.solve(job(cutModel(10)), context);
    const [run] = evidence!;
    expect(status).toBe("feasible");
    expect(seen.at(-1)).toMatchObject({ objective: run!.objective, solution });
    expect(run).toMatchObject({
      problemClass: "maxcut",
      model: { name: "ring-10", hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      sense: "maximize",
      method: "qaoa",
      qubits: 10,
      layers: 2,
      shots: 256,
      reference: { certified: true, source: "enumeration" },
      observedSuccess: { of: 256 },
      processedSuccess: { of: 256 },
      resources: null,
    });
    expect(run!.evaluations + run!.gradients).toBeLessThanOrEqual(30);
    expect(run!.controls.map(({ method }) => method)).toEqual([
      "random-sampling",
      "annealing",
      "tabu",
      "enumeration",
    ]);
    expect(verdictOf(run!).kind).not.toBe("none");
  });

  test("adds up, and no method beats the certified optimum", async () => {
    const [run] = (await qaoa.solve(job(cutModel(11)), watch().context)).evidence!;
    const { compile, angleSearch, sampling, postProcessing, queue, total, toBest } = run!.seconds;
    // Rounding of sums of seconds.
    expect(compile + angleSearch + sampling + postProcessing + queue).toBeCloseTo(total, 9);
    expect(toBest!).toBeLessThanOrEqual(total);
    const best = run!.reference!.objective;
    for (const { objective, seconds, secondsToBest } of [...run!.controls]) {
      expect(objective!).toBeLessThanOrEqual(best);
      expect(secondsToBest!).toBeLessThanOrEqual(seconds);
    }
    expect(run!.controls.find(({ method }) => method === "enumeration")!.objective).toBe(best);
    expect(run!.controls[0]!.budget).toEqual({ seconds: expect.closeTo(total, 9), evaluations: 256 });
    // All use the same QUBO: whoever was compiled for has waited for it.
    for (const control of run!.controls)
      for (const spent of [control.seconds, control.secondsToBest, control.timeToSolutionS])
        expect(spent ?? compile).toBeGreaterThanOrEqual(compile);
  });

  test("the shots agree with the state they came from", async () => {
    const wanted = job(cutModel(10), { options: { layers: 2, shots: 20_000, evaluations: 30 } });
    const [run] = (await qaoa.solve(wanted, watch().context)).evidence!;
    const { probability } = run!.observedSuccess!;
    const predicted = run!.predictedSuccess!;
    expect(predicted).toBeGreaterThan(2 / 2 ** 10);
    // Five standard deviations of a binomial share.
    const spread = 5 * Math.sqrt((predicted * (1 - predicted)) / 20_000);
    expect(Math.abs(probability - predicted)).toBeLessThan(spread);
    expect(run!.processedSuccess!.hits).toBeGreaterThanOrEqual(run!.observedSuccess!.hits);
  });

  test("is not given where a stop left the controls with less than the run", async () => {
    let polls = 0;
    const stopped = await qaoa.solve(job(cutModel(10)), watch(() => ++polls > 2).context);
    expect(stopped.solution).not.toBeNull();
    expect(stopped.evidence).toBeUndefined();
    const hurried = await qaoa.solve(job(cutModel(10), { timeLimitMs: 0 }), watch().context);
    expect(hurried.solution).not.toBeNull();
    expect(hurried.evidence).toBeUndefined();
  });
});

test("a constraint becomes a penalty, and only what keeps it is a solution", async () => {
  const { solution, evidence } = await qaoa.solve(job(chooseTwo()), watch().context);
  expect([...solution!]).toEqual([0, 0, 1, 1]);
  expect(evidence![0]).toMatchObject({
    problemClass: "linear-equality",
    objective: 7,
    reference: { objective: 7 },
  });
});

test("an infeasible model has no solution and no reference to succeed at", async () => {
  const { status, solution, evidence } = await qaoa.solve(job(infeasibleModel()), watch().context);
  expect({ status, solution }).toEqual({ status: "time-limit", solution: null });
  expect(evidence![0]).toMatchObject({
    objective: null,
    reference: null,
    predictedSuccess: null,
    observedSuccess: null,
    timeToSolutionS: null,
  });
});

test("the same seed and work limit give the same solution and the same samples", async () => {
  const wanted = job(cutModel(12), { workLimit: 5 });
  const [one, other] = [await qaoa.solve(wanted, watch().context), await qaoa.solve(wanted, watch().context)];
  expect(one.solution).toEqual(other.solution);
  expect(one.evidence![0]!.observedSuccess).toEqual(other.evidence![0]!.observedSuccess);
  expect(one.evidence![0]!.evaluations + one.evidence![0]!.gradients).toBeLessThanOrEqual(5);
});

/** A clock that loses time once, at the reading of that number. */
function jumpingClock(reading: number, byMs: number): SolveContext {
  const { context } = watch();
  let readings = 0;
  return { ...context, now: () => context.now() + (++readings >= reading ? byMs : 0) };
}

describe("the clock", () => {
  // The search may take 20 s of that: the jump is within its first evaluations and takes more.
  const [timeLimitMs, reading, byMs] = [100_000, 12, 21_000];
  const effort = async (parts: Partial<SolveJob>, context: SolveContext): Promise<number> => {
    const [run] = (await qaoa.solve(job(cutModel(10), { timeLimitMs, ...parts }), context)).evidence!;
    return run!.evaluations + run!.gradients;
  };

  test("ends a search without a work limit, and not one with it", async () => {
    const hurried = await effort({}, jumpingClock(reading, byMs));
    expect(hurried).toBeLessThan(await effort({}, watch().context));
    const counted = { workLimit: 12 };
    expect(await effort(counted, jumpingClock(reading, byMs))).toBe(await effort(counted, watch().context));
    expect(hurried).toBeLessThan(12);
  });

  test("allows no large state that takes longer than there is", async () => {
    let readings = 0;
    const slow = { ...watch().context, now: () => 100 * readings++ };
    const { solution, status, evidence } = await qaoa.solve(job(cutModel(18), { timeLimitMs: 1000 }), slow);
    expect({ solution, status, evidence }).toEqual({
      solution: null,
      status: "time-limit",
      evidence: undefined,
    });
  });
});

describe("what it does not take", () => {
  test.each([
    [mixedModel(), /continuous/],
    [knapsackModel(10, 3, 1), /at most 16 qubits/],
    [cutModel(26), /at most 24 qubits/],
  ])("$name, with the reason", (model, reason) => {
    expect(whyNot(model).join()).toMatch(reason);
  });

  test("takes what fits", () => {
    expect(whyNot(cutModel(24))).toEqual([]);
    expect(whyNot(chooseTwo())).toEqual([]);
  });
});
