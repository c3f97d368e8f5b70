import { describe, expect, it } from "vitest";
import { stretchByFourier } from "./fourier.ts";
import { interpolate } from "./interpolate.ts";
import { linearRamp } from "./linear-ramp.ts";
import { skAngles } from "./sk-angles.ts";

describe("schedules that grow", () => {
  it("interpolate between neighbours, with the ends kept", () => {
    const { gammas, betas } = interpolate({
      gammas: Float64Array.of(1, 2, 4),
      betas: Float64Array.of(-3, -2, -1),
    });
    // Zhou et al.: new_i = (i - 1)/p old_(i-1) + (p - i + 1)/p old_i.
    expect([...gammas]).toEqual([1, 1 / 3 + 4 / 3, (2 / 3) * 2 + 4 / 3, 4]);
    expect([...betas].at(0)).toBe(-3);
    expect([...betas].at(-1)).toBe(-1);
  });

  it("stretch to the same number of layers unchanged, and to twice as many along the same curve", () => {
    const schedule = skAngles(6);
    const same = stretchByFourier(schedule, 6);
    same.gammas.forEach((gamma, k) => {
      expect(gamma).toBeCloseTo(schedule.gammas[k]!, 12);
      expect(same.betas[k]).toBeCloseTo(schedule.betas[k]!, 12);
    });
    // One wave of each kind: the samples of sin and cos on the denser grid.
    const wave = (layers: number) => {
      const at = Float64Array.from({ length: layers }, (_, k) => (Math.PI / 2 / layers) * (k + 0.5));
      return { gammas: at.map(Math.sin), betas: at.map(Math.cos) };
    };
    const doubled = stretchByFourier(wave(5), 10);
    doubled.gammas.forEach((gamma, k) => {
      expect(gamma).toBeCloseTo(wave(10).gammas[k]!, 12);
      expect(doubled.betas[k]).toBeCloseTo(wave(10).betas[k]!, 12);
    });
  });

  it("continue the table of Sherrington and Kirkpatrick beyond its end", () => {
    const long = skAngles(24);
    // arXiv 1910.08187 and QOKit at 24 layers: 0.154 … 0.647, 0.645 … 0.038; the stretch is a start, not a copy.
    const ends = [long.gammas[0], long.gammas[23], long.betas[0], long.betas[23]];
    [0.154, 0.647, -0.645, -0.038].forEach((published, k) => {
      expect(Math.abs(ends[k]! - published)).toBeLessThan(0.06);
    });
  });

  it("ramp from the mixer to the cost", () => {
    const { gammas, betas } = linearRamp(2, 0.8, 0.4);
    expect([...gammas]).toEqual([0.2, 0.6000000000000001]);
    expect(betas[0]).toBeCloseTo(-0.3, 15);
    expect(betas[1]).toBeCloseTo(-0.1, 15);
  });
});
