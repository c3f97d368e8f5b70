import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { multiAngleQaoa } from "../ansatz/multi-angle.ts";
import { qaoa } from "../ansatz/qaoa.ts";
import { warmStartAngles, warmStartQaoa } from "../ansatz/warm-start.ts";
import { bind } from "../circuit/bind.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { maxCutCost } from "../problems/max-cut-cost.ts";
import { regularGraph } from "../problems/regular-graph.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { fidelity } from "../simulate/statevector.ts";
import { skEdges } from "../testing/sk-edges.ts";
import { runMultiAngleQaoa } from "./run-multi-angle-qaoa.ts";
import { runQaoa } from "./run-qaoa.ts";
import { runWarmStartQaoa } from "./run-warm-start-qaoa.ts";

const count = 8;
const cost = maxCutCost(count, skEdges(count, createRandom(11)));
const ising = isingOfQuadratic(cost);
const halves = new Float64Array(count).fill(0.5);

describe("warm-started QAOA", () => {
  it("is QAOA with the X mixer when every value is a half", () => {
    const angles = { gamma_0: 0.4, beta_0: -0.6, gamma_1: 0.7, beta_1: -0.3 };
    const warm = runUnitary(bind(warmStartQaoa(ising, 2, warmStartAngles(halves, 0)), angles));
    const plain = runUnitary(bind(qaoa(ising, { layers: 2 }), angles));
    expect(Math.abs(fidelity(warm, plain) - 1)).toBeLessThan(1e-12);
  });

  it("starts with the regularised probabilities, which its mixer leaves alone", () => {
    const thetas = warmStartAngles([0, 1, 0.4], 0.1);
    const flat = { count: 3, offset: 0, field: [0, 0, 0], start: [0, 0, 0, 0], column: [], coupling: [] };
    const { re, im } = runUnitary(bind(warmStartQaoa(flat, 1, thetas), { gamma_0: 1, beta_0: 0.7 }));
    const one = (qubit: number): number =>
      re.reduce((sum, a, x) => ((x >> qubit) & 1 ? sum + a * a + im[x]! ** 2 : sum), 0);
    [0.1, 0.9, 0.4].forEach((probability, qubit) => {
      expect(one(qubit)).toBeCloseTo(probability, 12);
    });
  });

  it("gains from a start near the optimum, and reports what the start alone gives", async () => {
    const cold = await runWarmStartQaoa({ cost, layers: 1, relaxed: halves }, { seed: 1 });
    // The optimum itself as the relaxed values: the start then leans to it, by the regularisation.
    const relaxed = cold.certified!.bits;
    const warm = await runWarmStartQaoa({ cost, layers: 1, relaxed }, { seed: 1 });
    expect(warm.expectation).toBeLessThan(cold.expectation);
    expect(warm.successProbability).toBeGreaterThan(cold.successProbability!);
    // 3/4 right on each of 8 qubits: 0.1 of the shots, give or take five deviations of 1024.
    expect(Math.abs(warm.startSamples.optimal! / 1024 - 0.75 ** count)).toBeLessThan(
      5 * Math.sqrt(0.1 / 1024),
    );
    expect(Math.abs(warm.samples.optimal! / 1024 - warm.successProbability!)).toBeLessThan(0.08);
    expect(warm.effort).toMatchObject({ evaluations: 0, shots: 1024 });
  });

  it("agrees with the kernel's QAOA when it is the same", async () => {
    const cold = await runWarmStartQaoa({ cost, layers: 2, relaxed: halves }, { seed: 1 });
    const plain = await runQaoa({ qubits: count, cost, layers: 2 }, { seed: 1 });
    expect(cold.expectation).toBeCloseTo(plain.expectation, 6);
    expect(cold.successProbability).toBeCloseTo(plain.successProbability!, 4);
    expect(cold.approximationRatio!.value).toBeCloseTo(plain.approximationRatio!.value, 6);
  });

  it.each([
    [{ relaxed: [0.5] }, "QT_QUANTUM_BAD_SIZE"],
    [{ relaxed: new Float64Array(count).fill(1.1) }, "QT_QUANTUM_BAD_PROBABILITY"],
    [{ regularisation: 0.6 }, "QT_QUANTUM_BAD_PROBABILITY"],
    [{ layers: 0 }, "QT_QUANTUM_BAD_SIZE"],
  ])("refuses %o with %s", async (options, code) => {
    const run = runWarmStartQaoa({ cost, layers: 1, relaxed: halves, ...options }, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code });
  });
});

describe("multi-angle QAOA", () => {
  it("is QAOA when all angles of a layer are the same", () => {
    const circuit = multiAngleQaoa(ising, 2);
    const angle = { gamma: [0.4, 0.7], beta: [-0.6, -0.3] };
    const values = circuit.parameters.map((name) => {
      const [kind, layer] = name.split("_");
      return [name, angle[kind as "gamma" | "beta"][Number(layer)]!] as const;
    });
    const many = runUnitary(bind(circuit, Object.fromEntries(values)));
    const shared = { gamma_0: 0.4, beta_0: -0.6, gamma_1: 0.7, beta_1: -0.3 };
    const plain = runUnitary(bind(qaoa(ising, { layers: 2 }), shared));
    expect(Math.abs(fidelity(many, plain) - 1)).toBeLessThan(1e-12);
  });

  it("solves a star in one layer, as its paper proves, where shared angles do not", async () => {
    const edges = [1, 2, 3, 4, 5].map((leaf) => [0, leaf, 1] as const);
    const star = { cost: maxCutCost(6, edges), layers: 1 };
    const many = await runMultiAngleQaoa(star, { seed: 1 });
    const shared = await runQaoa({ qubits: 6, ...star }, { seed: 1 });
    // Herrman et al., theorem on stars: approximation ratio 1. Gradients end below 1e-6 of the scale.
    expect(many.approximationRatio!.value).toBeCloseTo(1, 6);
    expect(shared.approximationRatio!.value).toBeLessThan(0.95);
  });

  it("is never above the shared angles, within one limit of work", async () => {
    const graph = { cost: maxCutCost(8, regularGraph(8, 3, createRandom(3))), layers: 1 };
    const shared = await runQaoa({ qubits: 8, ...graph }, { seed: 1 });
    const many = await runMultiAngleQaoa({ ...graph, workLimit: 60 }, { seed: 1 });
    expect(many.expectation).toBeLessThan(shared.expectation - 0.1);
    expect(many.effort.gradients).toBeLessThanOrEqual(60);
    expect(many.angles).toHaveLength(12 + 8);
  });

  it("spends a single gradient where that is its limit", async () => {
    const found = await runMultiAngleQaoa({ cost, layers: 2, workLimit: 1 }, { seed: 1 });
    expect(found.effort).toMatchObject({ evaluations: 0, gradients: 1 });
  });

  it("stops when the signal says so", async () => {
    const signal = { aborted: false };
    let told = 0;
    const onProgress = (): void => {
      signal.aborted = ++told === 5;
    };
    const found = await runMultiAngleQaoa({ cost, layers: 2 }, { seed: 1, signal, onProgress });
    expect(found.stopped).toBe(true);
    // One more to have the value of the second search's start.
    expect(found.effort.gradients).toBeLessThanOrEqual(6);
  });
});
