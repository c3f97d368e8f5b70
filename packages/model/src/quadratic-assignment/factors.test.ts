import { createRandom, type Random } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { productFactors } from "./factors.ts";
import { type Qap, quadraticOf } from "./products.ts";

function randomMatrix(size: number, random: Random, symmetric: boolean): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      if (row === column) continue;
      matrix[row * size + column] = random.integer(13) - 3;
      if (symmetric && column < row) matrix[row * size + column] = matrix[column * size + row]!;
    }
  return matrix;
}

const shape = fc.record({
  size: fc.integer({ min: 3, max: 6 }),
  seed: fc.nat(),
  symmetricFlow: fc.boolean(),
  symmetricDistance: fc.boolean(),
});

test("products of whole matrices have factors again, four times which are whole", () => {
  fc.assert(
    fc.property(shape, ({ size, seed, symmetricFlow, symmetricDistance }) => {
      const random = createRandom(seed);
      const flow = randomMatrix(size, random, symmetricFlow);
      const distance = randomMatrix(size, random, symmetricDistance);
      const products = quadraticOf({ size, flow, distance });
      const found = productFactors(size, products);
      expect(quadraticOf(found!)).toEqual(products);
      expect(found!.flow.every((each) => Number.isInteger(4 * each))).toBe(true);
      expect(found!.distance.every(Number.isInteger)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("a huge product hides no small one that has no factors", () => {
  const random = createRandom(3);
  const size = 4;
  const qap: Qap = {
    size,
    flow: randomMatrix(size, random, true),
    distance: randomMatrix(size, random, true),
  };
  qap.flow[1] = qap.flow[size] = 0.1;
  const tenths = quadraticOf(qap);
  expect(productFactors(size, tenths, 1e-12)).not.toBeNull();
  const value = tenths.value.slice();
  value[0] = 1e13;
  expect(productFactors(size, { ...tenths, value }, 1e-12)).toBeNull();
});
