import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { describe, expect, test } from "vitest";
import { type ComparisonOptions, compareSubSolvers } from "./compare-sub-solvers.ts";

/** A cost of products of 30 binaries, in whole multiples of `unit`. */
function pairsModel(unit = 1): Model {
  const random = createRandom(5);
  const model = createModel({ name: "pairs", sense: "minimize" });
  const bits = Array.from({ length: 30 }, (_, at) => model.binary(`x[${at}]`));
  const cost = model.objective({ id: "cost", rule: "cost", sentence: "What it costs.", unit: "1" });
  bits.forEach((left, at) => {
    for (const right of bits.slice(at + 1))
      if (random.next() < 0.3) cost.product(unit * (random.integer(21) - 10), left, right);
  });
  return model.build();
}

test("each sub-solver gets the same neighbourhoods, and the rows repeat but for their seconds", async () => {
  const model = pairsModel();
  const limits = { layers: 1, evaluations: 5, shots: 64 };
  const options = { seed: 2, neighbourhoods: 8, qubits: 8, limits, now: () => performance.now() };
  const start = new Float64Array(30);
  const rows = await compareSubSolvers(model, start, options);
  expect(rows.map(({ subSolver }) => subSolver)).toEqual(["exact-qubo", "annealing", "qaoa"]);
  for (const { solved, refused, end, values, objective, timeline } of rows) {
    expect([solved, refused, end]).toEqual([8, 0, "done"]);
    expect(checkFeasibility(model, values).feasible).toBe(true);
    expect(objectiveValue(model, values)).toBe(objective);
    expect(timeline[0]!.objective).toBe(0);
    expect(timeline.at(-1)!.objective).toBe(objective);
    expect(objective).toBeLessThan(0);
  }
  // The first neighbourhood is the same from the same start, so that none can beat enumeration on it.
  const first = rows.map(({ timeline }) =>
    timeline.find(({ neighbourhood }) => neighbourhood <= 1 && neighbourhood > 0),
  );
  for (const each of first) expect(each?.objective ?? 0).toBeGreaterThanOrEqual(first[0]!.objective);
  expect(rows[2]!.evidence.length).toBeGreaterThan(0);
  const again = await compareSubSolvers(model, start, options);
  expect(again.map(({ values }) => values)).toEqual(rows.map(({ values }) => values));
});

const limits = { layers: 1, evaluations: 5, shots: 64 };

/** Every look at the clock takes a millisecond. */
function countingClock(): () => number {
  let ms = 0;
  return () => ++ms;
}

describe("the controls of quantum runs", () => {
  const model = pairsModel();
  const quantumRow = async (more: Partial<ComparisonOptions> = {}, given = model) => {
    const options = { seed: 2, neighbourhoods: 8, qubits: 8, limits, subSolvers: ["qaoa"], ...more } as const;
    const [row] = await compareSubSolvers(given, new Float64Array(30), { now: countingClock(), ...options });
    return row!;
  };

  // Sums of tenths differ by rounding: what is an optimum must be the same for all.
  test.each([1, 0.1])("are all there, each measured, with weights in units of %d", async (unit) => {
    const { evidence } = await quantumRow({}, pairsModel(unit));
    for (const { controls, timeToSolutionS, seconds, processedSuccess } of evidence) {
      expect(controls.map(({ method }) => method)).toEqual([
        "random-sampling",
        "annealing",
        "tabu",
        "enumeration",
      ]);
      // Eight qubits, 64 shots with descent: each method comes to the optimum.
      for (const each of [...controls, { timeToSolutionS }]) expect(each.timeToSolutionS).toBeGreaterThan(0);
      expect(processedSuccess!.hits).toBeGreaterThan(0);
      expect(seconds.sampling).toBeGreaterThan(0);
      for (const { budget } of controls.slice(0, 3)) expect(budget.seconds).toBeCloseTo(seconds.total, 9);
    }
  });

  test("are neither in the seconds of the row nor in its time limit", async () => {
    const free = await quantumRow();
    const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
    const runsS = sum(free.evidence.map(({ seconds }) => seconds.total));
    const controlsS = sum(free.evidence.flatMap(({ controls }) => controls.map(({ seconds }) => seconds)));
    // Between runs a look or two at the clock for each step, a dozen at most.
    expect(free.seconds).toBeLessThan(runsS + 8 * 0.012);
    expect(controlsS).toBeGreaterThan(2 * 8 * 0.012);
    const limited = await quantumRow({ timeLimitMs: 1000 * free.seconds + 10 });
    expect(limited).toMatchObject({ solved: 8, end: "done", values: free.values });
    expect(sum(limited.evidence.map(({ shots }) => shots))).toBe(8 * 64);
  });
});

describe("what ends a comparison", () => {
  const model = pairsModel();
  const rowsOf = (more: Partial<ComparisonOptions>) =>
    compareSubSolvers(model, new Float64Array(30), {
      seed: 2,
      neighbourhoods: 8,
      qubits: 8,
      limits,
      now: countingClock(),
      ...more,
    });

  test("an aborted signal, each row saying that it was stopped", async () => {
    let reads = 0;
    const signal = {
      get aborted() {
        return ++reads > 40;
      },
    };
    const rows = await rowsOf({ signal });
    expect(rows.map(({ end }) => end)).toContain("stopped");
    expect(rows.at(-1)).toMatchObject({ subSolver: "qaoa", end: "stopped", solved: 0 });
    expect((await rowsOf({ timeLimitMs: 1 })).map(({ end }) => end)).toEqual(Array(3).fill("time-limit"));
  });

  test("an event that comes meanwhile", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 0);
    const rows = await rowsOf({ neighbourhoods: 2000, subSolvers: ["annealing"], signal: stop.signal });
    expect(rows[0]!.solved).toBeLessThan(2000);
    expect(rows[0]!.end).toBe("stopped");
  });
});
