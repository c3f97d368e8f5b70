import { expect, it } from "vitest";
import { openKernel } from "./kernel.ts";
import { productState, ring } from "./testing/closed-forms.ts";

const [gamma, beta] = [0.7, 0.3];

it.each([
  [28, "a product state", productState],
  [29, "a ring, of which half the state is held", ring],
] as const)(
  "%i qubits of %s fit into 4 GiB in f32 (1e-5 relative)",
  {
    timeout: 300_000,
  },
  async (qubits, _, form) => {
    const { cost, expectation } = form(qubits, gamma, beta);
    const state = (await openKernel({ precision: "f32" })).createQaoaState({ qubits, cost });
    state.layer(gamma, beta);
    expect(Math.abs(state.norm() - 1)).toBeLessThan(1e-5);
    expect(Math.abs(state.expectation() / expectation - 1)).toBeLessThan(1e-5);
    state.free();
  },
);

// 24 and 25 held qubits: the mirrored one crosses re and im for the one, stays inside each for the other.
it.each([
  ["f64", 25, 1e-12],
  ["f32", 26, 1e-5],
] as const)(
  "half a state of three passes on two threads in %s, %i qubits (relative tolerance %f)",
  {
    timeout: 300_000,
  },
  async (precision, qubits, tolerance) => {
    const kernel = await openKernel({ precision, threads: 2 });
    const form = ring(qubits, gamma, beta);
    const state = kernel.createQaoaState({ qubits, cost: form.cost });
    const { expectation, gammas, betas } = state.gradient([gamma], [beta]);
    expect(Math.abs(expectation / form.expectation - 1)).toBeLessThan(tolerance);
    expect(Math.abs(gammas[0]! - form.slopes[0]) / qubits).toBeLessThan(tolerance);
    expect(Math.abs(betas[0]! - form.slopes[1]) / qubits).toBeLessThan(tolerance);
    state.layer(gamma, beta);
    const { basis, occurrences } = state.sample(100_000, 3);
    for (const q of [0, 12, 13, 14, 18, qubits - 2, qubits - 1]) {
      const cut = basis.reduce((sum, x, at) => {
        const differs = ((x >>> q) ^ (x >>> ((q + 1) % qubits))) & 1;
        return sum + differs * occurrences[at]!;
      }, 0);
      // Five standard deviations of a mean over 100,000 shots.
      expect(Math.abs(cut / 100_000 - form.expectation / qubits), `edge ${q}`).toBeLessThan(0.008);
    }
    state.free();
    await kernel.close();
  },
);
