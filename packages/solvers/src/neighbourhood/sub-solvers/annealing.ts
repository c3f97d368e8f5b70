import { createRandom } from "@qtwin/core";
import type { Qubo } from "@qtwin/model";
import { loweredQubo } from "./lowered-qubo.ts";
import type { SubSolver } from "./sub-solver.ts";

/** Simulated annealing of a QUBO of up to `limit` variables, so many sweeps long. */
export const annealing = (limit: number, sweeps: number): SubSolver => ({
  id: "annealing",
  startSize: limit,
  takesFollowers: false,
  async solve(task) {
    const lowered = loweredQubo(task, limit);
    if ("end" in lowered) return lowered;
    const bits = annealed(lowered.qubo, lowered.start, sweeps, task.seed);
    return { values: lowered.decode(bits), end: "done", optimal: false };
  },
});

/** Odds of the worst single flip at the first sweep, and of the least one at the last. */
const [hotOdds, coldOdds] = [0.5, 0.01];

/**
 * Metropolis sweeps from a start, with temperatures falling geometrically from the largest local field to the smallest
 * weight. @returns the best bits seen, those of the start included
 */
export function annealed(qubo: Qubo, start: Uint8Array, sweeps: number, seed: number): Uint8Array {
  const { count } = qubo;
  const couplings = denseCouplings(qubo);
  const random = createRandom(seed);
  const bits = start.slice();
  const field = fieldsOf(qubo, couplings, bits);
  const { hot, cold } = temperatures(qubo, couplings);
  const cooling = (cold / hot) ** (1 / Math.max(1, sweeps - 1));
  let best = bits.slice();
  let [energy, bestEnergy] = [0, 0];
  for (let sweep = 0, heat = hot; sweep < sweeps; sweep++, heat *= cooling)
    for (let at = 0; at < count; at++) {
      const change = bits[at] === 1 ? -field[at]! : field[at]!;
      if (change > 0 && random.next() >= Math.exp(-change / heat)) continue;
      const sign = bits[at] === 1 ? -1 : 1;
      bits[at]! ^= 1;
      energy += change;
      for (let other = 0; other < count; other++) field[other]! += sign * couplings[at * count + other]!;
      if (energy >= bestEnergy) continue;
      bestEnergy = energy;
      best = bits.slice();
    }
  return best;
}

/** Symmetric, without the diagonal. */
function denseCouplings({ count, start, column, value }: Qubo): Float64Array {
  const matrix = new Float64Array(count * count);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      matrix[row * count + column[entry]!]! += value[entry]!;
      matrix[column[entry]! * count + row]! += value[entry]!;
    }
  return matrix;
}

function fieldsOf({ count, linear }: Qubo, couplings: Float64Array, bits: Uint8Array): Float64Array {
  const field = Float64Array.from(linear);
  for (let row = 0; row < count; row++)
    for (let other = 0; other < count; other++)
      if (bits[other] === 1) field[row]! += couplings[row * count + other]!;
  return field;
}

function temperatures({ count, linear }: Qubo, couplings: Float64Array): { hot: number; cold: number } {
  let [largest, least] = [0, Infinity];
  for (let row = 0; row < count; row++) {
    let sum = Math.abs(linear[row]!);
    for (let other = 0; other < count; other++) {
      const weight = Math.abs(couplings[row * count + other]!);
      sum += weight;
      if (weight > 0) least = Math.min(least, weight);
    }
    if (linear[row] !== 0) least = Math.min(least, Math.abs(linear[row]!));
    largest = Math.max(largest, sum);
  }
  if (largest === 0) return { hot: 1, cold: 1 };
  return { hot: largest / -Math.log(hotOdds), cold: least / -Math.log(coldOdds) };
}
