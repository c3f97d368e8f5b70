import type { Random } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";

/** Every variable and every pair with a whole weight, uniform from -`greatest` to `greatest`; offset 0. */
export function denseCost(count: number, greatest: number, random: Random): QuadraticCost {
  const weight = (): number => random.integer(2 * greatest + 1) - greatest;
  const linear = Array.from({ length: count }, weight);
  const couplings = linear.flatMap((_, i) =>
    Array.from({ length: count - i - 1 }, (__, k) => [i, i + 1 + k, weight()] as const),
  );
  return { kind: "quadratic", offset: 0, linear, couplings };
}
