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

/** Greatest minus least cost. */
function costRange({ exports }: CostMasses): number {
  exports.findRange();
  return exports.highestCost() - exports.lowestCost();
}

/** Probability mass of all costs below `limit`. */
export function massBelow(held: CostMasses, limit: number): number {
  // A width of another unit than the costs would swallow the limit, or the difference from it.
  const width = costRange(held) || 1;
  return fillBins(held, limit - width, width, 2).masses[0]!;
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
 * the quantile until its bin is 1e-13 of the range.
 */
export function bestTail(held: CostMasses, alpha: number): Tail {
  const { exports } = held;
  const range = costRange(held);
  const tail = alpha * exports.norm();
  let low = exports.lowestCost();
  if (range === 0) return { mean: low, quantile: low };
  let width = range / histogramBins;
  let read = readBins(fillBins(held, low, width), tail);
  while (width > 1e-13 * range) {
    // Half a bin more on both sides: a cost on the very edge must not fall out by rounding.
    low += (read.bin - 0.5) * width;
    width *= 2 / histogramBins;
    read = readBins(fillBins(held, low, width), tail);
  }
  return read;
}
