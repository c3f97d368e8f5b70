import { describe, expect, it } from "vitest";
import type { Cost } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import type { QaoaState } from "./qaoa-state.ts";
import { referenceCosts, referenceCvar, referenceExpectation, referenceState } from "./reference/qaoa.ts";
import { randomAngles } from "./testing/angles.ts";
import { randomPolynomial, randomQuadratic } from "./testing/costs.ts";

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16];
const families: Readonly<Record<string, (qubits: number, seed: number) => Cost>> = {
  quadratic: randomQuadratic,
  "polynomial as a table": (qubits, seed) => randomPolynomial(qubits, seed, true),
  "polynomial as a diagonal": (qubits, seed) => randomPolynomial(qubits, seed, false),
};
/** f64 to the last digits; f32 relative to the greatest amplitude and to the greatest |cost|. */
const tolerances = { f64: 1e-12, f32: 1e-5 } as const;

function greatest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function greatestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, x) => Math.max(most, Math.abs(value - b[x]!)), 0);
}

function run(state: QaoaState, gammas: readonly number[], betas: readonly number[]): void {
  gammas.forEach((gamma, k) => {
    state.layer(gamma, betas[k]!);
  });
}

describe.each(["f64", "f32"] as const)("a state in %s", (precision) => {
  const tolerance = tolerances[precision];

  describe.each(Object.keys(families))("with a %s", (family) => {
    it.each(sizes)("equals the reference at %i qubits, global phase included", async (qubits) => {
      const cost = families[family]!(qubits, 40 + qubits);
      const costs = referenceCosts(qubits, cost);
      // Betas of up to 3 rad pass the tangent's pole, where a mixer runs as two.
      const gammas = randomAngles(4, qubits, 1);
      const betas = [...randomAngles(3, 100 + qubits, 3), 1.5];
      const expected = referenceState(qubits, costs, gammas, betas);
      const state = (await openKernel({ precision })).createQaoaState({ qubits, cost });
      run(state, gammas, betas);
      const { re, im } = state.amplitudes();
      const scale = greatest([...expected.re, ...expected.im]);
      expect(greatestDifference(re, expected.re) / scale).toBeLessThan(tolerance);
      expect(greatestDifference(im, expected.im) / scale).toBeLessThan(tolerance);
      expect(Math.abs(state.norm() - 1)).toBeLessThan(tolerance);
      const energyScale = Math.max(1, greatest(costs));
      const energy = referenceExpectation(expected, costs);
      expect(Math.abs(state.expectation() - energy) / energyScale).toBeLessThan(tolerance);
      for (const alpha of [0.03, 0.5, 1])
        expect(
          Math.abs(state.cvar(alpha) - referenceCvar(expected, costs, alpha)) / energyScale,
          `CVaR ${alpha}`,
        ).toBeLessThan(precision === "f64" ? 1e-11 : 1e-5);
      state.free();
    });
  });

  it("starts uniform and returns there on reset", async () => {
    const state = (await openKernel({ precision })).createQaoaState({
      qubits: 7,
      cost: randomQuadratic(7, 1),
    });
    const uniform = new Float64Array(128).fill(1 / 128);
    expect(greatestDifference(state.probabilities(), uniform)).toBeLessThan(1e-8);
    state.layer(0.4, 0.9);
    expect(greatestDifference(state.probabilities(), uniform)).toBeGreaterThan(1e-3);
    state.reset();
    expect(greatestDifference(state.probabilities(), uniform)).toBeLessThan(1e-8);
  });
});

it("f32 stays within 1e-9 infidelity of f64 after 50 layers at 14 qubits", async () => {
  const cost = randomQuadratic(14, 3);
  const [gammas, betas] = [randomAngles(50, 4, 0.6), randomAngles(50, 5, 0.6)];
  const [single, double] = await Promise.all(
    (["f32", "f64"] as const).map(async (precision) => {
      const state = (await openKernel({ precision })).createQaoaState({ qubits: 14, cost });
      run(state, gammas, betas);
      return state.amplitudes();
    }),
  );
  let [re, im, norm] = [0, 0, 0];
  for (let x = 0; x < 2 ** 14; x += 1) {
    re += single!.re[x]! * double!.re[x]! + single!.im[x]! * double!.im[x]!;
    im += single!.re[x]! * double!.im[x]! - single!.im[x]! * double!.re[x]!;
    norm += single!.re[x]! ** 2 + single!.im[x]! ** 2;
  }
  expect(1 - (re * re + im * im) / norm).toBeLessThan(1e-9);
  expect(Math.abs(norm - 1)).toBeLessThan(1e-5);
});
