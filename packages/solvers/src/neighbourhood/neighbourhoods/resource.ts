import type { Landscape, Neighbourhood, Resource } from "../landscape.ts";
import { Picked } from "./picked.ts";

/** The activities of one or two resources; where they are too many, those that follow one another. */
export const resource: Neighbourhood = {
  id: "resource",
  title: "machine or resource",
  followsIncumbent: true,
  applies: ({ resources }) => resources.length > 0,
  select(landscape, size, random) {
    const { resources } = landscape;
    const picked = new Picked(size);
    for (let left = 1 + random.integer(2); left > 0; left--) {
      const inOrder = byStart(landscape, resources[random.integer(resources.length)]!);
      const from = random.integer(Math.max(1, inOrder.length - (size - picked.list.length) + 1));
      for (const block of inOrder.slice(from)) picked.add(block);
    }
    return picked.list;
  },
};

function byStart({ values }: Landscape, { blocks, start }: Resource): number[] {
  const order = Array.from(blocks.keys()).sort((a, b) => values[start[a]!]! - values[start[b]!]! || a - b);
  return order.map((activity) => blocks[activity]!);
}
