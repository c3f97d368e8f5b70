import { createRandom } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quadraticOfIsing } from "../cost/quadratic-of-ising.ts";
import { maxCutCost } from "../problems/max-cut-cost.ts";
import type { RunProgress } from "../run/run.ts";
import { randomMaxCut } from "../testing/random-max-cut.ts";
import { runRecursiveQaoa } from "./run-recursive-qaoa.ts";

const ring = (count: number) =>
  maxCutCost(
    count,
    Array.from({ length: count }, (_, i) => [i, (i + 1) % count, 1] as const),
  );

/** All pairs coupled by ±1, with fields. */
function spinGlass(count: number, seed: number): QuadraticCost {
  const random = createRandom(seed);
  const sign = () => (random.next() < 0.5 ? -1 : 1);
  const pairs = Array.from({ length: count }, (_, i) => count - 1 - i).flatMap((later, i) =>
    Array.from({ length: later }, (_, k) => i + 1 + k),
  );
  return quadraticOfIsing({
    count,
    offset: 0,
    field: Array.from({ length: count }, sign),
    start: Array.from({ length: count + 1 }, (_, i) => i * count - (i * (i + 1)) / 2),
    column: pairs,
    coupling: pairs.map(sign),
  });
}

describe("recursive QAOA", () => {
  it.each([6, 7, 24, 101])(
    "solves the ring of disagrees of %i spins, of which it enumerates one",
    async (count) => {
      const cost = ring(count);
      const run = await runRecursiveQaoa({ cost, enumerated: 1 }, { seed: 2 });
      expect(run.decoded.energy).toBe(-(count - (count % 2)));
      expect(run.eliminations).toHaveLength(count - 1);
      // One layer cuts three quarters of a ring, so that neighbours are at -1/2; gamma is found to about 1 %.
      expect(run.eliminations[0]!.mean).toBeCloseTo(-0.5, 3);
      if (run.certified) expect(run.certified.energy).toBe(run.decoded.energy);
    },
  );

  it("two layers on the simulator solve a ring, and bring neighbours to -2/3", async () => {
    const run = await runRecursiveQaoa({ cost: ring(8), layers: 2, enumerated: 2 }, { seed: 1 });
    expect(run.decoded.energy).toBe(-8);
    // Two layers cut 5/6 of a ring of more than 5 spins: Farhi, Goldstone, Gutmann, arXiv 1411.4028.
    expect(run.eliminations[0]!.mean).toBeCloseTo(-2 / 3, 3);
    expect(run.effort.gradients).toBeGreaterThan(6);
  });

  it.each([1, 2, 3])(
    "spin glass %i with fields: what it reports is what it found, beside the optimum",
    async (seed) => {
      const cost = spinGlass(16, seed);
      const run = await runRecursiveQaoa({ cost, enumerated: 6 }, { seed });
      expect(run.decoded.energy).toBe(energyOf(cost, run.decoded.bits));
      expect(run.best.energy).toBe(energyOf(cost, run.best.bits));
      expect(run.best.energy).toBeLessThanOrEqual(run.decoded.energy);
      expect(run.best.energy).toBeGreaterThanOrEqual(run.certified!.energy);
      // These three are solved; another cost need not be.
      expect(run.best.energy).toBe(run.certified!.energy);
      for (const { spin, other, sign, mean } of run.eliminations) {
        expect(Math.sign(mean)).toBe(sign);
        const s = (i: number) => 1 - 2 * run.decoded.bits[i]!;
        expect(s(spin)).toBe(other === null ? sign : sign * s(other));
      }
      expect(run.control.searches).toBe(run.effort.evaluations);
    },
  );

  it("one spin's field is read off its own mean", async () => {
    const cost = { kind: "quadratic", offset: 0, linear: [3, -1, 2, -2], couplings: [] } as const;
    const run = await runRecursiveQaoa({ cost, enumerated: 1 }, { seed: 1 });
    expect([...run.decoded.bits]).toEqual([0, 1, 0, 1]);
    expect(run.eliminations.every(({ other }) => other === null)).toBe(true);
  });

  it("reads hundreds of variables in closed form", async () => {
    const cost = randomMaxCut(200, 3 / 200, createRandom(4));
    const run = await runRecursiveQaoa({ cost }, { seed: 1 });
    expect(run.eliminations).toHaveLength(188);
    expect(run.certified).toBeNull();
    // A random assignment cuts half of the edges; recursion is far above that.
    expect(-run.decoded.energy).toBeGreaterThan((0.8 * isingOfQuadratic(cost).column.length) | 0);
  });

  it("is the same for the same seed; ties fall otherwise for another", async () => {
    const [a, b, c] = await Promise.all(
      [1, 1, 5].map((seed) => runRecursiveQaoa({ cost: ring(20) }, { seed })),
    );
    expect(b).toEqual(a);
    expect(c!.eliminations[0]).not.toEqual(a!.eliminations[0]);
  });

  it("ends with a whole assignment when the signal is aborted, and streams progress", async () => {
    const seen: RunProgress[] = [];
    const signal = { aborted: false };
    const onProgress = (progress: RunProgress) => {
      seen.push(progress);
      signal.aborted ||= progress.stage.startsWith("38 of 40");
    };
    const cost = ring(40);
    const run = await runRecursiveQaoa({ cost }, { seed: 1, signal, onProgress });
    expect([run.stopped, run.eliminations.length]).toEqual([true, 3]);
    expect(run.control).toMatchObject({ searches: 1, energyOfSameStarts: null, difference: null });
    expect(run.best.energy).toBe(energyOf(cost, run.best.bits));
    expect(seen[0]!.stage).toBe("40 of 40 spins");
  });

  it.each([
    [{ cost: ring(25), layers: 2 }, "QT_QUANTUM_TOO_LARGE"],
    [{ cost: ring(4), layers: 0 }, "QT_QUANTUM_BAD_SIZE"],
    [{ cost: ring(4), enumerated: 25 }, "QT_QUANTUM_BAD_SIZE"],
    [{ cost: maxCutCost(0, []) }, "QT_QUANTUM_BAD_SIZE"],
  ])("refuses %j", async (options, code) => {
    await expect(runRecursiveQaoa(options, { seed: 1 })).rejects.toMatchObject({ code });
  });
});
