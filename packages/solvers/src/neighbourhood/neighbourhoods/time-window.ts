import type { Neighbourhood } from "../landscape.ts";
import { Picked } from "./picked.ts";

/** Activities that run around one moment, on all resources. */
export const timeWindow: Neighbourhood = {
  id: "time-window",
  title: "time window",
  followsIncumbent: true,
  applies: ({ resources }) => resources.length > 0,
  select({ resources, values }, size, random) {
    const middle = (resource: (typeof resources)[number], activity: number): number =>
      values[resource.start[activity]!]! + resource.duration[activity]! / 2;
    const activities = resources.flatMap((resource) =>
      Array.from(resource.blocks, (block, activity) => ({ block, at: middle(resource, activity) })),
    );
    const decided = activities.filter(({ block }) => block >= 0);
    if (decided.length === 0) return [];
    const moment = decided[random.integer(decided.length)]!.at;
    const near = decided.sort(
      (a, b) => Math.abs(a.at - moment) - Math.abs(b.at - moment) || a.block - b.block,
    );
    const picked = new Picked(size);
    for (const { block } of near) picked.add(block);
    return picked.list;
  },
};
