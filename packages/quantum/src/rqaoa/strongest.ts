import type { Random } from "@qtwin/core";
import type { Correlations } from "./correlations.ts";

/** The mean of largest size: of spin i, or of the pair i, j. */
export interface StrongestMean {
  readonly i: number;
  readonly j: number | null;
  readonly mean: number;
}

/** Means that differ by less are equal: they carry rounding of about 1e-14. */
const tie = 1e-9;

function* meansOf({ z, i, j, zz }: Correlations): Generator<StrongestMean> {
  for (let pair = 0; pair < zz.length; pair++) yield { i: i[pair]!, j: j[pair]!, mean: zz[pair]! };
  for (let k = 0; k < z.length; k++) yield { i: k, j: null, mean: z[k]! };
}

/** One of the strongest means, drawn evenly among those that tie; a pair only where it is coupled. */
export function strongestMean(correlations: Correlations, random: Random): StrongestMean {
  let greatest = 0;
  for (const { mean } of meansOf(correlations)) greatest = Math.max(greatest, Math.abs(mean));
  let chosen: StrongestMean | undefined;
  let ties = 0;
  for (const candidate of meansOf(correlations)) {
    if (Math.abs(candidate.mean) < greatest - tie) continue;
    ties += 1;
    if (random.integer(ties) === 0) chosen = candidate;
  }
  return chosen!;
}
