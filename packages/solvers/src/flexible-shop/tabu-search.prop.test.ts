import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import { readShop } from "../shop/read-shop.ts";
import { anyShop, spokenShop } from "../shop/testing/any-shop.ts";
import { BlockMoves } from "./block-moves.ts";
import { construct } from "./construct.ts";
import { CriticalPath } from "./critical-path.ts";
import { MoveChoice } from "./move-choice.ts";
import { Reassignments } from "./reassignments.ts";
import { ShopGraph } from "./shop-graph.ts";
import { TabuList } from "./tabu-list.ts";

type Look = (iteration: number, free: MoveChoice, any: MoveChoice) => number;

/** All looks at moves of one critical path, with some options and pairs forbidden. */
function looksOf(graph: ShopGraph, random: Xorshift): readonly Look[] {
  const tabu = new TabuList(graph.problem);
  graph.problem.machine.forEach((_, option) => {
    if (random.below(3) === 0) tabu.forbidOption(option, 5);
  });
  for (let before = 0; before < graph.size; before++)
    for (let after = 0; after < graph.size; after++)
      if (random.below(3) === 0) tabu.forbidPair(before, after, 5);
  const [reassignments, blockMoves] = [new Reassignments(graph, tabu), new BlockMoves(graph, tabu)];
  const critical = new CriticalPath(graph, random);
  critical.find();
  const { path, onMachine, length } = critical;
  const looks: Look[] = [];
  for (let from = 0; from < length; from++) {
    looks.push((...rest) => reassignments.scan(path[from]!, ...rest));
    for (let to = from + 1; to < length && onMachine[to] === 1; to++) {
      looks.push((...rest) => blockMoves.offerRight(path[from]!, path[to]!, ...rest));
      looks.push((...rest) => blockMoves.offerLeft(path[to]!, path[from]!, ...rest));
    }
  }
  return looks;
}

test.each([{}, { setups: true }])("looks cut short by a better move miss no better one (%o)", (features) => {
  const anyProblem = anyShop({ ...features, mostOperations: 9 }).map((spec) => {
    const reading = readShop(spokenShop(spec).model);
    if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
    return reading.problem;
  });
  fc.assert(
    fc.property(anyProblem, fc.nat(), (problem, seed) => {
      const random = new Xorshift(seed);
      const graph = new ShopGraph(problem);
      construct(graph, random, 1);
      const looks = looksOf(graph, random);
      const [free, any] = [new MoveChoice(random), new MoveChoice(random)];
      const start = (): void => {
        free.clear(-Infinity);
        any.clear(-Infinity);
      };
      // Each look alone has nothing that cuts it short but its own moves.
      let [bestFree, bestAny] = [Infinity, Infinity];
      for (const look of looks) {
        start();
        look(3, free, any);
        bestFree = Math.min(bestFree, free.estimate);
        bestAny = Math.min(bestAny, any.estimate);
      }
      start();
      for (const look of looks) look(3, free, any);
      expect(free.estimate).toBe(bestFree);
      // A forbidden move counts only where it is better than one that is not.
      if (bestAny < bestFree) expect(any.estimate).toBe(bestAny);
      else expect(any.estimate).toBeGreaterThanOrEqual(bestFree);
    }),
  );
});

test("what is forbidden for options next to each other ends with them and in time", () => {
  fc.assert(
    fc.property(anyShop({ mostOperations: 5 }), (spec) => {
      const reading = readShop(spokenShop(spec).model);
      if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
      const { machine, optionStart } = reading.problem;
      const tabu = new TabuList(reading.problem);
      const [from, to] = [optionStart[0]!, optionStart[1]!];
      tabu.forbidOptions(from, to, 7);
      machine.forEach((_, option) => {
        const isMeant = option >= from && option < to;
        expect([tabu.allowsOption(option, 7), tabu.allowsOption(option, 8)]).toEqual([!isMeant, true]);
      });
    }),
  );
});
