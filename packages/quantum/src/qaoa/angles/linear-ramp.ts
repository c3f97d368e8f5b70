import type { Angles } from "./angles.ts";

/**
 * Gamma rises from 0 to `gamma` while the mixer falls from `beta` to 0, as an annealing would; layer k stands in the
 * middle of its interval. Source: Montañez-Barrera, Michielsen, arXiv 2405.09169.
 */
export function linearRamp(layers: number, gamma: number, beta: number): Angles {
  const middle = (_: unknown, k: number): number => (k + 0.5) / layers;
  const at = Float64Array.from({ length: layers }, middle);
  return { gammas: at.map((t) => gamma * t), betas: at.map((t) => -beta * (1 - t)) };
}
