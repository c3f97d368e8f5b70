import { createRandom } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import type { Assignment, RunControl } from "../run/run.ts";
import { descend } from "./descend.ts";
import { energyOfSpins, type SpinRows } from "./spin-rows.ts";
import { bitsOfSpins, randomSpins } from "./spins.ts";

/** What a quantum run spent, in searches: the control gets no less, unless the signal cuts it short. */
export interface ControlBudget {
  /** Assignments that the quantum run put through local search. */
  readonly starts: number;
  /** Searches of the control at least; more than `starts` makes up for states prepared. */
  readonly searches: number;
  /** The control goes on while this holds: a budget of time is the caller's, who has the clock. */
  readonly goOn?: () => boolean;
}

/** The same local search from random assignments, beside a quantum run. */
export interface LocalSearchControl {
  readonly best: Assignment;
  readonly searches: number;
  readonly flips: number;
  /** Least energy after as many searches as the quantum run had; null where the signal cut the control short. */
  readonly energyOfSameStarts: number | null;
  /**
   * Energy of the control less that of the run: above 0 where the run found better, below where the control did; null
   * where the signal cut the control short, which then had less than the run.
   */
  readonly difference: number | null;
}

export interface ControlTask {
  readonly cost: QuadraticCost;
  /** The cost in spins. */
  readonly rows: SpinRows;
  /** Best energy of the quantum run. */
  readonly energy: number;
  readonly budget: ControlBudget;
}

interface FoundSpins {
  readonly spins: Int8Array;
  readonly energy: number;
}

/** Searches from random assignments until the budget is used up, or the signal is aborted; once at least. */
export function runControl(
  { cost, rows, energy, budget }: ControlTask,
  { seed, signal }: Pick<RunControl, "seed" | "signal">,
): LocalSearchControl {
  const random = createRandom(seed);
  let best: FoundSpins = { spins: new Int8Array(rows.count), energy: Number.POSITIVE_INFINITY };
  let energyOfSameStarts = best.energy;
  let [searches, flips] = [0, 0];
  let unspent: boolean;
  do {
    const spins = randomSpins(rows.count, random);
    flips += descend(rows, spins);
    const found = energyOfSpins(rows, spins);
    if (found < best.energy) best = { spins, energy: found };
    searches += 1;
    if (searches <= budget.starts) energyOfSameStarts = best.energy;
    unspent = searches < budget.searches || budget.goOn?.() === true;
  } while (unspent && !signal?.aborted);
  const bits = bitsOfSpins(best.spins);
  const exact = energyOf(cost, bits);
  return {
    best: { bits, energy: exact },
    searches,
    flips,
    energyOfSameStarts: unspent ? null : energyOfSameStarts,
    difference: unspent ? null : exact - energy,
  };
}
