import type { Random } from "@qtwin/core";
import { fits, type Knapsack, type Packing } from "./instance.ts";
import type { Relaxation } from "./relaxation.ts";

/** Steps for which an item that was put back stays out. */
const tenure = 8;

/**
 * Makes a packing fit: exchanges one item at a time so that the weighted excess falls most, and where nothing falls, gives
 * more weight to the resources that are short. Among equals the item that loses less is taken.
 * Source: Morris, "The breakout method for escaping from local minima", 1993.
 * @returns whether it fits now
 */
export function repair(
  knapsack: Knapsack,
  { loss }: Relaxation,
  packing: Packing,
  maxSteps: number,
  random: Random,
  stop: () => boolean,
): boolean {
  const { classCount, resourceCount, start, weight, value, capacity } = knapsack;
  const scale = capacity.map((each) => 1 / Math.max(1, Math.abs(each)));
  const freeAt = new Int32Array(value.length);
  const lossScale = 1e-3 / Math.max(1e-9, averageOf(loss));
  for (let step = 1; step <= maxSteps; step++) {
    if (fits(knapsack, packing)) return true;
    if (step % 16 === 0 && stop()) return false;
    let best = -1;
    let bestClass = -1;
    let least = Infinity;
    for (let each = 0; each < classCount; each++) {
      const old = packing.taken[each]! * resourceCount;
      for (let item = start[each]!; item < start[each + 1]!; item++) {
        if (item * resourceCount === old || freeAt[item]! > step) continue;
        const from = item * resourceCount;
        let excess = loss[item]! * lossScale * 1e-3;
        for (let resource = 0; resource < resourceCount; resource++) {
          const over =
            packing.use[resource]! + weight[from + resource]! - weight[old + resource]! - capacity[resource]!;
          if (over > 0) excess += over * scale[resource]!;
        }
        if (excess >= least) continue;
        least = excess;
        best = item;
        bestClass = each;
      }
    }
    if (best < 0) continue;
    const gone = packing.taken[bestClass]!;
    packing.taken[bestClass] = best;
    freeAt[gone] = step + tenure + random.integer(tenure);
    packing.value += value[best]! - value[gone]!;
    for (let resource = 0; resource < resourceCount; resource++) {
      packing.use[resource]! +=
        weight[best * resourceCount + resource]! - weight[gone * resourceCount + resource]!;
      if (packing.use[resource]! > capacity[resource]!) scale[resource]! *= 1.05;
    }
  }
  return fits(knapsack, packing);
}

function averageOf(values: Float64Array): number {
  let sum = 0;
  for (const each of values) sum += each;
  return sum / Math.max(1, values.length);
}
