import * as fc from "fast-check";
import { expect, test } from "vitest";
import { flowNetwork, maxFlow } from "./max-flow.ts";
import { strongComponents } from "./strong-components.ts";

const graphs = fc.integer({ min: 2, max: 8 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  const arc = fc.tuple(node, node, fc.integer({ min: 0, max: 9 })).filter(([tail, head]) => tail !== head);
  return fc.record({ nodeCount: fc.constant(nodeCount), arcs: fc.array(arc, { maxLength: 24 }) });
});

const listed = (arcs: readonly (readonly [number, number, number])[]) => ({
  tail: arcs.map(([tail]) => tail),
  head: arcs.map(([, head]) => head),
  capacity: arcs.map(([, , capacity]) => capacity),
  count: arcs.length,
});

/** Sets of nodes, as bits, that hold node 0 and not the last one. */
function smallestCut(nodeCount: number, arcs: readonly (readonly [number, number, number])[]): number {
  let least = Infinity;
  for (let set = 1; set < 2 ** (nodeCount - 1); set += 2) {
    const isIn = (node: number): boolean => ((set >> node) & 1) === 1;
    const cut = arcs.filter(([tail, head]) => isIn(tail) && !isIn(head));
    least = Math.min(
      least,
      cut.reduce((sum, [, , capacity]) => sum + capacity, 0),
    );
  }
  return least;
}

test("the largest flow is the smallest cut, and what is left is a flow", () => {
  fc.assert(
    fc.property(graphs, ({ nodeCount, arcs }) => {
      const { network, position } = flowNetwork(nodeCount, listed(arcs));
      const value = maxFlow(network, 0, nodeCount - 1);
      expect(value).toBe(smallestCut(nodeCount, arcs));
      const surplus = new Float64Array(nodeCount);
      arcs.forEach(([tail, head, capacity], arc) => {
        const used = capacity - network.residual[position[arc]!]!;
        expect(used >= 0 && used <= capacity).toBe(true);
        expect(network.residual[network.opposite[position[arc]!]!]).toBe(used);
        surplus[tail]! -= used;
        surplus[head]! += used;
      });
      const expected = new Float64Array(nodeCount);
      expected[0]! -= value;
      expected[nodeCount - 1]! += value;
      expect(surplus).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("two nodes are in one strong component when each reaches the other; components come after those they lead to", () => {
  fc.assert(
    fc.property(graphs, ({ nodeCount, arcs }) => {
      const { network } = flowNetwork(nodeCount, listed(arcs));
      const { of } = strongComponents(network, (arc) => network.residual[arc]! > 0);
      const reaches = Array.from({ length: nodeCount }, (_, from) => reached(from, arcs));
      for (let from = 0; from < nodeCount; from++)
        for (const to of reaches[from]!) {
          expect(of[from] === of[to]).toBe(reaches[to]!.has(from));
          expect(of[from]!).toBeGreaterThanOrEqual(of[to]!);
        }
    }),
    { numRuns: 300 },
  );
});

function reached(from: number, arcs: readonly (readonly [number, number, number])[]): ReadonlySet<number> {
  const found = new Set([from]);
  for (const node of found)
    for (const [tail, head, capacity] of arcs) if (tail === node && capacity > 0) found.add(head);
  return found;
}
