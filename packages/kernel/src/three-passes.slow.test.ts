import { expect, it } from "vitest";
import { openKernel } from "./kernel.ts";
import { uniformFrom } from "./random.ts";

/** ⟨x⟩ of one qubit after exp(-iβX) exp(-iγhx) on |+⟩. */
function mean(weight: number, gamma: number, beta: number): number {
  return 0.5 + 0.5 * Math.sin(2 * beta) * Math.sin(gamma * weight);
}

// The first size at which the upper qubits take two passes; a linear cost leaves a product state, known in closed form.
it("a state of three memory passes keeps the closed form of a product state", {
  timeout: 120_000,
}, async () => {
  const uniform = uniformFrom(9);
  for (const [precision, qubits, tolerance] of [
    ["f64", 24, 1e-12],
    ["f32", 25, 1e-5],
  ] as const) {
    // All different: no two qubits can be exchanged unseen.
    const linear = Array.from({ length: qubits }, () => 0.2 + uniform());
    const cost = { kind: "quadratic", offset: 0, linear, couplings: [] } as const;
    const state = (await openKernel({ precision })).createQaoaState({ qubits, cost });
    const { gammas, betas } = state.gradient([0.7], [0.4]);
    state.layer(0.7, 0.4);
    const expected = linear.reduce((sum, weight) => sum + weight * mean(weight, 0.7, 0.4), 0);
    expect(Math.abs(state.expectation() / expected - 1)).toBeLessThan(tolerance);
    expect(Math.abs(state.norm() - 1)).toBeLessThan(tolerance);
    const step = 1e-4;
    const slope = (gamma: number, beta: number): number =>
      linear.reduce((sum, weight) => sum + weight * mean(weight, 0.7 + gamma, 0.4 + beta), 0) / (2 * step);
    expect(Math.abs(gammas[0]! - (slope(step, 0) - slope(-step, 0)))).toBeLessThan(1e-4);
    expect(Math.abs(betas[0]! - (slope(0, step) - slope(0, -step)))).toBeLessThan(1e-4);
    const { basis, occurrences } = state.sample(100_000, 3);
    for (let q = 0; q < qubits; q += 1) {
      const ones = basis.reduce((sum, x, at) => sum + ((x >>> q) & 1) * occurrences[at]!, 0);
      // Five standard deviations of a mean over 100,000 shots: a qubit in another's place would show.
      expect(Math.abs(ones / 100_000 - mean(linear[q]!, 0.7, 0.4)), `qubit ${q}`).toBeLessThan(0.008);
    }
    state.free();
  }
});
