import { describe, expect, it } from "vitest";
import { hardwareEfficient } from "../ansatz/hardware-efficient.ts";
import { qaoa } from "../ansatz/qaoa.ts";
import { parameter } from "../circuit/angle.ts";
import { bindInOrder } from "../circuit/bind.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { pauliSumOfIsing } from "../pauli/ising.ts";
import { mutuallyCommuting, pauliSum } from "../pauli/pauli-sum.ts";
import { parsePauliSum } from "../pauli/pauli-text.ts";
import { expectation } from "../simulate/expectation.ts";
import { noiseless } from "../simulate/noise.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { heisenbergRing, isingChain, isingChainEnergy } from "../testing/spin-chains.ts";
import { measureEnergy, shotsOfGroups } from "./measure-energy.ts";
import { measurementPlan } from "./measurement-groups.ts";
import { runVqe } from "./run-vqe.ts";

describe("VQE", () => {
  it("finds the ground energy of two spins in a field, -√(1 + 4 · 0.5²)", async () => {
    const hamiltonian = parsePauliSum("-1 ZZ\n-0.5 IX\n-0.5 XI");
    const run = await runVqe({ hamiltonian }, { seed: 3 });
    // L-BFGS ends at a slope of 1e-6: the energy is within its square over the curvature.
    expect(run.expectation).toBeCloseTo(-Math.SQRT2, 8);
    expect(run.lowest?.energy).toBeCloseTo(-Math.SQRT2, 10);
    expect(run.successProbability).toBeCloseTo(1, 6);
    expect(run.estimate).toEqual({ mean: run.expectation, standardError: 0 });
    expect(run.effort.gradients).toBeGreaterThan(3);
  });

  it("finds the ground energy of a chain of five with the chain's own gates as ansatz", async () => {
    const hamiltonian = isingChain(5, 1);
    const builder = new CircuitBuilder(5);
    for (let qubit = 0; qubit < 5; qubit++) builder.gate("h", [qubit]);
    for (let layer = 0; layer < 5; layer++) {
      for (let qubit = 0; qubit < 4; qubit++)
        builder.gate("rzz", [qubit, qubit + 1], parameter(`a_${layer}_${qubit}`));
      for (let qubit = 0; qubit < 5; qubit++) builder.gate("rx", [qubit], parameter(`b_${layer}_${qubit}`));
    }
    const run = await runVqe({ hamiltonian, ansatz: builder.build(), starts: 3 }, { seed: 1 });
    expect(run.expectation).toBeCloseTo(isingChainEnergy(5, 1), 5);
    expect(run.expectation).toBeGreaterThanOrEqual(run.lowest!.energy - 1e-9);
    expect(run.successProbability).toBeGreaterThan(0.9999);
  });

  it("comes near the Heisenberg ring of four, never below it", async () => {
    const ansatz = hardwareEfficient({ qubits: 4, layers: 4, connect: "ring" });
    const run = await runVqe({ hamiltonian: heisenbergRing(4), ansatz, starts: 3 }, { seed: 2 });
    expect(run.lowest?.energy).toBeCloseTo(-8, 8);
    expect(run.expectation).toBeGreaterThanOrEqual(-8 - 1e-9);
    expect(run.expectation).toBeLessThan(-7.99);
    expect(run.successProbability).toBeGreaterThan(0.99);
  });

  it("runs the QAOA ansatz, whose degenerate optimum counts as a whole", async () => {
    // MaxCut of a square: one layer has 3/4 of its four edges, energy -2 of -4 in these units.
    const ising = {
      count: 4,
      offset: 0,
      field: [0, 0, 0, 0],
      start: [0, 2, 3, 4, 4],
      column: [1, 3, 2, 3],
      coupling: [1, 1, 1, 1],
    };
    const hamiltonian = pauliSumOfIsing(ising);
    const run = await runVqe({ hamiltonian, ansatz: qaoa(ising, { layers: 1 }), starts: 4 }, { seed: 5 });
    expect(run.expectation).toBeCloseTo(-2, 8);
    const state = runUnitary(bindInOrder(qaoa(ising, { layers: 1 }), run.angles));
    const share = [0b0101, 0b1010].reduce((sum, i) => sum + state.re[i]! ** 2 + state.im[i]! ** 2, 0);
    expect(run.successProbability).toBeCloseTo(share, 10);
    expect(run.bases).toBe(1);
  });

  it("searches on shots, and says how sure its energy is", async () => {
    const hamiltonian = parsePauliSum("-1 ZZ\n-0.5 IX\n-0.5 XI");
    const energies = { kind: "shots", shots: 400 } as const;
    const optimiser = { method: "spsa", seed: 1, maxEvaluations: 300 } as const;
    const run = await runVqe({ hamiltonian, energies, optimiser }, { seed: 4 });
    expect(run.bases).toBe(2);
    expect(run.expectation).toBeLessThan(-1.3);
    expect(run.effort.shots).toBe(400 * run.effort.evaluations);
    expect(run.estimate.standardError).toBeGreaterThan(0);
    // Four standard errors.
    expect(Math.abs(run.estimate.mean - run.expectation)).toBeLessThan(4 * run.estimate.standardError);
  });

  it("sees noise lift the energy", async () => {
    const hamiltonian = parsePauliSum("-1 ZZ\n-0.5 IX\n-0.5 XI");
    const noise = { ...noiseless, oneQubit: 0.02, twoQubit: 0.05 };
    const optimiser = { method: "cobyla", maxEvaluations: 60 } as const;
    const energies = { kind: "trajectories", trajectories: 200, noise } as const;
    const run = await runVqe({ hamiltonian, energies, optimiser }, { seed: 4 });
    expect(run.estimate.mean).toBeGreaterThan(run.expectation + 0.05);
  });

  it("is the same for the same seed, and stops with the signal at the best so far", async () => {
    const hamiltonian = isingChain(3, 0.7);
    const once = await runVqe({ hamiltonian }, { seed: 9 });
    expect(await runVqe({ hamiltonian }, { seed: 9 })).toEqual(once);
    const signal = { aborted: false };
    const onProgress = (progress: { effort: { gradients: number } }) => {
      signal.aborted = progress.effort.gradients >= 4;
    };
    const cut = await runVqe({ hamiltonian, starts: 5 }, { seed: 9, signal, onProgress });
    expect(cut.stopped).toBe(true);
    expect(cut.effort.gradients).toBe(4);
    expect(cut.expectation).toBeCloseTo(cut.timeline.at(-1)!.expectation!, 12);
  });

  it("refuses sizes that do not fit, and gradients of estimates", async () => {
    const hamiltonian = parsePauliSum("1 Z");
    await expect(runVqe({ hamiltonian, start: [1] }, { seed: 1 })).rejects.toThrow(
      "1 angles stand against 6",
    );
    await expect(
      runVqe(
        { hamiltonian, energies: { kind: "shots", shots: 9 }, optimiser: { method: "lbfgs" } },
        { seed: 1 },
      ),
    ).rejects.toMatchObject({ code: "QT_QUANTUM_NO_GRADIENT" });
    await expect(
      runVqe({ hamiltonian: parsePauliSum("1 Z\n1 X"), energies: { kind: "shots", shots: 3 } }, { seed: 1 }),
    ).rejects.toMatchObject({ code: "QT_QUANTUM_BAD_SIZE" });
  });
});

describe("measuring an energy", () => {
  const hamiltonian = parsePauliSum("0.7 III\n1 ZZI\n-0.5 XIX\n0.25 XYX\n0.3 IZI\n-0.2 YYI");

  it("puts terms that agree qubit by qubit into one basis, each once", () => {
    const { constant, groups } = measurementPlan(hamiltonian);
    expect(constant).toBe(0.7);
    expect(groups.flatMap(({ terms }) => terms)).toHaveLength(5);
    expect(groups).toHaveLength(3);
    for (const { terms } of groups) expect(mutuallyCommuting(pauliSum(3, terms))).toBe(true);
  });

  it("gives shots by weight, all of them, two at least", () => {
    const { groups } = measurementPlan(hamiltonian);
    const shares = shotsOfGroups(groups, 1000);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1000);
    expect(shares[0]).toBeGreaterThan(shares[2]!);
    expect(shotsOfGroups(groups, 6)).toEqual([2, 2, 2]);
  });

  it("has the exact energy as its mean, with the error it states", () => {
    const circuit = bindInOrder(
      hardwareEfficient({ qubits: 3, layers: 1 }),
      [0.3, 1, -0.7, 0.4, 2, -1, 0.1, 0.9, -0.2, 0.5, 1.1, 0.6],
    );
    const exact = expectation(runUnitary(circuit), hamiltonian);
    const plan = measurementPlan(hamiltonian);
    const estimates = Array.from({ length: 40 }, (_, seed) =>
      measureEnergy(circuit, plan, { shots: 500, seed }),
    );
    const pulls = estimates.map(({ mean, standardError }) => (mean - exact) / standardError);
    const mean = pulls.reduce((sum, pull) => sum + pull, 0) / 40;
    const spread = pulls.reduce((sum, pull) => sum + pull * pull, 0) / 40;
    // Forty standard normal numbers: mean within 4/√40, mean square within 4 √(2/40).
    expect(Math.abs(mean)).toBeLessThan(0.64);
    expect(Math.abs(spread - 1)).toBeLessThan(0.9);
  });
});
