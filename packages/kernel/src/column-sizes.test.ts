import { describe, expect, it } from "vitest";
import { openKernel } from "./kernel.ts";
import { productState, ring } from "./testing/closed-forms.ts";

const [gamma, beta] = [0.7, 0.4];

// Every number of qubits above a tile has its own plan of sweeps: one to nine here, one to eight where half is held.
describe.each([
  ["f64", [14, 15, 16, 17, 18, 19, 20, 21, 22], 1e-12],
  ["f32", [15, 16, 17, 18, 19, 20, 21, 22, 23], 1e-5],
] as const)("one layer and its gradient in %s", (precision, sizes, tolerance) => {
  const forms = sizes.flatMap((qubits) =>
    [productState, ring].map((form) => [qubits, form.name, form(qubits, gamma, beta)] as const),
  );

  it.each(forms)("have the closed form at %i qubits of a %s", async (qubits, _, form) => {
    const state = (await openKernel({ precision })).createQaoaState({ qubits, cost: form.cost });
    const gradient = state.gradient([gamma], [beta]);
    state.layer(gamma, beta);
    expect(Math.abs(state.norm() - 1)).toBeLessThan(tolerance);
    for (const expectation of [gradient.expectation, state.expectation()])
      expect(Math.abs(expectation / form.expectation - 1)).toBeLessThan(tolerance);
    expect(Math.abs(gradient.gammas[0]! - form.slopes[0]) / qubits).toBeLessThan(tolerance);
    expect(Math.abs(gradient.betas[0]! - form.slopes[1]) / qubits).toBeLessThan(tolerance);
    state.free();
  });
});
