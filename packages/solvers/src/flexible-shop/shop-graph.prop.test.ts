import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import type { ShopProblem } from "../shop/problem.ts";
import { readShop } from "../shop/read-shop.ts";
import { anyShop, spokenShop } from "../shop/testing/any-shop.ts";
import { construct } from "./construct.ts";
import { ShopGraph } from "./shop-graph.ts";
import { WindowedGraph } from "./windowed-graph.ts";

const anyProblem = (features: Parameters<typeof anyShop>[0]): fc.Arbitrary<ShopProblem> =>
  anyShop({ ...features, mostOperations: 9 }).map((spec) => {
    const reading = readShop(spokenShop(spec).model);
    if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
    return reading.problem;
  });

const timesOf = (graph: ShopGraph): unknown => ({
  head: [...graph.head],
  tail: [...graph.tail],
  makespan: graph.makespan,
  cost: graph instanceof WindowedGraph ? graph.cost : 0,
});

/** Random moves; after each the kept times are those of a graph made anew. */
function expectFreshAfterMoves(graph: ShopGraph, fresh: ShopGraph, seed: number): void {
  const random = new Xorshift(seed);
  const { problem } = graph;
  construct(graph, random, 1);
  // Soon after as many moves as 32 bits can count.
  if (seed % 2 === 0) Object.assign(graph, { stamp: 2 ** 31 - 5 });
  for (let step = 0; step < 30; step++) {
    const operation = random.below(graph.size);
    const from = problem.optionStart[operation]!;
    const option = from + random.below(problem.optionStart[operation + 1]! - from);
    const isSame = problem.machine[option] === graph.machineOf(operation);
    const places = graph.count[problem.machine[option]!]! + (isSame ? 0 : 1);
    const before = timesOf(graph);
    const hasMoved = graph.move(operation, option, random.below(places));
    if (!hasMoved) expect(timesOf(graph)).toEqual(before);
    // The order is topological: each operation after the ones before it in its job and on its machine.
    for (let each = 0; each < graph.size; each++)
      for (const earlier of [graph.jobBefore[each]!, graph.machineBefore[each]!])
        if (earlier >= 0) expect(graph.position[earlier]).toBeLessThan(graph.position[each]!);
    fresh.load(graph.optionOf, graph.order);
    expect(fresh.machineBefore).toEqual(graph.machineBefore);
    expect(fresh.machineAfter).toEqual(graph.machineAfter);
    expect(fresh.at).toEqual(graph.at);
    expect(timesOf(graph)).toEqual(timesOf(fresh));
  }
}

test.each([{}, { setups: true }])(
  "moves keep heads and tails as they are when made anew (%o)",
  (features) => {
    fc.assert(
      fc.property(anyProblem(features), fc.nat(), (problem, seed) =>
        expectFreshAfterMoves(new ShopGraph(problem), new ShopGraph(problem), seed),
      ),
    );
  },
);

test("moves keep starts between downtimes and costs as they are when made anew", () => {
  const features = { downtimes: true, due: true, deadlines: true, setups: true };
  fc.assert(
    fc.property(anyProblem(features), fc.nat(), (problem, seed) =>
      expectFreshAfterMoves(new WindowedGraph(problem), new WindowedGraph(problem), seed),
    ),
    { numRuns: 40 },
  );
});

test("what is proven to have no path has none", () => {
  fc.assert(
    fc.property(anyProblem({ setups: true }), fc.nat(), (problem, seed) => {
      const graph = new ShopGraph(problem);
      construct(graph, new Xorshift(seed), 1);
      for (let from = 0; from < graph.size; from++) {
        const reached = new Set([from]);
        for (const each of graph.order)
          if (reached.has(graph.jobBefore[each]!) || reached.has(graph.machineBefore[each]!))
            reached.add(each);
        for (let to = 0; to < graph.size; to++)
          if (graph.provesNoPath(from, to)) expect(reached.has(to)).toBe(false);
      }
    }),
  );
});
