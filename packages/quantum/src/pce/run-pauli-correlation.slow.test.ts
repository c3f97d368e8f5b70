import { expect, it } from "vitest";
import { hasMaxCutData, readMaxCut } from "../testing/read-max-cut.ts";
import { runPauliCorrelation } from "./run-pauli-correlation.ts";

/** Half an hour: a machine that others use too takes ten times as long. */
const timeoutMs = 1_800_000;

// Without the shared instances there is nothing to read.
it.skipIf(!hasMaxCutData)(
  "1,000 nodes of the G-set on 14 qubits, beside the same local search alone for as long",
  async () => {
    const { cost, bestKnown } = readMaxCut("G43");
    const began = performance.now();
    const run = await runPauliCorrelation(
      { cost, maxGradients: 40, nowMs: () => performance.now() },
      { seed: 1 },
    );
    const seconds = (performance.now() - began) / 1000;
    const gap = (energy: number) =>
      `cut ${-energy}, gap ${((100 * (bestKnown + energy)) / bestKnown).toFixed(2)} %`;
    console.log(
      [
        `G43, best known ${bestKnown}, ${run.qubits} qubits, ${run.angles.length} angles`,
        `PCE: ${gap(run.best.energy)} (signs alone: ${gap(run.rounded.energy)}), ${run.effort.gradients} gradients`,
        `local search alone: ${gap(run.control.best.energy)} of ${run.control.searches} random starts`,
        `local search alone, as many starts: ${gap(run.control.energyOfSameStarts!)}`,
        `${seconds.toFixed(1)} s for both together, half each`,
      ].join("\n"),
    );
    expect(run.qubits).toBe(14);
    expect(run.control.searches).toBeGreaterThanOrEqual(run.effort.gradients);
    expect(-run.best.energy).toBeLessThanOrEqual(bestKnown);
    // Local search from random bits ends at 0.96 on average.
    expect(-run.best.energy).toBeGreaterThan(0.97 * bestKnown);
    expect(run.rounded.energy).toBeGreaterThanOrEqual(run.best.energy);
  },
  timeoutMs,
);
