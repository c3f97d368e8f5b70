import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Qubo, quboEnergy, quboModel } from "../compile/qubo.ts";
import { objectiveValue } from "../evaluate.ts";
import { fixPersistent, fixPersistentInModel } from "./persistency.ts";
import { roofDuality } from "./roof-duality.ts";

/** Decimals of one place are exact after scaling; sums of them differ by less than this. */
const tolerance = 1e-9;

/** Upper triangles of every density, small biases so that ties and weak persistencies are frequent. */
const qubos = fc
  .record({
    count: fc.integer({ min: 0, max: 10 }),
    size: fc.constantFrom(1, 2, 9),
    density: fc.constantFrom(2, 4, 10),
    places: fc.constantFrom(1, 10),
    picks: fc.noBias(fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 60 })),
    offset: fc.integer({ min: -3, max: 3 }),
  })
  .map(({ count, size, density, places, picks, offset }): Qubo => {
    const bias = (at: number): number => ((picks[at]! % (2 * size + 1)) - size) / places;
    const [start, column, value] = [[0], [] as number[], [] as number[]];
    for (let left = 0, at = 0; left < count; left++) {
      for (let right = left + 1; right < count; right++, at++) {
        if ((picks[at]! * 7) % 10 >= density || bias(at) === 0) continue;
        column.push(right);
        value.push(bias(at));
      }
      start.push(column.length);
    }
    const linear = Float64Array.from({ length: count }, (_, at) => bias(59 - at));
    return {
      count,
      offset,
      linear,
      start: Int32Array.from(start),
      column: Int32Array.from(column),
      value: Float64Array.from(value),
    };
  });

const pointsOf = ({ count }: Qubo): Float64Array[] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Float64Array.from({ length: count }, (__, at) => (bits >> at) & 1),
  );

function minimisers(qubo: Qubo): { readonly least: number; readonly points: readonly Float64Array[] } {
  const points = pointsOf(qubo);
  const energies = points.map((point) => quboEnergy(qubo, point));
  const least = Math.min(...energies);
  return { least, points: points.filter((_, at) => energies[at]! < least + tolerance) };
}

const agrees = (point: Float64Array, values: Int8Array): boolean =>
  values.every((value, at) => value === -1 || value === point[at]);

test("the bound holds, strong values are in every minimiser, and all values together in one", () => {
  const seen = { strong: 0, weak: 0, tight: 0, open: 0 };
  fc.assert(
    fc.property(qubos, (qubo) => {
      const { bound, strong, weak } = roofDuality(qubo);
      const { least, points } = minimisers(qubo);
      expect(bound).toBeLessThanOrEqual(least + tolerance);
      for (const point of points) expect(agrees(point, strong)).toBe(true);
      expect(points.some((point) => agrees(point, strong) && agrees(point, weak))).toBe(true);
      expect(strong.some((value, at) => value !== -1 && weak[at] !== -1)).toBe(false);
      seen.strong += strong.filter((value) => value !== -1).length;
      seen.weak += weak.filter((value) => value !== -1).length;
      if (bound > least - tolerance) seen.tight++;
      else seen.open++;
    }),
    { numRuns: 600 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
}, 60_000);

test("when every variable is fixed the bound is the optimum", () => {
  fc.assert(
    fc.property(qubos, (qubo) => {
      const { qubo: left, roof } = fixPersistent(qubo);
      if (left.count > 0) return;
      expect(roof.bound).toBeCloseTo(minimisers(qubo).least, 9);
    }),
    { numRuns: 300 },
  );
});

test("points of the smaller QUBO decode at the same energy; with strong values only, no minimiser is lost", () => {
  fc.assert(
    fc.property(qubos, fc.boolean(), (qubo, weak) => {
      const { qubo: left, encode, decode } = fixPersistent(qubo, { weak });
      for (const point of pointsOf(left)) {
        expect(quboEnergy(qubo, decode(point))).toBeCloseTo(quboEnergy(left, point), 9);
        expect(encode(decode(point))).toEqual(point);
      }
      const { least, points } = minimisers(qubo);
      expect(minimisers(left).least).toBeCloseTo(least, 9);
      if (!weak) expect(minimisers(left).points.length).toBe(points.length);
    }),
    { numRuns: 300 },
  );
});

test("a model loses its persistent variables as its QUBO does", () => {
  fc.assert(
    fc.property(qubos, (qubo) => {
      const source = quboModel(qubo);
      const { model, decode, encode } = fixPersistentInModel(source);
      const left = fixPersistent(qubo);
      expect(model.variables.count).toBe(left.qubo.count);
      for (const point of pointsOf(left.qubo)) {
        expect(decode(point)).toEqual(left.decode(point));
        expect(encode(decode(point))).toEqual(point);
        expect(objectiveValue(model, point)).toBeCloseTo(quboEnergy(left.qubo, point), 9);
      }
    }),
  );
});
