import { createRandom } from "@qtwin/core";
import { type Qubo, quboEnergy, quboModel } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress, SolveJob } from "../contract.ts";
import { Envelope } from "./envelope.ts";
import { leastEigenvalue } from "./least-eigenvalue.ts";
import solver from "./solver.ts";
import { type SpinMatrix, spinMatrixOf } from "./spin-matrix.ts";

/** Random QUBOs: sparse and dense, with and without linear parts; whole numbers, thirds, very large ones. */
const qubos = fc
  .record({
    count: fc.integer({ min: 1, max: 10 }),
    seed: fc.nat(1_000_000),
    density: fc.constantFrom(0, 0.2, 0.6, 1),
    scale: fc.constantFrom(1, 1 / 3, 1e7, 1e-5),
    hasLinear: fc.boolean(),
  })
  .map(({ count, seed, density, scale, hasLinear }): Qubo => {
    const random = createRandom(seed);
    const weight = (): number => (random.integer(21) - 10) * scale;
    const [start, column, value] = [[0], [] as number[], [] as number[]];
    for (let left = 0; left < count; left++) {
      for (let right = left + 1; right < count; right++) {
        const product = weight();
        if (random.next() >= density || product === 0) continue;
        column.push(right);
        value.push(product);
      }
      start.push(column.length);
    }
    return {
      count,
      offset: weight(),
      linear: Float64Array.from({ length: count }, () => (hasLinear ? weight() : 0)),
      start: Int32Array.from(start),
      column: Int32Array.from(column),
      value: Float64Array.from(value),
    };
  });

const leastEnergy = (qubo: Qubo): number => {
  let least = Infinity;
  for (let bits = 0; bits < 2 ** qubo.count; bits++)
    least = Math.min(
      least,
      quboEnergy(
        qubo,
        Int8Array.from({ length: qubo.count }, (_, at) => (bits >> at) & 1),
      ),
    );
  return least;
};

async function run(qubo: Qubo, job: Partial<SolveJob> = {}) {
  const progress: Progress[] = [];
  const result = await solver.solve(
    { model: quboModel(qubo), timeLimitMs: 60_000, gapLimit: 0, seed: 1, threads: 1, options: {}, ...job },
    {
      stopRequested: () => false,
      now: () => performance.now(),
      received: () => null,
      onProgress: (each) => progress.push(each),
    },
  );
  return { result, progress };
}

test("no bound is above the least energy", async () => {
  await fc.assert(
    fc.asyncProperty(qubos, async (qubo) => {
      const least = leastEnergy(qubo);
      const { result, progress } = await run(qubo);
      const bounds = [...progress.map(({ bound }) => bound), result.bound].filter((each) => each !== null);
      expect(bounds.length).toBeGreaterThan(0);
      for (const bound of bounds) expect(bound).toBeLessThanOrEqual(least);
      // Trees and other graphs without odd circles have no gap; the relaxation is never worse than all weights.
      const weights = qubo.value.reduce((sum, each) => sum + Math.abs(each), 0);
      const all = weights + qubo.linear.reduce((sum, each) => sum + Math.abs(each), 0);
      expect(result.bound!).toBeGreaterThanOrEqual(qubo.offset - all - 1e-6 * (all + Math.abs(qubo.offset)));
    }),
    { numRuns: 60 },
  );
});

/** A circle of so many variables whose cut is to be as large as can be, as energies to be minimised. */
function circle(count: number): Qubo {
  const left = Array.from({ length: count }, (_, at) => Math.min(at, (at + 1) % count));
  const right = left.map((_, at) => Math.max(at, (at + 1) % count));
  const order = left.map((_, at) => at).sort((one, other) => left[one]! - left[other]!);
  const start = Int32Array.from({ length: count + 1 }, (_, row) => left.filter((each) => each < row).length);
  return {
    count,
    offset: 0,
    linear: new Float64Array(count).fill(-2),
    start,
    column: Int32Array.from(order, (at) => right[at]!),
    value: new Float64Array(count).fill(2),
  };
}

test.each([5, 7, 11])("an odd circle of %i has the bound that is known in closed form", async (count) => {
  const { result } = await run(circle(count));
  // Σ (1 − cos(angle))/2 with the largest angle that closes the circle: Poljak, Rendl 1995.
  const known = (count * (1 + Math.cos(Math.PI / count))) / 2;
  expect(-result.bound!).toBeGreaterThanOrEqual(known);
  expect(-result.bound!).toBeLessThan(known + 1e-3);
});

test("an even circle is proven: its cut takes every edge", async () => {
  const { result } = await run(circle(12));
  expect(result.bound).toBeLessThanOrEqual(-12);
  expect(result.bound).toBeGreaterThan(-12.01);
  expect(quboEnergy(circle(12), Int8Array.from(result.solution!))).toBe(-12);
});

/** C + diagonal as a dense matrix times a vector, squared out. */
function form(matrix: SpinMatrix, diagonal: Float64Array, vector: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < matrix.size; row++) {
    sum += diagonal[row]! * vector[row]! ** 2;
    for (let place = matrix.start[row]!; place < matrix.start[row + 1]!; place++)
      sum += matrix.value[place]! * vector[row]! * vector[matrix.column[place]!]!;
  }
  return sum;
}

test("the estimate of the least eigenvalue and the proof agree on both sides of it", () => {
  fc.assert(
    fc.property(qubos, fc.nat(1000), (qubo, seed) => {
      const matrix = spinMatrixOf(qubo);
      const random = createRandom(seed);
      const size = qubo.value.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      if (size === 0) return;
      const diagonal = Float64Array.from({ length: matrix.size }, () => size * (1 + random.next()));
      const least = leastEigenvalue(matrix, diagonal, seed);
      const envelope = new Envelope(matrix);
      const shiftedBy = (shift: number): Float64Array => diagonal.map((each) => each + shift);
      const never = (): boolean => false;
      // A thousandth of the largest weight on either side.
      expect(envelope.provesPositive(shiftedBy(1e-3 * size - least), never)).toBe(true);
      expect(envelope.provesPositive(shiftedBy(-1e-3 * size - least), never)).toBe(false);
      for (let tries = 0; tries < 5; tries++) {
        const vector = Float64Array.from({ length: matrix.size }, () => random.next() - 0.5);
        const square = vector.reduce((sum, each) => sum + each * each, 0);
        expect(form(matrix, diagonal, vector)).toBeGreaterThanOrEqual((least - 1e-6 * size) * square);
      }
    }),
    { numRuns: 100 },
  );
});

test("s·C·s and the offset are the energies", () => {
  fc.assert(
    fc.property(qubos, fc.nat(1023), (qubo, bits) => {
      const matrix = spinMatrixOf(qubo);
      const taken = Int8Array.from({ length: qubo.count }, (_, at) => (bits >> at) & 1);
      const spins = Float64Array.from({ length: matrix.size }, (_, at) => (taken[at] === 1 ? -1 : 1));
      const energy = quboEnergy(qubo, taken);
      const value = matrix.offset + form(matrix, new Float64Array(matrix.size), spins);
      const scale = qubo.value.reduce((sum, each) => sum + Math.abs(each), 1e-9 + Math.abs(energy));
      expect(Math.abs(value - energy)).toBeLessThan(1e-9 * scale);
    }),
  );
});

test("the same seed and work give the same answer", async () => {
  const options = { workLimit: 50, seed: 4 };
  const [one, other] = [await run(circle(31), options), await run(circle(31), options)];
  expect(other.result).toEqual(one.result);
  expect(one.result.bound).not.toBeNull();
});
