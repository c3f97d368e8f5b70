import { describe, expect, it } from "vitest";
import type { PolynomialCost } from "../../cost.ts";
import { randomHigherCost } from "../../testing/grouped.ts";
import { factorial, indexOfPermutation, permutationAt } from "./permutation-index.ts";
import { type PermutationMixer, PermutationState } from "./permutation-state.ts";

type Complex = readonly [number, number];
type Matrix = Complex[][];

const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b.map((_, j) => row.reduce((sum, entry, k) => add(sum, times(entry, b[k]![j]!)), [0, 0] as Complex)),
  );
}

/** exp(-i angle H) by its power series; 40 terms leave nothing of |angle| · ‖H‖ ≤ 3. */
function exponential(h: number[][], angle: number): Matrix {
  const identity: Matrix = h.map((row, i) => row.map((_, j) => [i === j ? 1 : 0, 0] as const));
  const step: Matrix = h.map((row) => row.map((entry) => [0, -angle * entry] as const));
  let [power, sum] = [identity, identity];
  for (let k = 1; k <= 40; k += 1) {
    power = multiply(power, step).map((row) => row.map(([re, im]) => [re / k, im / k] as const));
    sum = sum.map((row, i) => row.map((entry, j) => add(entry, power[i]![j]!)));
  }
  return sum;
}

/** The matrix that exchanges the items at two positions. */
function exchange(items: number, i: number, j: number): number[][] {
  return Array.from({ length: factorial(items) }, (_, index) => {
    const permutation = permutationAt(items, index);
    [permutation[i], permutation[j]] = [permutation[j]!, permutation[i]!];
    const partner = indexOfPermutation(permutation);
    return Array.from({ length: factorial(items) }, (_, column) => (column === partner ? 1 : 0));
  });
}

/** Generators of the mixer in their order, written out by hand. */
function generators(items: number, mixer: PermutationMixer): number[][][] {
  const size = factorial(items);
  if (mixer === "grover") return [Array.from({ length: size }, () => new Array(size).fill(1 / size))];
  const orders: Readonly<Record<number, [number, number][]>> = {
    1: [],
    2: [[0, 1]],
    3: [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
    4: [
      [0, 1],
      [2, 3],
      [1, 2],
      [3, 0],
    ],
  };
  return orders[items]!.map(([i, j]) => exchange(items, i, j));
}

const cases = (["ring", "grover"] as const).flatMap((mixer) =>
  [1, 2, 3, 4].map((items) => [mixer, items] as const),
);

describe.each(cases)("%s on %i items", (mixer, items) => {
  const cost = randomHigherCost(items ** 2, 5, 40);
  const state = new PermutationState({ items, cost, mixer });

  it("equals products of dense exponentials to 1e-12", () => {
    const size = factorial(items);
    let vector: Complex[] = Array.from({ length: size }, () => [1 / Math.sqrt(size), 0] as const);
    state.reset();
    for (const [gamma, beta] of [
      [0.7, 0.5],
      [-0.4, 1.1],
    ] as const) {
      state.layer(gamma, beta);
      vector = vector.map((amplitude, x) => {
        const angle = gamma * state.costs[x]!;
        return times([Math.cos(angle), -Math.sin(angle)], amplitude);
      });
      for (const h of generators(items, mixer))
        vector = exponential(h, beta).map((row) =>
          row.reduce((sum, entry, k) => add(sum, times(entry, vector[k]!)), [0, 0] as Complex),
        );
    }
    const { re, im } = state.amplitudes();
    vector.forEach(([a, b], x) => {
      expect(Math.abs(re[x]! - a)).toBeLessThan(1e-12);
      expect(Math.abs(im[x]! - b)).toBeLessThan(1e-12);
    });
  });

  it("has the gradient of finite differences to 1e-6", () => {
    const at = [0.4, -0.6, 0.9, 0.3];
    const value = (angles: readonly number[]): number => {
      state.reset();
      state.layer(angles[0]!, angles[2]!);
      state.layer(angles[1]!, angles[3]!);
      return state.expectation();
    };
    const { objective, gammas, betas } = state.gradient(at.slice(0, 2), at.slice(2));
    expect(objective).toBeCloseTo(value(at), 12);
    [...gammas, ...betas].forEach((slope, k) => {
      const shifted = (by: number): number => value(at.map((angle, j) => (j === k ? angle + by : angle)));
      expect(Math.abs(slope - (shifted(3e-5) - shifted(-3e-5)) / 6e-5)).toBeLessThan(1e-6);
    });
  });
});

it("costs follow the variables of positions and items", () => {
  const items = 4;
  const cost: PolynomialCost = {
    kind: "polynomial",
    terms: [
      { variables: [], weight: 10 },
      { variables: [0 * items + 2], weight: 1 },
      { variables: [3 * items + 1, 0 * items + 2], weight: 2 },
      { variables: [1 * items + 2, 0 * items + 2], weight: 100 },
      { variables: [1 * items + 1, 1 * items + 2], weight: 100 },
      { variables: [2 * items + 3, 1 * items + 0, 0 * items + 2], weight: 4 },
    ],
  };
  const state = new PermutationState({ items, cost, mixer: "grover" });
  const { costs } = state;
  // Every permutation that does not begin with item 2.
  expect(state.optimum()).toEqual({ minimum: 10, index: 0, minimisers: 18 });
  const costOf = (permutation: number[]): number => costs[indexOfPermutation(permutation)]!;
  expect(
    [
      [2, 0, 3, 1],
      [2, 3, 0, 1],
      [2, 3, 1, 0],
      [0, 2, 3, 1],
    ].map(costOf),
  ).toEqual([17, 13, 11, 10]);
});

it("samples have the state's probabilities", () => {
  const state = new PermutationState({ items: 5, cost: randomHigherCost(25, 9, 60), mixer: "ring" });
  state.layer(0.5, 0.4);
  const { basis, occurrences } = state.sample(100_000, 4);
  const seen = new Float64Array(120);
  basis.forEach((x, k) => {
    seen[x] = occurrences[k]! / 100_000;
  });
  // Five standard deviations of a frequency over the shots.
  for (const [x, p] of state.probabilities().entries())
    expect(Math.abs(seen[x]! - p)).toBeLessThan(5 * Math.sqrt((p + 1e-5) / 100_000));
});

it.each([[0], [11], [2.5]])("refuses %d items", (items) => {
  const cost = { kind: "polynomial", terms: [] } as const;
  expect(() => new PermutationState({ items, cost, mixer: "ring" })).toThrow(
    expect.objectContaining({ code: "QT_KERNEL_BAD_ARGUMENT" }),
  );
});

const three = { items: 3, cost: { kind: "quadratic", offset: 0, linear: [1, 2, 3], couplings: [] } } as const;

it.each<[string, (state: PermutationState) => unknown]>([
  ["an angle that is no number", (state) => state.layer(Number.NaN, 1)],
  ["a gamma without its beta", (state) => state.gradient([0.1, 0.2], [0.3])],
  ["an endless angle in a gradient", (state) => state.gradient([0.1], [Number.POSITIVE_INFINITY])],
  ["shots below", (state) => state.sample(-5, 1)],
  ["half a seed", (state) => state.sample(5, 0.5)],
])("refuses %s, and stays as it was", (_, run) => {
  const state = new PermutationState({ ...three, mixer: "ring" });
  state.layer(0.3, 0.4);
  const before = state.amplitudes();
  expect(() => run(state)).toThrow(expect.objectContaining({ code: "QT_KERNEL_BAD_ARGUMENT" }));
  expect(state.amplitudes()).toEqual(before);
});

it("refuses a mixer of other states", () => {
  expect(() => new PermutationState({ ...three, mixer: "complete" as PermutationMixer })).toThrow(
    expect.objectContaining({ code: "QT_KERNEL_BAD_ARGUMENT" }),
  );
});
