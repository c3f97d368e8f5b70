import { histogramBins } from "./layout.ts";
import type { StateExports } from "./state-exports.ts";

/** What of a compiled state sorts probability mass by cost. */
export interface CostMasses {
  readonly layout: { readonly histogram: number };
  readonly memory: WebAssembly.Memory;
  readonly exports: Pick<StateExports, "histogram" | "findRange" | "lowestCost" | "highestCost" | "norm">;
}

/** The best part of the mass: its mean cost, and the cost where it ends. */
export interface Tail {
  readonly mean: number;
  readonly quantile: number;
}

interface Bins {
  readonly masses: Float64Array;
  readonly weighted: Float64Array;
}

function fillBins(held: CostMasses, low: number, width: number, bins = histogramBins): Bins {
  const at = held.layout.histogram;
  const both = new Float64Array(held.memory.buffer, at, 2 * bins);
  both.fill(0);
  held.exports.histogram(at, bins, low, 1 / width);
  return { masses: both.subarray(0, bins), weighted: both.subarray(bins) };
}

/** Probability mass of all costs below `limit`. */
export function massBelow(held: CostMasses, limit: number): number {
  // Bins that count downwards from the limit: any cost below it, however little, is a bin away or more.
  return fillBins(held, limit, -(2 ** -1000), 2).masses[1]!;
}

/** The bin in which the best `tail` of the mass ends, and that part if the bin's costs were all equal. */
function readBins({ masses, weighted }: Bins, tail: number): Tail & { readonly bin: number } {
  let [mass, sum] = [0, 0];
  for (let bin = 0; bin < masses.length; bin += 1) {
    if (mass + masses[bin]! >= tail && masses[bin]! > 0) {
      const quantile = weighted[bin]! / masses[bin]!;
      return { bin, quantile, mean: (sum + quantile * (tail - mass)) / tail };
    }
    mass += masses[bin]!;
    sum += weighted[bin]!;
  }
  return { bin: 0, quantile: sum / mass, mean: sum / mass };
}

/**
 * The best fraction `alpha` of the probability mass, without sorting (its mean is the CVaR): the histogram is refined around
 * the quantile until its bin is 1e-13 of the range, or sixteen roundings of the greatest |cost|.
 */
export function bestTail(held: CostMasses, alpha: number): Tail {
  const { exports } = held;
  exports.findRange();
  const [lowest, highest] = [exports.lowestCost(), exports.highestCost()];
  const range = highest - lowest;
  const tail = alpha * exports.norm();
  if (range === 0) return { mean: lowest, quantile: lowest };
  // Bins finer than the rounding of a cost would lose it.
  const finest = Math.max(1e-13 * range, 16 * Number.EPSILON * Math.max(Math.abs(lowest), Math.abs(highest)));
  let low = lowest;
  let width = range / histogramBins;
  let read = readBins(fillBins(held, low, width), tail);
  while (width > finest) {
    // Half a bin more on both sides, two new bins at least: the new end bins hold all that lies beyond.
    low += (read.bin - 0.5) * width;
    width = Math.max(finest / 4, (2 * width) / histogramBins);
    read = readBins(fillBins(held, low, width), tail);
  }
  return read;
}
