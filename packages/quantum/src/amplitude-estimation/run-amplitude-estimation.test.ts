import { describe, expect, it } from "vitest";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { amplify } from "../grover/amplify.ts";
import { goodProbability } from "../grover/rotation.ts";
import type { RunControl } from "../run/run.ts";
import { runShots } from "../simulate/run-shots.ts";
import {
  type AmplitudeEstimationOptions,
  type GoodSubspace,
  runAmplitudeEstimation,
} from "./run-amplitude-estimation.ts";

/** Good with the probability given, on one of two entangled qubits. */
function prepared(probability: number) {
  return new CircuitBuilder(2)
    .gate("ry", [0], 2 * Math.asin(Math.sqrt(probability)))
    .gate("cx", [0, 1])
    .gate("h", [0])
    .build();
}
type Options = Omit<AmplitudeEstimationOptions, "prepare" | "good"> & RunControl;
const estimate = (probability: number, { seed, signal, onProgress, ...options }: Options) =>
  runAmplitudeEstimation(
    { prepare: prepared(probability), good: [1], ...options },
    { seed, ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

describe("iterative amplitude estimation", () => {
  it("gives an interval as narrow as asked, and counts what it took", () => {
    const run = estimate(0.3, { epsilon: 0.002, seed: 4 });
    expect(Math.abs(run.exact - 0.3)).toBeLessThan(1e-12);
    expect(run.interval[1] - run.interval[0]).toBeLessThanOrEqual(0.004);
    expect(Math.abs(run.estimate - 0.3)).toBeLessThan(0.002);
    expect(run.effort.shots).toBe(run.rounds.reduce((sum, { shots }) => sum + shots, 0));
    expect(run.oracleQueries).toBe(
      run.rounds.reduce((sum, { shots, rotations }) => sum + shots * rotations, 0),
    );
    expect(run.preparations).toBe(2 * run.oracleQueries + run.effort.shots);
    expect(run.preparations).toBeLessThan(run.classicalSamples / 4);
    const scales = run.rounds.map(({ rotations }) => 4 * rotations + 2);
    scales.slice(1).forEach((scale, index) => {
      expect(scale).toBeGreaterThanOrEqual(2 * scales[index]!);
    });
  });

  // alpha = 0.1 is shared among all numbers of rotations there could be, so that about 1 % of seeds miss.
  it.each([
    ["clopper-pearson", 0.02],
    ["clopper-pearson", 0.5],
    ["clopper-pearson", 0.87],
    ["chernoff-hoeffding", 0.3],
    ["chernoff-hoeffding", 1],
  ] as const)("by %s covers %f in at least 1 - alpha of the seeds", (interval, probability) => {
    const missed = seeds.filter((seed) => {
      const run = estimate(probability, { epsilon: 0.01, alpha: 0.1, shots: 50, seed, interval });
      return run.exact < run.interval[0] || run.exact > run.interval[1];
    });
    expect(missed.length).toBeLessThanOrEqual(0.1 * seeds.length);
  });

  it("can miss: intervals of 20 % confidence do", () => {
    const missed = seeds.filter((seed) => {
      const run = estimate(0.3, { epsilon: 0.1, alpha: 0.8, shots: 20, seed });
      return run.exact < run.interval[0] || run.exact > run.interval[1];
    });
    expect(missed.length).toBeGreaterThan(10);
  });

  it("prepares the state once a shot where nothing is rotated, as a classical sample does", () => {
    const run = estimate(0.3, { epsilon: 0.5, seed: 1 });
    expect(run).toMatchObject({ oracleQueries: 0, preparations: 100, effort: { shots: 100 } });
  });

  it("takes about 1/epsilon queries where samples take 1/epsilon²", () => {
    const mean = (epsilon: number) => {
      const runs = seeds.slice(0, 40).map((seed) => estimate(0.3, { epsilon, seed }));
      const of = (count: (run: (typeof runs)[0]) => number) =>
        runs.reduce((sum, run) => sum + count(run), 0) / runs.length;
      return { queries: of((run) => run.oracleQueries), classical: of((run) => run.classicalSamples) };
    };
    const [coarse, fine] = [mean(0.01), mean(0.0001)];
    // A hundredth: a hundred times the queries, within a factor of 2.5 for logarithms and the steps of the rotations.
    expect(fine.queries / coarse.queries).toBeGreaterThan(40);
    expect(fine.queries / coarse.queries).toBeLessThan(250);
    expect(fine.classical / coarse.classical).toBeGreaterThan(3000);
  });

  it("knows what amplified circuits show, within four standard errors of 20,000 shots", () => {
    const circuit = new CircuitBuilder(2, 1)
      .append(amplify(prepared(0.11), [1], 3))
      .measure(1, 0)
      .build();
    const shots = 20_000;
    const seen = (runShots(circuit, { shots, seed: 2 }).get("1") ?? 0) / shots;
    const expected = goodProbability(0.11, 3);
    expect(Math.abs(seen - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / shots));
  });

  it("takes a predicate as well as qubits, and probabilities of 0 and 1", () => {
    const of = (good: GoodSubspace) =>
      runAmplitudeEstimation({ prepare: prepared(0.3), good, epsilon: 0.01 }, { seed: 1 });
    expect(of((basis) => basis >= 2)).toEqual(of([1]));
    expect(of(() => false).interval[0]).toBe(0);
    expect(of([]).interval[1]).toBe(1);
  });

  it("is the same for a seed, and stops when told to", () => {
    const run = (seed: number) => estimate(0.3, { epsilon: 0.005, seed });
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
    const signal = { aborted: false };
    const stopped = estimate(0.3, {
      epsilon: 0.0001,
      seed: 1,
      signal,
      onProgress: ({ effort }) => {
        signal.aborted = effort.shots >= 300;
      },
    });
    expect(stopped).toMatchObject({ stopped: true, effort: { shots: 300 } });
    expect(estimate(0.3, { epsilon: 0.01, seed: 1, signal: { aborted: true } }).interval).toEqual([0, 1]);
  });

  it.each([
    [{ epsilon: 0 }, "QT_QUANTUM_BAD_PROBABILITY", "epsilon"],
    [{ epsilon: 0.1, alpha: 1 }, "QT_QUANTUM_BAD_PROBABILITY", "alpha"],
    [{ epsilon: 0.1, shots: 0.5 }, "QT_QUANTUM_BAD_SIZE", "shots"],
  ])("refuses %j", (options, code, where) => {
    expect(() => estimate(0.3, { seed: 1, ...options })).toThrow(expect.objectContaining({ code, where }));
  });

  it("refuses good qubits that the circuit lacks", () => {
    const options = { prepare: prepared(0.3), good: [2], epsilon: 0.1 };
    expect(() => runAmplitudeEstimation(options, { seed: 1 })).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_UNKNOWN_QUBIT" }),
    );
  });
});
