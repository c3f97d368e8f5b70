import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { maxCutCost } from "../problems/max-cut-cost.ts";
import type { RunProgress } from "../run/run.ts";
import { randomMaxCut } from "../testing/random-max-cut.ts";
import { runRandomAccess } from "./run-random-access.ts";

/** A ring with chords: every vertex has three neighbours. */
function cubicGraph(count: number) {
  const edges: [number, number, number][] = [];
  for (let i = 0; i < count; i++) {
    edges.push([i, (i + 1) % count, 1]);
    if (i < count / 2) edges.push([i, i + count / 2, 1]);
  }
  return maxCutCost(count, edges);
}

describe("quantum random access optimisation", () => {
  it("holds 12 variables in few qubits and reports everything beside the certified optimum", async () => {
    const cost = cubicGraph(12);
    const run = await runRandomAccess({ cost }, { seed: 1 });
    expect(run.qubits).toBeLessThan(8);
    expect(run).toMatchObject({ variables: 12, code: 3, relaxation: "lanczos", stopped: false });
    // The relaxed energy itself, and each application of H.
    expect(run.effort).toMatchObject({ gradients: 0, shots: 100 });
    expect(run.effort.evaluations).toBeGreaterThan(10);
    for (const { bits, energy } of [run.best, run.pauli, run.rounded, run.magic!.best, run.control.best])
      expect(energy).toBe(energyOf(cost, bits));
    expect(run.bound!.energy).toBeLessThanOrEqual(run.certified!.energy + 1e-8);
    expect(run.expectation).toBe(run.bound!.energy);
    expect(run.certified!.energy).toBeLessThanOrEqual(run.best.energy);
    expect(run.best.energy).toBeLessThanOrEqual(run.rounded.energy);
    expect(run.rounded.energy).toBe(Math.min(run.pauli.energy, run.magic!.best.energy));
    expect(run.control.searches).toBe(101 + run.effort.evaluations - 1);
    expect(run.successProbability).toBeGreaterThanOrEqual(0);
    expect(run.best.energy).toBe(run.certified!.energy);
  });

  it("is exact with one variable a qubit: the relaxation is the cost itself", async () => {
    const cost = randomMaxCut(9, 0.5, createRandom(3));
    const run = await runRandomAccess({ cost, code: 1, shots: 20 }, { seed: 2 });
    expect(run.qubits).toBe(9);
    expect(run.expectation).toBeCloseTo(run.certified!.energy, 7);
    expect(run.rounded.energy).toBe(run.certified!.energy);
    expect(run.successProbability).toBe(1);
  });

  it("takes VQE for the relaxed state, and adds what both spent", async () => {
    const relaxation = {
      kind: "vqe",
      starts: 2,
      optimiser: { method: "lbfgs", maxEvaluations: 40 },
    } as const;
    const seen: RunProgress[] = [];
    const run = await runRandomAccess(
      { cost: cubicGraph(8), code: 2, relaxation, shots: 30 },
      { seed: 5, onProgress: (progress) => seen.push(progress) },
    );
    expect(run.relaxation).toBe("vqe");
    expect(run.expectation).toBeGreaterThanOrEqual(run.bound!.energy - 1e-8);
    expect(run.effort.gradients).toBeGreaterThan(10);
    expect(run.effort.shots).toBe(30);
    const { evaluations, gradients } = run.effort;
    expect(run.control.searches).toBe(31 + evaluations - 1 + gradients);
    expect(seen.at(-1)!.effort).toEqual(run.effort);
    expect(run.timeline.at(-1)).toEqual(seen.at(-1));
    expect(seen[0]!.stage).toBe("search 1 of 2");
  });

  it("holds 36 variables in 12 to 18 qubits", async () => {
    const cost = cubicGraph(36);
    const run = await runRandomAccess({ cost, shots: 20 }, { seed: 1 });
    expect(run.qubits).toBeGreaterThanOrEqual(12);
    expect(run.qubits).toBeLessThanOrEqual(15);
    expect(run.certified).toBeNull();
    expect(run.successProbability).toBeNull();
    // 54 edges, none cut twice: the bound lies below every assignment.
    expect(run.bound!.energy).toBeLessThanOrEqual(run.best.energy);
    expect(run.best.energy).toBeLessThanOrEqual(-46);
  });

  it("is the same for the same seed, and ends with the best so far when the signal is aborted", async () => {
    const cost = cubicGraph(10);
    const once = await runRandomAccess({ cost, shots: 10 }, { seed: 7 });
    expect(await runRandomAccess({ cost, shots: 10 }, { seed: 7 })).toEqual(once);
    const cut = await runRandomAccess({ cost }, { seed: 7, signal: { aborted: true } });
    expect(cut).toMatchObject({ stopped: true, magic: null, successProbability: null, bound: null });
    expect(cut.control).toMatchObject({ searches: 1, energyOfSameStarts: null, difference: null });
    expect(cut.best.energy).toBe(energyOf(cost, cut.best.bits));
  });

  it("refuses what it cannot encode", async () => {
    const cost = cubicGraph(8);
    const code = (run: Promise<unknown>) => run.catch((error: { code: string }) => error.code);
    expect(await code(runRandomAccess({ cost: cubicGraph(100) }, { seed: 1 }))).toBe("QT_QUANTUM_TOO_LARGE");
    expect(await code(runRandomAccess({ cost, shots: -1 }, { seed: 1 }))).toBe("QT_QUANTUM_BAD_SIZE");
    const none = { kind: "quadratic", offset: 0, linear: [], couplings: [] } as const;
    expect(await code(runRandomAccess({ cost: none }, { seed: 1 }))).toBe("QT_QUANTUM_BAD_SIZE");
  });
});
