import type { Landscape, Neighbourhood } from "../landscape.ts";
import { listOf } from "../lists.ts";
import { Picked, shuffled } from "./picked.ts";

/** Drawn from that many times the size. */
const pool = 3;

/**
 * The single variables whose change costs least, by chance among the least: most undecided.
 * Source: impact-ordered subproblems, Booth, Reinhardt and Roy, D-Wave TR 14-1006A-A (2017).
 */
export const impact: Neighbourhood = {
  id: "impact",
  title: "least loss by a single change",
  followsIncumbent: true,
  applies: ({ model }) => model.objective.quadratic.value.length > 0,
  select(landscape, size, random) {
    const { count } = landscape.blocks;
    const loss = Float64Array.from({ length: count }, (_, block) => lossOf(landscape, block));
    const order = Array.from(loss.keys()).sort((a, b) => loss[a]! - loss[b]! || a - b);
    const picked = new Picked(size);
    const near = order.slice(0, pool * size);
    for (const at of shuffled(near.length, random)) picked.add(near[at]!);
    return picked.list;
  },
};

/** What the objective loses when the block's first column changes between 0 and 1; without regard to constraints. */
function lossOf({ model, incidence, blocks, values }: Landscape, block: number): number {
  const column = listOf(blocks.columns, block)[0]!;
  const { linear, quadratic } = model.objective;
  let slope = linear[column]!;
  for (const entry of listOf(incidence.pairs, column)) {
    const [left, right] = [quadratic.left[entry]!, quadratic.right[entry]!];
    slope += quadratic.value[entry]! * values[left === column ? right : left]!;
  }
  const change = slope * (values[column]! >= 0.5 ? -1 : 1);
  return model.sense === "minimize" ? change : -change;
}
