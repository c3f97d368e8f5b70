import { uniformFrom } from "./random.ts";

/**
 * Rising thresholds: the order statistics of `shots` uniform numbers on [0, mass), made one by one from exponential
 * gaps. The stream runs twice, first for the sum of the gaps, so that nothing is stored or sorted.
 */
export function risingThresholds(shots: number, seed: number, mass: number): () => number {
  const gaps = uniformFrom(seed);
  let sum = 0;
  for (let shot = 0; shot <= shots; shot += 1) sum -= Math.log(1 - gaps());
  const uniform = uniformFrom(seed);
  let reached = 0;
  return () => {
    reached -= Math.log(1 - uniform());
    return (reached / sum) * mass;
  };
}
