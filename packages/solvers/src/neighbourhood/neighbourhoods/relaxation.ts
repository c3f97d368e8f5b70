import type { Neighbourhood } from "../landscape.ts";
import { listOf } from "../lists.ts";
import { Picked } from "./picked.ts";

/** How much chance counts beside the distance between relaxation and incumbent. */
const noise = 0.25;

/**
 * Where the linear relaxation and the incumbent disagree.
 * Source: relaxation induced neighbourhood search, Danna, Rothberg and Le Pape (Math. Programming 102, 2005).
 */
export const relaxationInduced: Neighbourhood = {
  id: "relaxation",
  title: "where relaxation and incumbent disagree",
  followsIncumbent: true,
  applies: ({ relaxation }) => relaxation !== null,
  select({ blocks, values, relaxation }, size, random) {
    const distance = Float64Array.from({ length: blocks.count }, (_, block) => {
      let sum = noise * random.next();
      for (const column of listOf(blocks.columns, block))
        sum += Math.min(1, Math.abs(values[column]! - relaxation![column]!));
      return sum;
    });
    const order = Array.from(distance.keys()).sort((a, b) => distance[b]! - distance[a]! || a - b);
    const picked = new Picked(size);
    for (const block of order) picked.add(block);
    return picked.list;
  },
};
