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
 * Once the choices reach √N, an attempt fails with probability at most 3/4 while anything better exists. A search visits
 * the assignment of rank r with probability at most 1/r, so fewer than ln N thresholds above the optimum on average;
 * with F such attempts at each, it ends above the optimum with probability at most ln N · (3/4)^F.
 * Source: Boyer, Brassard, Høyer, Tapp, arXiv quant-ph/9605034; Dürr, Høyer, arXiv quant-ph/9607014, lemma 1.
 * @throws QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_BAD_SIZE
 */
export function rotationChoices(keyQubits: number, options: AttemptOptions = {}): readonly number[] {
  const { failureProbability, growth } = checkOptions(options);
  const full = Math.sqrt(2 ** keyQubits);
  const choices: number[] = [];
  for (let bound = 1; bound < full; bound *= growth) choices.push(Math.ceil(bound));
  const thresholds = Math.max(1, keyQubits * Math.LN2);
  const last = Math.ceil(Math.log(failureProbability / thresholds) / Math.log(3 / 4));
  return [...choices, ...new Array<number>(last).fill(Math.ceil(full))];
}
