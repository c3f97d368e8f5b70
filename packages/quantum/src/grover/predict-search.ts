import type { Levels } from "./levels.ts";
import { meanGoodProbability } from "./rotation.ts";

export interface SearchPrediction {
  /** That a search ends at an optimum. */
  readonly successProbability: number;
  readonly oracleCalls: number;
  readonly attempts: number;
}

/** What a search does at one threshold, on average, where `good` of the assignments lie below. */
function atThreshold(good: number, choices: readonly number[]) {
  let [stay, oracleCalls, attempts] = [1, 0, 0];
  for (const count of choices) {
    attempts += stay;
    oracleCalls += (stay * (count - 1)) / 2;
    stay *= 1 - meanGoodProbability(good, count);
    // What is left cannot be seen in a double.
    if (stay < 1e-17) break;
  }
  return { stay, oracleCalls, attempts };
}

/**
 * What searches come to on average over their random choices, exactly: each starts at a random assignment and goes from
 * one threshold to a random one below.
 * @param proven the search stops here without attempts, because bounds say that nothing is better
 */
export function predictSearch(
  { values, below }: Levels,
  choices: readonly number[],
  proven: number,
): SearchPrediction {
  const all = below[values.length]!;
  // The chance to come down to one certain assignment of the level.
  let arrival = 1 / all;
  let [oracleCalls, attempts, successProbability] = [0, 0, 0];
  for (let level = values.length - 1; level >= 0; level--) {
    const visit = arrival * (below[level + 1]! - below[level]!);
    if (level === 0) successProbability = visit;
    if (values[level]! <= proven) break;
    const here = atThreshold(below[level]! / all, choices);
    oracleCalls += visit * here.oracleCalls;
    attempts += visit * here.attempts;
    if (level > 0) arrival += (visit * (1 - here.stay)) / below[level]!;
  }
  return { successProbability, oracleCalls, attempts };
}
