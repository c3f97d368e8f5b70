import { describe, expect, it } from "vitest";
import { openKernel } from "./kernel.ts";
import { labs } from "./testing/costs.ts";
import { labsGoldens, labsSchedules } from "./testing/labs-goldens.ts";

describe.each([20, 24])("LABS of length %i", (length) => {
  it("reaches the published overlaps (1e-3 relative: rounded angles)", { timeout: 120_000 }, async () => {
    const golden = labsGoldens[length]!;
    const kernel = await openKernel({ precision: "f32" });
    const state = kernel.createQaoaState({ qubits: length, cost: labs(length) });
    labsSchedules.forEach(({ g, betas }, at) => {
      state.reset();
      g.forEach((angle, k) => {
        state.layer(angle / length / 2, betas[k]!);
      });
      // The best 1e-9 of the mass lies at the optimum, so the CVaR there is the least energy.
      expect(state.cvar(1e-9)).toBeCloseTo(golden.minimum, 4);
      expect(Math.abs(state.massBelow(golden.minimum + 0.5) / golden.overlaps[at]! - 1)).toBeLessThan(1e-3);
    });
    state.free();
  });
});
