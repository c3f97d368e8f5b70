import type { Random } from "@qtwin/core";
import type { Landscape, Neighbourhood } from "../landscape.ts";
import { listOf } from "../lists.ts";
import { Picked } from "./picked.ts";

/** Steps of the walk for each block wanted; after that many it starts somewhere else. */
const patience = 8;

/** A walk from decision to decision through what they stand in together. */
export const randomWalk: Neighbourhood = {
  id: "random-walk",
  title: "random walk on the constraint graph",
  followsIncumbent: false,
  applies: () => true,
  select(landscape, size, random) {
    const { blocks } = landscape;
    const wanted = Math.min(size, blocks.count);
    const picked = new Picked(wanted);
    while (!picked.isFull) {
      let block = random.integer(blocks.count);
      picked.add(block);
      for (let steps = patience * wanted; steps > 0 && !picked.isFull; steps--) {
        const next = neighbour(landscape, block, random);
        if (next < 0) break;
        block = next;
        picked.add(block);
      }
    }
    return picked.list;
  },
};

/** A block that stands together with this one, −1: it stands alone. */
function neighbour(landscape: Landscape, block: number, random: Random): number {
  const { blocks, incidence, model } = landscape;
  const columns = listOf(blocks.columns, block);
  const column = columns[random.integer(columns.length)]!;
  const edges = listOf(incidence.edges, column);
  const pairs = listOf(incidence.pairs, column);
  const ways = edges.length + pairs.length;
  if (ways === 0) return -1;
  const way = random.integer(ways);
  if (way < pairs.length) {
    const { left, right } = model.objective.quadratic;
    const entry = pairs[way]!;
    return orStay(blocks.of[left[entry] === column ? right[entry]! : left[entry]!]!, block);
  }
  const edge = tighter(landscape, edges, random);
  const members = listOf(incidence.members, edge);
  return orStay(blocks.of[members[random.integer(members.length)]!]!, block);
}

const orStay = (next: number, block: number): number => (next < 0 ? block : next);

/** The smaller of two edges: it says more about its columns. */
function tighter({ incidence }: Landscape, edges: Int32Array, random: Random): number {
  const [first, second] = [edges[random.integer(edges.length)]!, edges[random.integer(edges.length)]!];
  const size = (edge: number): number => incidence.members.start[edge + 1]! - incidence.members.start[edge]!;
  return size(first) <= size(second) ? first : second;
}
