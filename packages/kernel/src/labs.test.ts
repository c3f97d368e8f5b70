import { describe, expect, it } from "vitest";
import { openKernel } from "./kernel.ts";
import { referenceCosts } from "./reference/qaoa.ts";
import { labs } from "./testing/costs.ts";
import { labsGoldens, labsSchedules } from "./testing/labs-goldens.ts";

describe.each([12, 16])("LABS of length %i", (length) => {
  const golden = labsGoldens[length]!;
  const cost = labs(length);
  const costs = referenceCosts(length, cost);

  it("has the published least energy", () => {
    expect(costs.reduce((a, b) => Math.min(a, b))).toBe(golden.minimum);
  });

  it.each([
    ["f64", 0],
    ["f64", 1],
    ["f64", 2],
    ["f32", 0],
    ["f32", 1],
    ["f32", 2],
  ] as const)(
    "reaches the published overlap in %s with schedule %i (1e-3 relative: rounded angles)",
    async (precision, at) => {
      const { g, betas } = labsSchedules[at]!;
      const state = (await openKernel({ precision })).createQaoaState({ qubits: length, cost });
      g.forEach((angle, k) => {
        state.layer(angle / length / 2, betas[k]!);
      });
      const overlap = state
        .probabilities()
        .reduce((sum, probability, x) => sum + (costs[x] === golden.minimum ? probability : 0), 0);
      expect(Math.abs(overlap / golden.overlaps[at]! - 1)).toBeLessThan(1e-3);
    },
  );
});
