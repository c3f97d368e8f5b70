import { createRandom } from "@qtwin/core";
import { type Cost, openKernel, type QuadraticCost } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { maxCutCost } from "../problems/max-cut-cost.ts";
import { regularGraph } from "../problems/regular-graph.ts";
import type { RunProgress } from "../run/run.ts";
import { skEdges } from "../testing/sk-edges.ts";
import type { QaoaRunOptions } from "./qaoa-options.ts";
import { runQaoa } from "./run-qaoa.ts";

const graph = maxCutCost(10, regularGraph(10, 3, createRandom(4)));
const dense = maxCutCost(10, skEdges(10, createRandom(5)));

function run(options: Partial<QaoaRunOptions>, seed = 1) {
  return runQaoa({ qubits: 10, cost: dense, layers: 2, ...options }, { seed });
}

/** The same cost in units `factor` times smaller. */
function rescaled({ linear, couplings }: QuadraticCost, factor: number): Cost {
  return {
    kind: "quadratic",
    offset: 0,
    linear: Array.from(linear, (weight) => weight * factor),
    couplings: couplings.map(([i, j, weight]) => [i, j, weight * factor]),
  };
}

describe("runQaoa", () => {
  it("reports what it found, what was spent, and what random samples and enumeration give", async () => {
    const found = await run({ shots: 500 });
    expect(found).toMatchObject({ algorithm: "qaoa", layers: 2, stopped: false });
    expect(found.best.energy).toBe(found.samples.best.energy);
    expect(energyOf(dense, found.best.bits)).toBeCloseTo(found.best.energy, 12);
    expect(found.effort).toMatchObject({ evaluations: 0, shots: 500 });
    expect(found.effort.gradients).toBeGreaterThan(5);
    expect(found.certified!.energy).toBeLessThanOrEqual(found.best.energy + 1e-12);
    expect(found.goalValue).toBe(found.expectation);
    expect(found.timeline.at(-1)).toMatchObject({ effort: found.effort, energy: found.best.energy });
    // MaxCut: both optima of the pair s, -s, each with the same probability.
    expect(found.certified!.minimisers).toBe(2);
    const { value, best, worst } = found.approximationRatio!;
    expect(value).toBeCloseTo((worst - found.expectation) / (worst - best), 12);
    // 500 shots: five standard deviations of a count with this probability, and of the mean of energies.
    const p = found.successProbability!;
    expect(Math.abs(found.samples.optimal! - 500 * p)).toBeLessThan(5 * Math.sqrt(500 * p) + 1);
    expect(found.randomSamples.mean).toBeGreaterThan(found.samples.mean);
    expect(found.randomSamples.optimal).toBeLessThan(found.samples.optimal!);
    for (const { shots, mean, best, levels } of [found.samples, found.randomSamples]) {
      const { energies, counts } = levels;
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(shots);
      expect(energies[0]).toBe(best.energy);
      // Sums in another order.
      expect(energies.reduce((sum, energy, k) => sum + energy * counts[k]!, 0) / shots).toBeCloseTo(mean, 10);
    }
  });

  it("trains to the same optimum from every start, and better than any start", async () => {
    const untrained = await run({ search: "none" });
    expect(untrained.effort).toMatchObject({ evaluations: 1, gradients: 0 });
    for (const start of [
      { kind: "sk" },
      { kind: "ramp" },
      { kind: "interp" },
      { kind: "fourier" },
    ] as const) {
      const trained = await run({ start });
      // Two layers have one good valley; gradients end below 1e-6 of the energy scale.
      expect(Math.abs(trained.expectation - (await run({})).expectation)).toBeLessThan(1e-6);
      expect(trained.expectation).toBeLessThan(untrained.expectation);
    }
  });

  it("measures given angles as they are", async () => {
    const trained = await run({});
    const { gammas, betas } = trained;
    const again = await run({ search: "none", start: { kind: "given", gammas, betas } });
    expect(again.expectation).toBeCloseTo(trained.expectation, 12);
  });

  it.each([
    [{ search: "cobyla" }, 1e-4],
    [{ search: "spsa", workLimit: 1000 }, 2e-2],
    [{ search: "cobyla", shotsPerEvaluation: 500 }, 0.1],
    [{ search: "spsa", shotsPerEvaluation: 500 }, 0.1],
    [{ precision: "f32" }, 1e-4],
  ] as const)("comes within a share of the best expectation by %o", async (options, share) => {
    const best = (await run({})).expectation;
    const found = await run(options);
    expect(found.expectation).toBeGreaterThan(best - 1e-5);
    expect(found.expectation - best).toBeLessThan(share * Math.abs(best));
  });

  it("lowers the CVaR where that is the goal, at the price of the mean", async () => {
    const goal = { kind: "cvar", alpha: 0.5 } as const;
    const mean = await run({});
    const tail = await run({ goal });
    const start = { kind: "given", gammas: mean.gammas, betas: mean.betas } as const;
    const tailOfMean = await run({ goal, search: "none", start });
    expect(tail.goalValue).toBeLessThan(tailOfMean.goalValue);
    expect(tail.expectation).toBeGreaterThan(mean.expectation);
    expect(tail.goalValue).toBeLessThan(tail.expectation);
  });

  it("has angles that scale against the energies, and nothing else that changes", async () => {
    const [a, b] = [await run({}), await run({ cost: rescaled(dense, 1000) })];
    expect(b.expectation / 1000).toBeCloseTo(a.expectation, 8);
    a.gammas.forEach((gamma, k) => {
      expect(Math.abs(b.gammas[k]! * 1000 - gamma)).toBeLessThan(1e-4);
    });
  });

  it.each([1e-12, 1e-9, 1e-3, 1e6, 1e12])(
    "has the same success probability when all weights are multiplied by %d",
    async (factor) => {
      const cubic = (unit: number): Cost => ({
        kind: "polynomial",
        terms: [
          { variables: [0, 1, 2], weight: -3.1 * unit },
          { variables: [0], weight: 1.2 * unit },
          { variables: [9], weight: 0.5 * unit },
        ],
      });
      for (const costIn of [(unit: number) => rescaled(dense, unit), cubic]) {
        const [a, b] = [await run({ cost: costIn(1) }), await run({ cost: costIn(factor) })];
        // The search ends at gradients of 1e-6.
        expect(b.successProbability).toBeCloseTo(a.successProbability!, 4);
        // 1024 shots, five standard deviations.
        expect(Math.abs(b.samples.optimal! / 1024 - b.successProbability!)).toBeLessThan(0.08);
      }
    },
  );

  it("counts only optima as success beside large penalties and a large offset", async () => {
    const whole = { kind: "quadratic", offset: 1e10, linear: [-1, -2, -3, 1], couplings: [] } as const;
    const penalised = { ...whole, offset: 2e8, couplings: [[0, 1, 2e8]] } as const;
    const fractions = { ...whole, linear: [-1.5, -2.5, -3.5, 1.5] } as const;
    for (const costWithout of [whole, penalised, { ...fractions, offset: 1e8 }]) {
      const found = await runQaoa({ qubits: 4, cost: costWithout, layers: 1, search: "none" }, { seed: 1 });
      const { bits, minimisers } = found.certified!;
      expect(minimisers).toBe(1);
      const state = (await openKernel({ precision: "f64" })).createQaoaState({
        qubits: 4,
        cost: costWithout,
      });
      state.layer(found.gammas[0]!, found.betas[0]!);
      const optimum = bits.reduce((basis, bit, i) => basis + bit * 2 ** i, 0);
      // The phase of 1e10 keeps six digits.
      expect(found.successProbability).toBeCloseTo(state.probabilities()[optimum]!, 6);
    }
  });

  it("takes polynomial costs, linear terms and a single qubit", async () => {
    const cubic: Cost = {
      kind: "polynomial",
      terms: [
        { variables: [0, 1, 2], weight: -3 },
        { variables: [0], weight: 1 },
        { variables: [1], weight: 0.5 },
      ],
    };
    const found = await runQaoa({ qubits: 3, cost: cubic, layers: 3 }, { seed: 2 });
    expect(found.certified).toMatchObject({ energy: -1.5, minimisers: 1 });
    expect(found.best.energy).toBe(-1.5);
    const field: Cost = { kind: "quadratic", offset: 2, linear: [-1], couplings: [] };
    const one = await runQaoa({ qubits: 1, cost: field, layers: 1 }, { seed: 2 });
    // A field alone is solved by one layer.
    expect(one.expectation).toBeCloseTo(1, 6);
    expect(one.successProbability).toBeCloseTo(1, 6);
  });

  it("takes a cost that is the same everywhere", async () => {
    const flat: Cost = { kind: "quadratic", offset: 3, linear: [0, 0], couplings: [] };
    const found = await runQaoa({ qubits: 2, cost: flat, layers: 2 }, { seed: 1 });
    expect(found).toMatchObject({ approximationRatio: null, certified: { energy: 3, minimisers: 4 } });
    expect(found.expectation).toBeCloseTo(3, 12);
    expect(found.successProbability).toBeCloseTo(1, 12);
  });

  it("gives the same with two threads", async () => {
    const options = { qubits: 16, cost: maxCutCost(16, skEdges(16, createRandom(6))), layers: 2 } as const;
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => runQaoa({ ...options, threads, search: "none" }, { seed: 1 })),
    );
    // Sums in another order.
    expect(two!.expectation).toBeCloseTo(one!.expectation, 10);
    expect(two!.samples).toEqual(one!.samples);
  });

  it("repeats itself with the same seed", async () => {
    const options = { search: "spsa", shotsPerEvaluation: 50, workLimit: 40 } as const;
    const [a, b, c] = [await run(options, 7), await run(options, 7), await run(options, 8)];
    expect(a).toEqual(b);
    expect(a.gammas).not.toEqual(c.gammas);
  });

  it("gives chance as many shots for its best as the run took, training included", async () => {
    const exact = await run({});
    expect(exact.randomBest).toEqual(exact.randomSamples.best);
    const sampled = await run({ shotsPerEvaluation: 2000, shots: 1, workLimit: 20 });
    expect(sampled.effort.shots).toBeGreaterThan(10_000);
    // Over 10,000 uniform draws of 1024 assignments with two optima miss them once in 10^8 runs; one draw does not.
    expect(sampled.randomBest.energy).toBeCloseTo(sampled.certified!.energy, 12);
    expect(sampled.randomSamples.best.energy).toBeGreaterThan(sampled.randomBest.energy);
  });

  it("spends no more than its limit, growth included", async () => {
    for (const kind of ["interp", "fourier"] as const)
      for (const workLimit of [1, 3, 30]) {
        const found = await run({ layers: 6, start: { kind }, workLimit });
        expect(found.effort.gradients).toBeLessThanOrEqual(workLimit);
        expect(found.layers).toBe(6);
      }
  });

  it("stops when the signal says so, with the best it has", async () => {
    const signal = { aborted: false };
    const seen: RunProgress[] = [];
    const onProgress = (progress: RunProgress): void => {
      seen.push(progress);
      signal.aborted = seen.length === 8;
    };
    const options = { qubits: 10, cost: graph, layers: 9, start: { kind: "interp" } } as const;
    const found = await runQaoa(options, { seed: 1, signal, onProgress });
    expect(found.stopped).toBe(true);
    expect(found.layers).toBeLessThan(9);
    expect(found.effort.gradients).toBe(8);
    expect(found.best.energy).toBeLessThan(0);
  });

  it.each([
    [{ layers: 0 }, "QT_QUANTUM_BAD_SIZE"],
    [{ shots: 0.5 }, "QT_QUANTUM_BAD_SIZE"],
    [{ qubits: 31 }, "QT_QUANTUM_TOO_LARGE"],
    [{ qubits: 3 }, "QT_QUANTUM_BAD_COST"],
    [{ goal: { kind: "cvar", alpha: 0 } }, "QT_QUANTUM_BAD_PROBABILITY"],
    [{ search: "lbfgs", shotsPerEvaluation: 10 }, "QT_QUANTUM_NO_GRADIENT"],
    [{ start: { kind: "given", gammas: [1], betas: [1] } }, "QT_QUANTUM_BAD_START"],
    [{ start: { kind: "regular-graph", degree: 1 } }, "QT_QUANTUM_BAD_START"],
  ] as const)("refuses %o with %s", async (options, code) => {
    await expect(run(options)).rejects.toMatchObject({ code });
  });
});
