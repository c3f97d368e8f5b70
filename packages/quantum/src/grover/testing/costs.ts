import type { Cost, QuadraticCost } from "@qtwin/kernel";
import fc from "fast-check";

/** Quadratic and polynomial costs with whole weights, terms that repeat among them. */
export function anyWholeCost(
  maxVariables: number,
): fc.Arbitrary<{ readonly qubits: number; readonly cost: Cost }> {
  const weight = fc.integer({ min: -40, max: 40 });
  return fc.integer({ min: 1, max: maxVariables }).chain((count) => {
    const variable = fc.nat({ max: count - 1 });
    const quadratic = fc.record({
      kind: fc.constant("quadratic" as const),
      offset: weight,
      linear: fc.array(weight, { minLength: count, maxLength: count }),
      couplings: fc.array(fc.tuple(variable, variable, weight), { maxLength: 12 }),
    });
    const term = fc.record({ variables: fc.uniqueArray(variable, { maxLength: 4 }), weight });
    const polynomial = fc.record({
      kind: fc.constant("polynomial" as const),
      terms: fc.array(term, { minLength: 1, maxLength: 12 }),
    });
    return fc.record({ qubits: fc.constant(count), cost: fc.oneof(quadratic, polynomial) });
  });
}

/** A ring of conflicts with uneven gains. */
export function ring(count: number): QuadraticCost {
  return {
    kind: "quadratic",
    offset: 1,
    linear: Array.from({ length: count }, (_, i) => -3 - (i % 3)),
    couplings: Array.from({ length: count }, (_, i) => [i, (i + 1) % count, 7 + (i % 2)]),
  };
}
