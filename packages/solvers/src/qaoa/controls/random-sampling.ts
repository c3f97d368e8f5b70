import { createRandom } from "@qtwin/core";
import { type EvidenceControl, successShare, timeToSolutionS } from "@qtwin/model";
import { bitsOfSpins, descend, energyOfSpins, randomOneHotSpins, randomSpins } from "@qtwin/quantum";
import { BestSolution } from "../best-solution.ts";
import { type ControlTask, mayStart } from "./control-task.ts";

/** Uniform random assignments, or options of each choice where the circuit takes those, each with the descent that the shots get. */
export function randomSampling(task: ControlTask): EvidenceControl {
  const { problem, limit, seed, now } = task;
  const { rows, groups, exchanges } = problem;
  const beganMs = now();
  const random = createRandom(seed);
  const best = new BestSolution(problem, now);
  let [made, hits] = [0, 0];
  while (mayStart(task, beganMs, made)) {
    const spins = groups ? randomOneHotSpins(rows.count, groups, random) : randomSpins(rows.count, random);
    descend(rows, spins, exchanges);
    const energy = energyOfSpins(rows, spins);
    made += 1;
    if (energy <= limit) hits += 1;
    best.offer(energy, bitsOfSpins(spins));
  }
  const seconds = (now() - beganMs) / 1000;
  const success = successShare(hits, made);
  return {
    method: "random-sampling",
    objective: best.solution?.objective ?? null,
    seconds,
    secondsToBest: best.atMs === null ? null : (best.atMs - beganMs) / 1000,
    evaluations: made,
    evaluationUnit: "descents",
    budget: { seconds: task.seconds, evaluations: task.starts },
    success,
    timeToSolutionS: success && timeToSolutionS(seconds / made, success.probability),
  };
}
