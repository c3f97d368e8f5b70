import { quantumError } from "../errors.ts";

export interface AttemptOptions {
  /** Bound on the probability that a search ends above the optimum, in (0, 1); 0.01 if absent. */
  readonly failureProbability?: number;
  /** λ, by which the greatest number of rotations grows after a failed attempt, in (1, 4/3]; 8/7 if absent. */
  readonly growth?: number;
}

function checkOptions({
  failureProbability = 0.01,
  growth = 8 / 7,
}: AttemptOptions): Required<AttemptOptions> {
  if (!(failureProbability > 0 && failureProbability < 1))
    throw quantumError(
      "QT_QUANTUM_BAD_PROBABILITY",
      `failureProbability is ${failureProbability}, not between 0 and 1.`,
      "failureProbability",
    );
  if (!(growth > 1 && growth <= 4 / 3))
    throw quantumError("QT_QUANTUM_BAD_SIZE", `growth is ${growth}, not in (1, 4/3].`, "growth");
  return { failureProbability, growth };
}

/**
 * From how many numbers of rotations (0 upwards) each attempt at one threshold draws; when all have failed, the search
 * ends.
 *
 * While anything better exists, an attempt with M choices succeeds with 1/2 - sin(4Mθ) / (4M sin 2θ), and sin 2θ is
 * least with one assignment good, or all but one. A search visits the assignment of rank r with probability 1/r, so
 * fewer than ln N thresholds above the optimum on average: the product of the failures times ln N bounds its failure.
 * Source: Boyer, Brassard, Høyer, Tapp, arXiv quant-ph/9605034; Dürr, Høyer, arXiv quant-ph/9607014, lemma 1.
 * @throws QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_BAD_SIZE
 */
export function rotationChoices(keyQubits: number, options: AttemptOptions = {}): readonly number[] {
  const { failureProbability, growth } = checkOptions(options);
  const all = 2 ** keyQubits;
  const leastSine = (2 * Math.sqrt(all - 1)) / all;
  const choices: number[] = [];
  let failure = Math.max(1, Math.log(all));
  for (let bound = 1; failure > failureProbability; bound = Math.min(growth * bound, Math.sqrt(all))) {
    const count = Math.ceil(bound);
    choices.push(count);
    failure *= Math.min(1, 0.5 + 1 / (4 * count * leastSine));
  }
  return choices;
}
