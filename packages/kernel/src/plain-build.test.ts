import { expect, it } from "vitest";
import { compileFile } from "./load/compile.ts";
import { QaoaState } from "./qaoa-state.ts";
import { referenceCosts, referenceExpectation, referenceState } from "./reference/qaoa.ts";
import { randomQuadratic } from "./testing/costs.ts";

// openKernel never takes these builds on an engine that has relaxed SIMD, as the one that runs the tests.
it.each([
  ["f32", 1e-5],
  ["f64", 1e-12],
] as const)(
  "the %s build without relaxed SIMD equals the reference (relative tolerance %f)",
  async (precision, tolerance) => {
    const cost = randomQuadratic(15, 21);
    const costs = referenceCosts(15, cost);
    const state = new QaoaState(
      { module: await compileFile(`state-${precision}-plain.wasm`), team: undefined },
      precision,
      {
        qubits: 15,
        cost,
      },
    );
    state.layer(0.3, 0.2);
    state.layer(-0.2, 0.6);
    const expected = referenceExpectation(referenceState(15, costs, [0.3, -0.2], [0.2, 0.6]), costs);
    expect(Math.abs(state.expectation() / expected - 1)).toBeLessThan(tolerance);
  },
);
