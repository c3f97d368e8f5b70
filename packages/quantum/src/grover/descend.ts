import type { Random } from "@qtwin/core";
import type { RunControl, RunProgress } from "../run/run.ts";
import { countBelow } from "./levels.ts";
import { energyAt, type Problem } from "./problem.ts";
import { goodProbability } from "./rotation.ts";
import { valueQubits } from "./value-register.ts";

/** The attempts against one threshold. */
export interface GroverRound {
  /** Energy to be beaten. */
  readonly threshold: number;
  /** Width of the value register for it. */
  readonly valueQubits: number;
  readonly attempts: number;
  /** Rotations of all attempts; each asks the oracle once. */
  readonly oracleCalls: number;
}

/** One of the assignments below the threshold, each as likely as the others. */
function drawBelow({ table, levels }: Problem, threshold: number, random: Random): number {
  let left = random.integer(countBelow(levels, threshold));
  for (let basis = 0; ; basis++) if (table[basis]! < threshold && left-- === 0) return basis;
}

interface RoundOutcome {
  readonly attempts: number;
  readonly oracleCalls: number;
  /** Basis index of something better; null when no attempt found any. */
  readonly found: number | null;
}

/**
 * Attempts against one threshold. The oracle is exact and all assignments start with equal amplitudes, so those of good
 * ones stay equal too, and one number says how likely a measurement shows one of them.
 */
function attemptRound(
  problem: Problem,
  threshold: number,
  choices: readonly number[],
  random: Random,
  control: RunControl,
): RoundOutcome {
  const share = countBelow(problem.levels, threshold) / problem.table.length;
  let [attempts, oracleCalls] = [0, 0];
  for (const count of choices) {
    if (control.signal?.aborted) break;
    const rotations = random.integer(count);
    attempts += 1;
    oracleCalls += rotations;
    if (random.next() < goodProbability(share, rotations))
      return { attempts, oracleCalls, found: drawBelow(problem, threshold, random) };
  }
  return { attempts, oracleCalls, found: null };
}

export interface Descent {
  /** Basis index. */
  readonly best: number;
  /** "bound": nothing can be better; "attempts": the last ones allowed have failed; "signal": cut short. */
  readonly ended: "bound" | "attempts" | "signal";
  readonly rounds: readonly GroverRound[];
  readonly timeline: readonly RunProgress[];
}

/** From a random assignment down, threshold after threshold, with the same choices of rotations at each. */
export function descend(
  problem: Problem,
  choices: readonly number[],
  random: Random,
  control: RunControl,
): Descent {
  const { table, bounds } = problem;
  const rounds: GroverRound[] = [];
  const timeline: RunProgress[] = [];
  let best = random.integer(table.length);
  for (;;) {
    const threshold = table[best]!;
    const progress = progressAt(energyAt(problem, threshold), rounds);
    timeline.push(progress);
    control.onProgress?.(progress);
    if (threshold <= bounds.lower) return { best, ended: "bound", rounds, timeline };
    const { found, ...spent } = attemptRound(problem, threshold, choices, random, control);
    rounds.push({
      threshold: energyAt(problem, threshold),
      valueQubits: valueQubits(bounds, threshold),
      ...spent,
    });
    if (found === null)
      return { best, ended: control.signal?.aborted ? "signal" : "attempts", rounds, timeline };
    best = found;
  }
}

export const sumOf = (rounds: readonly GroverRound[], key: "attempts" | "oracleCalls"): number =>
  rounds.reduce((sum, round) => sum + round[key], 0);

function progressAt(energy: number, rounds: readonly GroverRound[]): RunProgress {
  const effort = { evaluations: 0, gradients: 0, shots: sumOf(rounds, "attempts") };
  return { stage: `under ${energy}`, effort, expectation: null, energy };
}
