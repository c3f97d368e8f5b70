import { describe, expect, it } from "vitest";
import { type MinimiseOptions, minimise } from "./minimise.ts";
import type { Objective } from "./objective.ts";

/** Least at (1, …, 1), value 0; a narrow bent valley. */
function rosenbrock(point: Float64Array, gradient: Float64Array): number {
  let value = 0;
  for (let i = 0; i + 1 < point.length; i += 1) {
    const bend = point[i + 1]! - point[i]! ** 2;
    value += 100 * bend ** 2 + (1 - point[i]!) ** 2;
    gradient[i]! += -400 * bend * point[i]! - 2 * (1 - point[i]!);
    gradient[i + 1]! += 200 * bend;
  }
  return value;
}

/** Least at 0.3 in each coordinate, value 1; curvatures 2, 4, 6, … */
function bowl(point: Float64Array, gradient: Float64Array): number {
  let value = 1;
  point.forEach((entry, i) => {
    value += (i + 1) * (entry - 0.3) ** 2;
    gradient[i]! += 2 * (i + 1) * (entry - 0.3);
  });
  return value;
}

function objectiveOf(f: (point: Float64Array, gradient: Float64Array) => number): Objective {
  return {
    value: (point) => f(point, new Float64Array(point.length)),
    gradient: (point) => {
      const gradient = new Float64Array(point.length);
      return { value: f(point, gradient), gradient };
    },
  };
}

const methods: readonly MinimiseOptions[] = [
  { method: "lbfgs" },
  { method: "cobyla" },
  { method: "spsa", seed: 3 },
];

describe("minimise", () => {
  it.each([2, 5, 20])("by L-BFGS follows the bent valley in %i coordinates to its end", (count) => {
    const found = minimise(objectiveOf(rosenbrock), new Float64Array(count).fill(-1.2), { method: "lbfgs" });
    // A gradient below 1e-6 where the least curvature is about 0.5.
    for (const entry of found.point) expect(Math.abs(entry - 1)).toBeLessThan(1e-5);
    expect(found.gradients).toBeLessThan(200);
    expect(found.evaluations).toBe(0);
  });

  it("by L-BFGS ends early where less precision is asked for", () => {
    const run = (valueTolerance: number) =>
      minimise(objectiveOf(bowl), new Float64Array(20).fill(5), { method: "lbfgs", valueTolerance });
    expect(run(1e-2).gradients).toBeLessThan(run(1e-12).gradients);
    // The least value is 1; steps go on while they gain a hundredth of the value.
    expect(run(1e-2).value).toBeLessThan(1.1);
  });

  it.each([1, 3, 10])("by COBYLA finds the bottom of a bowl in %i coordinates", (count) => {
    const found = minimise(objectiveOf(bowl), new Float64Array(count), {
      method: "cobyla",
      lastRadius: 1e-5,
    });
    for (const entry of found.point) expect(Math.abs(entry - 0.3)).toBeLessThan(1e-4);
    expect(found.evaluations).toBeLessThan(100 * count);
    expect(found.gradients).toBe(0);
  });

  it("by COBYLA moves along the valley too", () => {
    const found = minimise(objectiveOf(rosenbrock), [-1.2, 1], { method: "cobyla", maxEvaluations: 2000 });
    expect(found.value).toBeLessThan(0.1);
  });

  it("by SPSA comes near the bottom under noise, with two values a step", () => {
    let turn = 0;
    const noise = (): number => 0.01 * Math.sin(++turn * 12.9898);
    const clean = objectiveOf(bowl);
    const noisy: Objective = { value: (point) => clean.value(point) + noise() };
    const found = minimise(noisy, [1, -1, 0.5], { method: "spsa", seed: 5, maxEvaluations: 500 });
    expect(clean.value(found.point) - 1).toBeLessThan(0.02);
    expect(found.evaluations).toBeLessThanOrEqual(500);
  });

  it.each(methods)("$method gives the best point it saw, within the limit", (options) => {
    const seen: number[] = [];
    const clean = objectiveOf(rosenbrock);
    const objective: Objective = {
      value: (point) => seen.push(clean.value(point)) && seen.at(-1)!,
      gradient: (point) => {
        const both = clean.gradient!(point);
        seen.push(both.value);
        return both;
      },
    };
    const found = minimise(objective, [-1.2, 1, 2, -1], { ...options, maxEvaluations: 37 });
    expect(found.value).toBe(Math.min(...seen));
    expect(clean.value(found.point)).toBe(found.value);
    expect(found.evaluations + found.gradients).toBe(seen.length);
    expect(seen.length).toBeLessThanOrEqual(37);
    expect(found.stopped).toBe(false);
  });

  it.each(methods)("$method ends with the best so far when the signal is aborted", (options) => {
    const signal = { aborted: false };
    let count = 0;
    const clean = objectiveOf(rosenbrock);
    const counted = (): void => {
      count += 1;
      signal.aborted = count === 12;
    };
    const objective: Objective = {
      value: (point) => {
        counted();
        return clean.value(point);
      },
      gradient: (point) => {
        counted();
        return clean.gradient!(point);
      },
    };
    const found = minimise(objective, [-1.2, 1], options, { signal });
    expect(found.stopped).toBe(true);
    expect(count).toBe(12);
    expect(found.value).toBeLessThanOrEqual(clean.value(Float64Array.of(-1.2, 1)));
  });

  it.each(methods)("$method evaluates once even when aborted before", (options) => {
    const found = minimise(objectiveOf(bowl), [0, 0], options, { signal: { aborted: true } });
    expect(found).toMatchObject({ stopped: true, value: 1.27 });
    expect(found.evaluations + found.gradients).toBe(1);
  });

  it.each(methods)("$method takes no coordinates at all", (options) => {
    expect(minimise(objectiveOf(bowl), [], options).value).toBe(1);
  });

  it("repeats itself with the same seed", () => {
    const run = (seed: number) =>
      minimise(objectiveOf(rosenbrock), [0, 0], { method: "spsa", seed, maxEvaluations: 60 }).point;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it("refuses what it cannot search, and lets errors of the objective out", () => {
    const act = (objective: Objective, start: readonly number[]) => () =>
      minimise(objective, start, { method: "lbfgs" });
    expect(act(objectiveOf(bowl), [Number.NaN])).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_START" }),
    );
    expect(act({ value: () => 0 }, [0])).toThrow(expect.objectContaining({ code: "QT_QUANTUM_NO_GRADIENT" }));
    const broken = (): never => {
      throw new Error("broken");
    };
    expect(act({ value: broken, gradient: broken }, [0])).toThrow("broken");
  });
});
