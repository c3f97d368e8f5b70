import { checkFeasibility, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { choiceModel } from "./choice-model.ts";
import type { MoveGroup } from "./moves.ts";
import { pairCosts } from "./pair-costs.ts";

const labels = ["as planned", "early", "late"];
const groups: readonly MoveGroup[] = ["a", "b", "c"].map((name) => ({
  name,
  moves: labels.map((label) => ({ label, add: new Map() })),
}));
const own = groups.map((_, group) => Float64Array.of(0, group - 1.25, 2.5 - group));

/** Costs of intervals by the moves on both sides; early before late of the same two neighbours has no room. */
function costOf(before: number, after: number, at: number): number | null {
  if (at === 1 && before === 1 && after === 2) return null;
  return before === 0 && after === 0 ? -0.5 : 1.5 * before * after - before + 0.25 * after * (at + 1);
}

test("the model of choices has the sum over all intervals, for every combination", async () => {
  const place = (label: string): number => Math.max(0, labels.indexOf(label));
  const priced = await pairCosts(groups, own, async ([before, after], at) => {
    const cost = costOf(place(before!.label), place(after!.label), at);
    return cost === null ? null : { cost, columns: [], values: new Float64Array() };
  });
  const all = groups.map(() => [0, 1, 2]);
  expect(priced.possible).toEqual(all);
  const { model, combinations, feasible } = choiceModel("window", groups, [], priced.costs, all)!;
  expect([combinations, feasible]).toEqual([27, 24]);
  for (let at = 0; at < 27; at++) {
    const moves = [at % 3, Math.floor(at / 3) % 3, Math.floor(at / 9)];
    const values = new Float64Array(9);
    for (const [group, move] of moves.entries()) values[3 * group + move] = 1;
    const chain = [0, ...moves, 0];
    const costs = chain.slice(1).map((after, interval) => costOf(chain[interval]!, after, interval));
    expect(checkFeasibility(model, values).feasible).toBe(!costs.includes(null));
    if (costs.includes(null)) continue;
    const sum = costs.reduce<number>((total, cost) => total + cost!, 0);
    const alone = moves.reduce((total, move, group) => total + own[group]![move]!, 0);
    expect(objectiveValue(model, values)).toBeCloseTo(sum + alone, 9);
  }
});
