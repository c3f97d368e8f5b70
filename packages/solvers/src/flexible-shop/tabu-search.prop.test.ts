import { isDeepStrictEqual } from "node:util";
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

type Best = Pick<MoveChoice, "operation" | "estimate" | "work" | "exact">;

const bestOf = ({ operation, estimate, work, exact }: MoveChoice): Best => ({
  operation,
  estimate,
  work,
  exact,
});

function expectOneOfTheBest(choice: MoveChoice, all: readonly Best[]): void {
  const [best] = all.toSorted(
    (one, other) => one.estimate - other.estimate || one.work - other.work || one.exact - other.exact,
  );
  if (!best) expect(choice.operation).toBe(-1);
  else
    expect(
      all.filter((each) => isDeepStrictEqual({ ...best, operation: each.operation }, each)),
    ).toContainEqual(bestOf(choice));
}

/** Of the makespan: nothing, some or all estimates reach what is aimed at. */
const aims = fc.oneof(fc.constant(-Infinity), fc.double({ min: 0.5, max: 1.2, noNaN: true }));

test.each([{}, { setups: true }])("looks cut short by a better move miss no better one (%o)", (features) => {
  const anyProblem = anyShop({ ...features, mostOperations: 9 }).map((spec) => {
    const reading = readShop(spokenShop(spec).model);
    if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
    return reading.problem;
  });
  fc.assert(
    fc.property(anyProblem, fc.nat(), aims, (problem, seed, share) => {
      const random = new Xorshift(seed);
      const graph = new ShopGraph(problem);
      construct(graph, random, 1);
      const looks = looksOf(graph, random);
      const [free, any] = [new MoveChoice(random), new MoveChoice(random)];
      const aim = share * Math.max(1, graph.makespan);
      // Each look alone has nothing that cuts it short but its own moves.
      const [ownFree, ownAny]: [Best[], Best[]] = [[], []];
      for (const look of looks) {
        free.clear(aim);
        any.clear(aim);
        look(3, free, any);
        if (free.operation >= 0) ownFree.push(bestOf(free));
        if (any.operation >= 0) ownAny.push(bestOf(any));
      }
      free.clear(aim);
      any.clear(aim);
      for (const look of looks) look(3, free, any);
      expectOneOfTheBest(free, ownFree);
      const least = Math.min(...ownFree.map(({ estimate }) => estimate));
      // A forbidden move counts only where it is better than one that is not.
      if (ownAny.some(({ estimate }) => estimate < least)) expectOneOfTheBest(any, ownAny);
      else expect(any.estimate).toBeGreaterThanOrEqual(least);
    }),
  );
});

test("what is forbidden ends in time, however many iterations there were before, and options next to it are free", () => {
  fc.assert(
    fc.property(anyShop({ mostOperations: 5 }), (spec) => {
      const reading = readShop(spokenShop(spec).model);
      if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
      const { machine, optionStart } = reading.problem;
      const tabu = new TabuList(reading.problem);
      const [from, to] = [optionStart[0]!, optionStart[1]!];
      for (const begin of [0, 2 ** 31]) {
        tabu.clear(begin);
        const until = begin + 7;
        tabu.forbidOptions(from, to, until);
        tabu.forbidPair(0, 0, until);
        machine.forEach((_, option) => {
          const isMeant = option >= from && option < to;
          expect(tabu.allowsOption(option, begin + 1)).toBe(!isMeant);
          expect(tabu.allowsOption(option, until)).toBe(!isMeant);
          expect(tabu.allowsOption(option, until + 1)).toBe(true);
        });
        expect([tabu.allowsPair(0, 0, until), tabu.allowsPair(0, 0, until + 1)]).toEqual([false, true]);
      }
    }),
  );
});
