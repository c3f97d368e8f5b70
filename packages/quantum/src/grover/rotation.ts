/**
 * The probability of good after rotations of the Grover operator, sin²((2k + 1)θ) with sin²θ = `initial`: in the plane
 * of the good and the bad part of a state, each rotation turns by 2θ.
 * Source: Brassard, Høyer, Mosca, Tapp, arXiv quant-ph/0005055.
 */
export function goodProbability(initial: number, rotations: number): number {
  return Math.sin((2 * rotations + 1) * goodAngle(initial)) ** 2;
}

/** The number of rotations that first comes closest to good, floor(π / 4θ); 0 where nothing is good. */
export function bestRotations(initial: number): number {
  return initial > 0 ? Math.floor(Math.PI / (4 * goodAngle(initial))) : 0;
}

/** θ in [0, π/2] with sin²θ = `probability`. */
export function goodAngle(probability: number): number {
  return Math.asin(Math.sqrt(Math.min(1, Math.max(0, probability))));
}

/**
 * The chance that one attempt shows good, with rotations drawn evenly from 0 to `choices` - 1.
 * Source: Boyer, Brassard, Høyer, Tapp, arXiv quant-ph/9605034, lemma 2.
 */
export function meanGoodProbability(initial: number, choices: number): number {
  const angle = goodAngle(initial);
  const sine = Math.sin(2 * angle);
  // Nothing or everything is good, and stays so.
  if (sine < 1e-12) return initial;
  return 0.5 - Math.sin(4 * choices * angle) / (4 * choices * sine);
}
