import type { Interval } from "./confidence-interval.ts";

export interface NextRotations {
  readonly rotations: number;
  /** Whether (4 rotations + 2) θ lies in [0, π] of its turn, where the probability of good rises with θ. */
  readonly rising: boolean;
}

/** Which half of its turn the whole interval lies in, times `scale`; undefined if it is in both. */
function halfOf([lower, upper]: Interval, scale: number): "rising" | "falling" | undefined {
  const [first, last] = [lower, upper].map((angle) => Math.floor((scale * angle) / Math.PI)) as [
    number,
    number,
  ];
  // The end of a half is still in it.
  const inside = last === first || scale * upper === (first + 1) * Math.PI;
  return inside ? (first % 2 === 0 ? "rising" : "falling") : undefined;
}

/**
 * The greatest number of rotations, if at least about twice as great as now, at which the measured probability still
 * says where in the interval θ lies; else what is now.
 * Source: Grinko, Gacon, Zoufal, Woerner, arXiv 1912.05559, algorithm 2 (FindNextK, r = 2).
 */
export function nextRotations(now: NextRotations, angles: Interval): NextRotations {
  const least = 2 * (4 * now.rotations + 2);
  const greatest = Math.floor(Math.PI / (angles[1] - angles[0]));
  // Scales are 4k + 2.
  for (let scale = greatest - ((greatest + 2) % 4); scale >= least; scale -= 4) {
    const half = halfOf(angles, scale);
    if (half) return { rotations: (scale - 2) / 4, rising: half === "rising" };
  }
  return now;
}

/** The interval of θ from that of the probability of good after so many rotations, in the half turn where θ is known to be. */
export function anglesFrom({ rotations, rising }: NextRotations, before: Interval, good: Interval): Interval {
  const scale = 4 * rotations + 2;
  const turn = 2 * Math.PI * Math.floor((scale * (before[0] + before[1])) / 2 / (2 * Math.PI));
  const [low, high] = good.map((probability) => Math.acos(1 - 2 * probability)) as [number, number];
  return rising
    ? [(turn + low) / scale, (turn + high) / scale]
    : [(turn + 2 * Math.PI - high) / scale, (turn + 2 * Math.PI - low) / scale];
}
