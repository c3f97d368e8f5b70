import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import type { RunProgress } from "../run/run.ts";
import { randomMaxCut } from "../testing/random-max-cut.ts";
import { pauliEncoding } from "./encoding.ts";
import { runPauliCorrelation } from "./run-pauli-correlation.ts";

const cost = randomMaxCut(20, 0.3, createRandom(3));

describe("Pauli correlation encoding", () => {
  it.each([
    [30, 5, 2],
    [60, 6, 3],
    [1000, 14, 3],
    [2000, 17, 3],
  ])("holds %i spins in %i qubits at order %i", (spins, qubits, order) => {
    expect(pauliEncoding(spins)).toMatchObject({ qubits, order });
  });

  it("reaches the certified maximum cut of 20 nodes on 5 qubits, also with fields", async () => {
    const withFields = {
      ...cost,
      linear: Array.from(cost.linear, (weight, i) => weight + ((5 * i) % 7) - 3),
    };
    for (const task of [cost, withFields]) {
      const run = await runPauliCorrelation({ cost: task }, { seed: 1 });
      expect(run.qubits).toBe(5);
      expect(run.best.energy).toBe(run.certified!.energy);
      expect(energyOf(task, run.best.bits)).toBe(run.best.energy);
      expect(run.rounded.energy).toBe(energyOf(task, run.rounded.bits));
      expect(run.rounded.energy).toBeGreaterThanOrEqual(run.best.energy);
    }
  });

  it("reports the gap where it stays above the optimum: one state is rounded, and no more", async () => {
    const run = await runPauliCorrelation(
      { cost: randomMaxCut(28, 0.5, createRandom(8)), maxGradients: 1 },
      { seed: 4 },
    );
    expect(run.effort).toEqual({ evaluations: 0, gradients: 1, shots: 0 });
    expect(run.best.energy).toBeGreaterThan(run.certified!.energy);
    expect(run.control.searches).toBe(1);
    expect(run.control.difference).toBe(run.control.best.energy - run.best.energy);
  });

  it("lowers the loss, and signs alone then cut more than the first ones did", async () => {
    const options = { cost: randomMaxCut(60, 0.2, createRandom(5)) };
    const first = await runPauliCorrelation({ ...options, maxGradients: 1 }, { seed: 2 });
    const last = await runPauliCorrelation({ ...options, maxGradients: 80 }, { seed: 2 });
    expect(last.loss).toBeLessThan(first.loss);
    expect(last.rounded.energy).toBeLessThan(first.rounded.energy);
  });

  it("starts its control as often as it prepared states, and longer with a clock", async () => {
    const run = await runPauliCorrelation({ cost, maxGradients: 5, starts: 2 }, { seed: 1 });
    expect([run.effort.gradients, run.control.searches]).toEqual([10, 10]);
    // Training took from 0 to 40; the control begins at 40 and goes on until a reading of 80.
    const [training, control] = [[0, 40], Array.from({ length: 60 }, (_, k) => 40 + k)];
    const nowMs = () => training.shift() ?? control.shift()!;
    const timed = await runPauliCorrelation({ cost, maxGradients: 5, nowMs }, { seed: 1 });
    expect(timed.control.searches).toBe(5 + 39);
  });

  it("reads signs from shots and counts them", async () => {
    const run = await runPauliCorrelation({ cost, maxGradients: 6, shots: 50 }, { seed: 1 });
    expect(run.effort.shots).toBe(6 * 3 * 50);
    const exact = await runPauliCorrelation({ cost, maxGradients: 6 }, { seed: 1 });
    expect(run.loss).toBe(exact.loss);
    expect(run.rounded.energy).not.toBe(exact.rounded.energy);
  });

  it("is the same for the same seed, and another for another", async () => {
    const runs = await Promise.all(
      [7, 7, 8].map((seed) => runPauliCorrelation({ cost, maxGradients: 10 }, { seed })),
    );
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]!.angles).not.toEqual(runs[0]!.angles);
  });

  it("ends with the best so far when the signal is aborted, and streams progress", async () => {
    const seen: RunProgress[] = [];
    const signal = { aborted: false };
    const onProgress = (progress: RunProgress) => {
      seen.push(progress);
      signal.aborted = progress.effort.gradients >= 3;
    };
    const run = await runPauliCorrelation({ cost, starts: 4 }, { seed: 1, signal, onProgress });
    expect(run.stopped).toBe(true);
    expect(run.effort.gradients).toBe(3);
    expect(run.control).toMatchObject({ searches: 1, energyOfSameStarts: null, difference: null });
    expect(run.best.energy).toBe(energyOf(cost, run.best.bits));
    expect(seen[0]).toMatchObject({ stage: "training 1 of 4", expectation: null });
  });

  it.each([
    [{ starts: 0 }, "starts"],
    [{ maxGradients: Number.NaN }, "maxGradients"],
    [{ parameters: 2.5 }, "parameters"],
    [{ shots: 0.5 }, "shots"],
    [{ order: 4 as 3 }, "order"],
    [{ alpha: 0 }, "alpha"],
    [{ regularisation: Number.POSITIVE_INFINITY }, "regularisation"],
  ])("refuses %j", async (options, where) => {
    const run = runPauliCorrelation({ cost, ...options }, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code: "QT_QUANTUM_BAD_SIZE", where });
  });

  it("refuses what no statevector holds", async () => {
    const huge = { kind: "quadratic", offset: 0, linear: new Float64Array(1000), couplings: [] } as const;
    await expect(runPauliCorrelation({ cost: huge, order: 2 }, { seed: 1 })).rejects.toMatchObject({
      code: "QT_QUANTUM_TOO_LARGE",
      kind: "unsupported",
    });
    const none = { kind: "quadratic", offset: 0, linear: [], couplings: [] } as const;
    await expect(runPauliCorrelation({ cost: none }, { seed: 1 })).rejects.toMatchObject({
      code: "QT_QUANTUM_BAD_SIZE",
    });
  });
});
