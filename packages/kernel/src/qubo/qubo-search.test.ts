import { describe, expect, it } from "vitest";
import { uniformFrom } from "../random.ts";
import { ReferenceQuboSearch } from "../reference/qubo-search.ts";
import { randomProblem } from "../testing/qubo-problems.ts";
import { openQuboSearch } from "./open-qubo-search.ts";
import type { QuboSearch } from "./qubo-search.ts";

const sizes = [1, 2, 3, 4, 5, 63, 64, 65, 200];
/** Small weights are held in i32, those with a unit of 2^26 in f64 from a few variables on. */
const forms = [
  ["narrow", 1],
  ["dense", 1],
  ["dense", 2 ** 26],
  ["sparse", 1],
  ["sparse", 2 ** 26],
] as const;

/** The unit weight of 1 beside large ones keeps their common divisor 1, and so their size. */
function problemOf(count: number, density: number, unit: number): ReturnType<typeof randomProblem> {
  const problem = randomProblem(count, density, 7 * count + 1, unit);
  if (unit !== 1) problem.linear[0]! += 1;
  return problem;
}

function expectSame(search: QuboSearch, reference: ReferenceQuboSearch): void {
  expect(search.bits()).toEqual(reference.bits);
  expect(search.energy).toBe(reference.energy);
  // + 0: no sign of zero.
  const gains = Float64Array.from(reference.bits, (_, i) => reference.gain(i) + 0);
  expect(search.gains().map((gain) => gain + 0)).toEqual(gains);
}

describe.each(forms)("the %s search with weights of %i equals the plain one bit for bit", (storage, unit) => {
  const open = async (count: number, density: number): Promise<[QuboSearch, ReferenceQuboSearch]> => {
    const problem = problemOf(count, density, unit);
    return [await openQuboSearch(problem, { seed: 5, storage }), new ReferenceQuboSearch(problem, 5)];
  };

  it.each(sizes)("sweeping %i variables from hot to cold", async (count) => {
    const [search, reference] = await open(count, 0.3);
    for (const temperature of [20, 6, 2, 0.5, 0]) {
      expect(search.sweep(temperature * unit)).toBe(reference.sweep(temperature * unit));
      expectSame(search, reference);
    }
  });

  it.each(sizes)("bifurcating %i variables", async (count) => {
    const [search, reference] = await open(count, 0.3);
    const uniform = uniformFrom(count);
    const [positions, momenta] = [0, 1].map(() =>
      Float64Array.from({ length: count }, () => uniform() - 0.5),
    );
    search.setOscillators(positions!, momenta!);
    reference.setOscillators(positions!, momenta!);
    for (let step = 0; step < 20; step++) {
      const strength = 0.03125 / unit;
      expect(search.bifurcate(1 - step / 20, strength, 1.25)).toBe(
        reference.bifurcate(1 - step / 20, strength, 1.25),
      );
    }
    expectSame(search, reference);
  });

  it.each(sizes)("in tabu search over %i variables, in slices", async (count) => {
    const [search, reference] = await open(count, 0.3);
    const tenure = { base: Math.max(1, count >> 3), span: 4 };
    search.beginTabu();
    reference.beginTabu();
    for (const steps of [1, 7, 60]) {
      expect(search.tabu(steps, 60, tenure)).toBe(reference.tabu(steps, 60, tenure));
      expect(search.bits()).toEqual(reference.bits);
      expect(search.bestEnergy).toBe(reference.bestEnergy);
      expect(search.bestBits()).toEqual(reference.best);
    }
    search.endTabu();
    expectSame(search, reference);
  });

  it.each(sizes)("relinking and taking better parts of %i variables", async (count) => {
    const [search, reference] = await open(count, 2 / count);
    const ones = new Uint8Array(count).fill(1);
    search.relink(ones, Math.floor(count / 4), count >> 1);
    reference.relink(ones, Math.floor(count / 4), count >> 1);
    expect(search.bestEnergy).toBe(reference.bestEnergy);
    if (count > 1) expect(search.bestBits()).toEqual(reference.best);
    expectSame(search, reference);
    const other = ones.map((_, i) => (i % 3 === 0 ? 1 : 0));
    if (storage === "sparse") expect(search.takeBetterParts(other)).toBe(reference.takeBetterParts(other));
    else expect(search.takeBetterParts(other)).toBe(0);
    expectSame(search, reference);
  });
});

it("keeps replicas apart", async () => {
  const search = await openQuboSearch(randomProblem(70, 0.2, 3), { seed: 1, replicas: 2 });
  search.select(1);
  search.sweep(4);
  const [bits, energy] = [search.bits(), search.energy];
  search.select(0);
  expect(search.energy).toBe(0);
  search.sweep(9);
  search.select(1);
  expect(search.bits()).toEqual(bits);
  expect(search.energy).toBe(energy);
});

it.each([
  [0.25, true],
  [Math.PI, false],
])("holds weights of %d exactly: %s", async (unit, exact) => {
  const search = await openQuboSearch(randomProblem(40, 0.5, 2, unit), { seed: 1 });
  const reference = new ReferenceQuboSearch(randomProblem(40, 0.5, 2, unit), 1);
  for (let i = 0; i < 40; i += 3) {
    search.flip(i);
    reference.flip(i);
  }
  // Weights rounded to 2^-50 of their sum: about 1e-12 in sums of a thousand.
  expect(Math.abs(search.energy - reference.energy)).toBeLessThanOrEqual(exact ? 0 : 1e-9);
});

it("chooses rows where couplings are rare, a matrix else", async () => {
  const storageOf = async (density: number): Promise<string> =>
    (await openQuboSearch(randomProblem(300, density, 4), { seed: 1 })).storage;
  expect([await storageOf(0.02), await storageOf(0.5)]).toEqual(["sparse", "narrow"]);
});

it.each([
  [{ ...randomProblem(3, 1, 1), count: 0 }, "QT_KERNEL_BAD_ARGUMENT"],
  [{ ...randomProblem(3, 1, 1), linear: Float64Array.of(0, 0, Number.NaN) }, "QT_KERNEL_BAD_COST"],
])("refuses what is no QUBO", async (problem, code) => {
  await expect(openQuboSearch(problem, { seed: 1 })).rejects.toMatchObject({ code });
});

it("weights whose sum is more than the largest number are rounded like others", async () => {
  const linear = Float64Array.of(-1.7e308, 1.7e308, -1.6e308, 1e307);
  const none = { start: new Int32Array(5), column: new Int32Array(), value: new Float64Array() };
  const search = await openQuboSearch({ count: 4, linear, ...none }, { seed: 1 });
  // Rounded to 2^-50 of their sum.
  search.gains().forEach((gain, i) => {
    expect(Math.abs(gain - linear[i]!)).toBeLessThan(1e294);
  });
});
