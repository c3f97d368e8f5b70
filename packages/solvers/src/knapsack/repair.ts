import type { Random } from "@qtwin/core";
import type { Knapsack, Packing } from "./instance.ts";
import type { Relaxation } from "./relaxation.ts";

/** Steps for which an item that was put back stays out. */
const tenure = 8;
/** Needs looked at between two questions whether to stop: about a millisecond. */
const needsBetweenStops = 1_000_000;

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
  const { resourceCount, weight, value, capacity } = knapsack;
  const choice = new Exchanges(knapsack, loss, stop);
  for (let step = 1; step <= maxSteps; step++) {
    if (!choice.look(packing)) return true;
    const best = choice.best(packing, step);
    if (best === "stopped") return false;
    if (best === null) continue;
    const gone = packing.taken[best.each]!;
    const come = best.item;
    packing.taken[best.each] = come;
    choice.freeAt[gone] = step + tenure + random.integer(tenure);
    packing.value += value[come]! - value[gone]!;
    for (let resource = 0; resource < resourceCount; resource++) {
      packing.use[resource]! +=
        weight[come * resourceCount + resource]! - weight[gone * resourceCount + resource]!;
      if (packing.use[resource]! > capacity[resource]!) choice.scale[resource]! *= 1.05;
    }
  }
  return !choice.look(packing);
}

/** Chooses exchanges: the resources that are short are looked at first, since most exchanges leave too much there already. */
class Exchanges {
  /** Step from which an item may come back. */
  readonly freeAt: Int32Array;
  /** What one unit too much of each resource counts. */
  readonly scale: Float64Array;
  private readonly knapsack: Knapsack;
  private readonly own: Float64Array;
  private readonly stop: () => boolean;
  /** Resources, those that are short first. */
  private readonly order: Int32Array;
  private looked = 0;

  constructor(knapsack: Knapsack, loss: Float64Array, stop: () => boolean) {
    this.knapsack = knapsack;
    this.stop = stop;
    this.freeAt = new Int32Array(knapsack.value.length);
    this.scale = knapsack.capacity.map((each) => 1 / Math.max(1, Math.abs(each)));
    const lossScale = 1e-6 / Math.max(1e-9, averageOf(loss));
    this.own = loss.map((each) => each * lossScale);
    this.order = new Int32Array(knapsack.resourceCount);
  }

  /** Whether some resource is short. */
  look({ use }: Packing): boolean {
    const { capacity, resourceCount } = this.knapsack;
    let [short, rest] = [0, resourceCount];
    for (let resource = resourceCount - 1; resource >= 0; resource--)
      if (use[resource]! > capacity[resource]!) this.order[short++] = resource;
      else this.order[--rest] = resource;
    return short > 0;
  }

  /** The exchange after which the excess is least; null: all are barred. */
  best(packing: Packing, step: number): { item: number; each: number } | null | "stopped" {
    const { classCount, start, resourceCount } = this.knapsack;
    let [best, bestClass, least] = [-1, -1, Infinity];
    for (let each = 0; each < classCount; each++) {
      const old = packing.taken[each]!;
      for (let item = start[each]!; item < start[each + 1]!; item++) {
        if (item === old || this.freeAt[item]! > step) continue;
        const excess = this.excess(
          packing,
          item * resourceCount,
          old * resourceCount,
          this.own[item]!,
          least,
        );
        if (excess < least) [best, bestClass, least] = [item, each, excess];
      }
      if (this.looked > needsBetweenStops) {
        this.looked = 0;
        if (this.stop()) return "stopped";
      }
    }
    return best < 0 ? null : { item: best, each: bestClass };
  }

  /** What is too much after an exchange, on top of `own`; Infinity as soon as it reaches `least`. */
  private excess({ use }: Packing, come: number, gone: number, own: number, least: number): number {
    const { weight, capacity, resourceCount } = this.knapsack;
    const { order, scale } = this;
    let sum = own;
    for (let at = 0; at < resourceCount; at++) {
      if (sum >= least) return Infinity;
      const resource = order[at]!;
      const over = use[resource]! + weight[come + resource]! - weight[gone + resource]! - capacity[resource]!;
      if (over > 0) sum += over * scale[resource]!;
      this.looked++;
    }
    return sum;
  }
}

function averageOf(values: Float64Array): number {
  let sum = 0;
  for (const each of values) sum += each;
  return sum / Math.max(1, values.length);
}
