import { createRandom, type Random } from "@qtwin/core";
import type { Highs } from "highs";
import type { SolveJob } from "../contract.ts";
import { type Incumbent, packingOfSolution } from "./incumbent.ts";
import type { Knapsack, Packing } from "./instance.ts";
import { repair } from "./repair.ts";
import { type LinearRelaxation, solveCore } from "./solve-core.ts";

/** Exchanges with which a packing that does not fit is tried to be repaired; each counts as so many units of work. */
const [repairSteps, unitsPerStep] = [5000, 0.01];

interface First {
  readonly highs: Highs;
  readonly knapsack: Knapsack;
  readonly linear: LinearRelaxation;
  readonly incumbent: Incumbent;
  readonly job: SolveJob;
  readonly stop: () => boolean;
}

/**
 * Looks for a packing that fits: what was handed over and the rounded linear relaxation, both repaired; then branch and cut,
 * whose packing is repaired as long as it takes when it only fits within the tolerances of HiGHS.
 * @returns units of work beyond the first repairs; or that there is no packing
 */
export function findFirst(first: First): number | "infeasible" {
  const { highs, knapsack, linear, incumbent, job, stop } = first;
  const random = createRandom(job.seed);
  const packings = job.warmStart ? [packingOfSolution(knapsack, job.warmStart)] : [];
  for (const packing of [...packings, linear.nearest]) offerRepaired(first, packing, random);
  if (incumbent.solution !== null) return 0;
  const units = Math.floor(job.workLimit ?? 2 ** 30);
  if (units < 1) return 0;
  const kept = new Uint8Array(knapsack.value.length).fill(1);
  const options = { kept, target: -Infinity, maxNodes: units, seed: job.seed, firstOnly: true, stop };
  const { packing, exhausted, nodes } = solveCore(highs, knapsack, options);
  if (!packing) return exhausted ? "infeasible" : nodes;
  incumbent.offer(packing);
  let spent = nodes;
  while (incumbent.solution === null && spent < units && !stop()) {
    offerRepaired(first, packing, random);
    spent += repairSteps * unitsPerStep;
  }
  return spent;
}

function offerRepaired({ knapsack, linear, incumbent, stop }: First, packing: Packing, random: Random): void {
  if (repair(knapsack, linear.relaxation, packing, repairSteps, random, stop)) incumbent.offer(packing);
}
