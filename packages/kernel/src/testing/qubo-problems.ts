import type { QuboProblem } from "../qubo/whole-weights.ts";
import { uniformFrom } from "../random.ts";

/** Whole weights from −9 to 9 times `unit`; each pair is coupled with the given probability. */
export function randomProblem(count: number, density: number, seed: number, unit = 1): QuboProblem {
  const uniform = uniformFrom(seed);
  const weight = (): number => (Math.floor(uniform() * 19) - 9) * unit;
  const linear = Float64Array.from({ length: count }, weight);
  const start = new Int32Array(count + 1);
  const column: number[] = [];
  const value: number[] = [];
  for (let row = 0; row < count; row++) {
    for (let other = row + 1; other < count; other++) {
      if (uniform() >= density) continue;
      column.push(other);
      value.push(weight() || unit);
    }
    start[row + 1] = column.length;
  }
  return { count, linear, start, column: Int32Array.from(column), value: Float64Array.from(value) };
}
