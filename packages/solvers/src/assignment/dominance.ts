import type { AssignmentCost } from "@qtwin/kernel";

/**
 * Standard deviation over mean size of the flows, and of the distances, diagonals left out; above 1: a few large ones
 * matter.
 * Source: Vollmann & Buffa 1966 (Management Science 12), without the factor 100.
 */
export const dominanceOf = ({ size, flow, distance }: AssignmentCost): readonly [number, number] => [
  dominance(size, flow),
  dominance(size, distance),
];

function dominance(size: number, matrix: Float64Array): number {
  const count = size * (size - 1);
  let [sum, squares] = [0, 0];
  for (const value of matrix) {
    sum += Math.abs(value);
    squares += value * value;
  }
  if (sum === 0) return 0;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
}
