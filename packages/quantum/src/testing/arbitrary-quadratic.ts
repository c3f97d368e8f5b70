import type { QuadraticCost } from "@qtwin/kernel";
import fc from "fast-check";

export interface ArbitraryQuadraticOptions {
  readonly minVariables?: number;
  readonly maxVariables: number;
  /** Whole weights make energies exact. */
  readonly weight?: fc.Arbitrary<number>;
}

/** Pairs in either order, more than once, and of a variable with itself. */
export function anyQuadratic({
  minVariables = 1,
  maxVariables,
  weight = fc.integer({ min: -9, max: 9 }),
}: ArbitraryQuadraticOptions): fc.Arbitrary<QuadraticCost> {
  return fc.integer({ min: minVariables, max: maxVariables }).chain((count) => {
    const variable = fc.nat({ max: count - 1 });
    return fc.record({
      kind: fc.constant("quadratic" as const),
      offset: weight,
      linear: fc.array(weight, { minLength: count, maxLength: count }),
      couplings: fc.array(fc.tuple(variable, variable, weight), { maxLength: 3 * count }),
    });
  });
}

/** Every assignment, bit i of its index being x_i. */
export function everyAssignment(count: number): readonly Uint8Array[] {
  return Array.from({ length: 2 ** count }, (_, index) =>
    Uint8Array.from({ length: count }, (__, i) => (index >> i) & 1),
  );
}
