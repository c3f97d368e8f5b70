import { createRandom } from "@qtwin/core";
import { openSubspace, type QuadraticCost, type SubspaceMixer } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { qaoa } from "../ansatz/qaoa.ts";
import { oneHotStart } from "../ansatz/start-states.ts";
import { bind } from "../circuit/bind.ts";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { runSubspaceQaoa } from "./run-subspace-qaoa.ts";

/** Groups of these sizes whose variables are dealt out in turn. */
function deal(sizes: readonly number[]): number[][] {
  const groups: number[][] = sizes.map(() => []);
  let variable = 0;
  for (let option = 0; option < Math.max(...sizes); option++)
    sizes.forEach((size, group) => {
      if (option < size) groups[group]!.push(variable++);
    });
  return groups;
}

function randomCost(variables: number, seed: number): QuadraticCost {
  const random = createRandom(seed);
  const weight = (): number => 2 * random.next() - 1;
  const couplings: [number, number, number][] = [];
  for (let i = 0; i < variables; i++) for (let j = 0; j < i; j++) couplings.push([i, j, weight()]);
  return {
    kind: "quadratic",
    offset: weight(),
    linear: Array.from({ length: variables }, weight),
    couplings,
  };
}

const [gammas, betas] = [
  [0.7, -0.4],
  [0.9, 2.3],
];

describe("the feasible subspace equals the circuit on all qubits to 1e-10", () => {
  const mixers: readonly SubspaceMixer[] = ["ring", "grover"];
  const shapes = [[1], [2], [3], [5], [2, 3, 1], [3, 4, 2], [5, 3], [4, 4]];
  const cases = mixers.flatMap((mixer) => shapes.map((sizes) => [mixer, sizes] as const));

  it.each(cases)("%s on groups of %j", async (mixer, sizes) => {
    const groups = deal(sizes);
    const qubits = groups.flat().length;
    const cost = randomCost(qubits, 4);
    const start = oneHotStart(qubits, groups);
    const circuitMixer =
      mixer === "ring" ? ({ kind: "xy-ring", groups } as const) : ({ kind: "grover", start } as const);
    const circuit = qaoa(isingOfQuadratic(cost), { layers: 2, mixer: circuitMixer });
    const values = { gamma_0: gammas[0]!, gamma_1: gammas[1]!, beta_0: betas[0]!, beta_1: betas[1]! };
    const full = runUnitary(bind(circuit, values));
    const state = (await openSubspace({ precision: "f64" })).createState({ groups, cost, mixer });
    for (const [k, gamma] of gammas.entries()) state.layer(gamma, betas[k]!);
    const { re, im } = state.amplitudes();
    let mass = 0;
    re.forEach((_, x) => {
      const index = state.optionsAt(x).reduce((sum, option, group) => sum + 2 ** groups[group]![option]!, 0);
      expect(Math.abs(re[x]! - full.re[index]!)).toBeLessThan(1e-10);
      expect(Math.abs(im[x]! - full.im[index]!)).toBeLessThan(1e-10);
      mass += full.re[index]! ** 2 + full.im[index]! ** 2;
    });
    expect(Math.abs(mass - 1)).toBeLessThan(1e-10);
  });
});

describe("runSubspaceQaoa", () => {
  const groups = deal([4, 3, 5, 4]);
  const problem = { cost: randomCost(16, 8), groups };

  it.each(["ring", "complete", "grover"] as const)(
    "with the %s mixer beats uniform samples and certifies",
    async (mixer) => {
      const run = await runSubspaceQaoa(problem, { layers: 3, mixer }, { seed: 3 });
      expect(run.amplitudes).toBe(240);
      expect(run.expectation).toBeLessThan(run.randomSamples.mean);
      expect(run.successProbability).toBeGreaterThan((3 * run.certified!.minimisers) / 240);
      expect(run.certified!.energy).toBeCloseTo(energyOf(problem.cost, run.certified!.bits), 12);
      expect(run.best.energy).toBeCloseTo(energyOf(problem.cost, run.best.bits), 12);
      for (const group of groups) expect(group.reduce((ones, i) => ones + run.best.bits[i]!, 0)).toBe(1);
      expect(run.effort.gradients).toBeGreaterThan(3);
      expect(run.effort.shots).toBe(1024);
    },
  );

  it("is the same run with the same seed, and its expectation is that of its angles", async () => {
    const options = { layers: 2, start: { kind: "interp" } } as const;
    const run = await runSubspaceQaoa(problem, options, { seed: 5 });
    const again = await runSubspaceQaoa(problem, options, { seed: 5 });
    expect(again).toEqual(run);
    const state = (await openSubspace({ precision: "f64" })).createState({ ...problem, mixer: "ring" });
    for (const [k, gamma] of run.gammas.entries()) state.layer(gamma, run.betas[k]!);
    expect(state.expectation()).toBeCloseTo(run.expectation, 10);
  });

  it("trains the same angles whatever the number of final shots", async () => {
    const [one, many] = await Promise.all(
      [1, 3000].map((shots) => runSubspaceQaoa(problem, { layers: 2, shots }, { seed: 5 })),
    );
    expect(one!.gammas).toEqual(many!.gammas);
    expect(one!.betas).toEqual(many!.betas);
  });

  it("counts only optima as success beside large penalties", async () => {
    const penalty = 1e8;
    const linear = [-1, -2, -4, 1];
    for (const unit of [1, 0.1]) {
      const cost: QuadraticCost = {
        kind: "quadratic",
        offset: penalty,
        linear: linear.map((weight) => weight * unit - penalty),
        couplings: [
          [0, 1, 2 * penalty],
          [2, 3, 2 * penalty],
        ],
      };
      const pairs = [
        [0, 1],
        [2, 3],
      ];
      const run = await runSubspaceQaoa({ cost, groups: pairs }, { layers: 1, workLimit: 1 }, { seed: 1 });
      expect(run.certified!.minimisers).toBe(1);
      const state = (await openSubspace({ precision: "f64" })).createState({
        groups: pairs,
        cost,
        mixer: "ring",
      });
      state.layer(run.gammas[0]!, run.betas[0]!);
      // Options 1 and 0.
      expect(run.successProbability).toBeCloseTo(state.probabilities()[1]!, 6);
    }
  });

  it("lowers the CVaR further than the mean energy does", async () => {
    const alpha = 0.1;
    const byMean = await runSubspaceQaoa(problem, { layers: 2 }, { seed: 1 });
    const start = { kind: "given", gammas: byMean.gammas, betas: byMean.betas } as const;
    const byTail = await runSubspaceQaoa(problem, { layers: 2, alpha, start }, { seed: 1 });
    const state = (await openSubspace({ precision: "f64" })).createState({ ...problem, mixer: "ring" });
    for (const [k, gamma] of byMean.gammas.entries()) state.layer(gamma, byMean.betas[k]!);
    expect(byTail.goalValue).toBeLessThanOrEqual(state.cvar(alpha) + 1e-9);
  });

  it("ends with what it has when stopped, and streams its progress", async () => {
    const seen: number[] = [];
    const signal = { aborted: false };
    const onProgress = (): void => {
      seen.push(1);
      if (seen.length === 4) signal.aborted = true;
    };
    const run = await runSubspaceQaoa(problem, { layers: 3 }, { seed: 2, signal, onProgress });
    expect(run.stopped).toBe(true);
    expect(run.effort.gradients).toBe(4);
  });

  it.each([
    [{ layers: 0 }, "QT_QUANTUM_BAD_SIZE"],
    [{ layers: 1, alpha: 0 }, "QT_QUANTUM_BAD_PROBABILITY"],
  ] as const)("refuses %j", async (options, code) => {
    await expect(runSubspaceQaoa(problem, options, { seed: 1 })).rejects.toMatchObject({ code });
  });

  it("refuses variables outside of every group", async () => {
    const open = { ...problem, groups: groups.slice(1) };
    await expect(runSubspaceQaoa(open, { layers: 1 }, { seed: 1 })).rejects.toMatchObject({
      code: "QT_QUANTUM_BAD_COST",
    });
  });
});
