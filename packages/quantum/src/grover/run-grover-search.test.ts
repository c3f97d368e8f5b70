import type { QuadraticCost } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { rotationChoices } from "./attempts.ts";
import { runGroverSearch } from "./run-grover-search.ts";
import { ring } from "./testing/costs.ts";

describe("Grover adaptive search", () => {
  it("ends at the optimum, whose energy and count stand beside it", async () => {
    const run = await runGroverSearch({ qubits: 10, cost: ring(10) }, { seed: 3 });
    expect(run.best.energy).toBe(run.certified!.energy);
    expect(run.best.energy).toBe(energyOf(ring(10), run.best.bits));
    expect(run.stopped).toBe(false);
    expect(run.qubits).toBe(run.keyQubits + Math.max(...run.rounds.map((round) => round.valueQubits)));
    expect(run.oracleCalls).toBe(run.rounds.reduce((sum, round) => sum + round.oracleCalls, 0));
    expect(run.effort.shots).toBe(run.rounds.reduce((sum, round) => sum + round.attempts, 0));
    expect(run.perRotation.multiQubit).toBeGreaterThan(0);
  });

  it.each([0.3, 0.05, 0.001])("fails with a probability under the stated %f", async (failureProbability) => {
    for (const count of [3, 6, 12]) {
      const { predicted } = await runGroverSearch(
        { qubits: count, cost: ring(count), failureProbability },
        { seed: 1 },
      );
      expect(1 - predicted.successProbability).toBeLessThan(failureProbability);
    }
  });

  it("asks the oracle about √N times, classical search N times", async () => {
    const calls = async (count: number) =>
      (await runGroverSearch({ qubits: count, cost: ring(count) }, { seed: 1 })).predicted.oracleCalls;
    // Four more variables: 4 times the rotations, and a little for the attempts that end the search.
    const ratio = (await calls(16)) / (await calls(12));
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(5);
    const { control } = await runGroverSearch({ qubits: 12, cost: ring(12) }, { seed: 1 });
    expect(control.exhaustive).toBe(4096);
    expect(control.randomMean).toBeLessThanOrEqual(4096);
    expect(control.searchComputed).toBeGreaterThan(0);
  });

  it("stops at once where bounds prove that nothing is better", async () => {
    const separable: QuadraticCost = { kind: "quadratic", offset: 0.5, linear: [-1, 2, -3], couplings: [] };
    const run = await runGroverSearch({ qubits: 3, cost: separable }, { seed: 1 });
    expect(run.ended).toBe("bound");
    expect(run.best).toEqual({ bits: Uint8Array.of(1, 0, 1), energy: -3.5 });
    const cost = { kind: "polynomial", terms: [{ variables: [], weight: 4 }] } as const;
    const nothing = await runGroverSearch({ qubits: 1, cost }, { seed: 1 });
    expect(nothing).toMatchObject({ ended: "bound", best: { energy: 4 }, oracleCalls: 0 });
  });

  it("is the same for a seed, and stops with the best so far when told to", async () => {
    const run = (seed: number) => runGroverSearch({ qubits: 8, cost: ring(8) }, { seed });
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
    const signal = { aborted: false };
    let last: number | null = null;
    const stopped = await runGroverSearch(
      { qubits: 10, cost: ring(10) },
      {
        seed: 1,
        signal,
        onProgress: ({ energy, effort }) => {
          last = energy;
          signal.aborted = effort.shots > 3;
        },
      },
    );
    expect(stopped).toMatchObject({ stopped: true, ended: "signal", best: { energy: last } });
  });

  it.each([
    [{ failureProbability: 0 }, "QT_QUANTUM_BAD_PROBABILITY"],
    [{ growth: 1 }, "QT_QUANTUM_BAD_SIZE"],
  ])("refuses %j", async (options, code) => {
    const run = runGroverSearch({ qubits: 3, cost: ring(3), ...options }, { seed: 1 });
    await expect(run).rejects.toMatchObject({ code });
  });

  it("refuses more variables than it simulates, and none", async () => {
    await expect(runGroverSearch({ qubits: 0, cost: ring(1) }, { seed: 1 })).rejects.toMatchObject({
      code: "QT_QUANTUM_BAD_SIZE",
    });
    await expect(runGroverSearch({ qubits: 25, cost: ring(25) }, { seed: 1 })).rejects.toMatchObject({
      code: "QT_QUANTUM_TOO_LARGE",
    });
  });

  it("draws from more rotations after each failure, up to √N", () => {
    const choices = rotationChoices(6, { failureProbability: 0.05 });
    expect(choices.slice(0, 12)).toEqual([1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5]);
    expect(Math.max(...choices)).toBe(8);
    // From ln 64 down to 0.05, by 1/2 + 1/(4 M sin 2θ) each, where that is under 1: sin 2θ is 2 √63 / 64.
    const failure = choices.reduce(
      (product, count) => product * Math.min(1, 0.5 + 8 / (count * Math.sqrt(63))),
      Math.log(64),
    );
    expect(failure).toBeLessThanOrEqual(0.05);
    expect(failure).toBeGreaterThan(0.05 * 0.6);
  });
});
