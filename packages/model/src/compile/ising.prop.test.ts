import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bitsOfSpins, isingEnergy, isingOf, quboOfIsing, spinsOfBits } from "./ising.ts";
import { type Qubo, quboEnergy, quboModel, quboOf } from "./qubo.ts";

/** Sums are kept in 106 bits: numbers of one QUBO may lie that far apart, not further. */
const numbers = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -99999, max: 99999 }).map((whole) => whole / 1000),
  fc.double({ min: -1e4, max: 1e4, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value)),
);

const qubos: fc.Arbitrary<Qubo> = fc
  .integer({ min: 0, max: 7 })
  .chain((count) =>
    fc.record({
      offset: numbers,
      linear: fc.array(numbers, { minLength: count, maxLength: count }),
      pairs: fc.array(fc.option(numbers.filter((value) => value !== 0)), {
        minLength: (count * (count - 1)) / 2,
        maxLength: (count * (count - 1)) / 2,
      }),
    }),
  )
  .map(({ offset, linear, pairs }) => {
    const start = [0];
    const column: number[] = [];
    const value: number[] = [];
    let at = 0;
    for (let row = 0; row < linear.length; row++) {
      for (let other = row + 1; other < linear.length; other++) {
        const each = pairs[at++];
        if (each === null || each === undefined) continue;
        column.push(other);
        value.push(each);
      }
      start.push(column.length);
    }
    return {
      count: linear.length,
      offset,
      linear: Float64Array.from(linear),
      start: Int32Array.from(start),
      column: Int32Array.from(column),
      value: Float64Array.from(value),
    };
  });

const everyState = (count: number): Float64Array[] =>
  Array.from({ length: 2 ** count }, (_, code) =>
    Float64Array.from({ length: count }, (__, bit) => (code >> bit) & 1),
  );

test("QUBO to Ising and back gives the very numbers", () => {
  fc.assert(
    fc.property(qubos, (qubo) => {
      expect(quboOfIsing(isingOf(qubo))).toEqual(qubo);
    }),
    { numRuns: 500 },
  );
});

test("bits and their spins have the same energy, by x = (1 − s)/2", () => {
  fc.assert(
    fc.property(qubos, (qubo) => {
      const ising = isingOf(qubo);
      for (const bits of everyState(qubo.count)) {
        const spins = spinsOfBits(bits);
        expect(isingEnergy(ising, spins)).toBeCloseTo(quboEnergy(qubo, bits), 6);
        expect(bitsOfSpins(spins)).toEqual(bits);
      }
    }),
  );
});

test("QUBO to model and back gives the very numbers", () => {
  fc.assert(
    fc.property(qubos, (qubo) => {
      expect(quboOf(quboModel(qubo))).toEqual(qubo);
    }),
  );
});
