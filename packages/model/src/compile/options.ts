/** How penalty weights are found; see `penalty-certificate.ts`. */
export type PenaltyRule =
  /** Provably large enough; `scale` ≥ 1 multiplies it. */
  | { readonly method: "exact"; readonly scale?: number }
  /** `scale` times the exact weight, below 1 too: no proof. */
  | { readonly method: "heuristic"; readonly scale: number }
  /** Given by the user, by constraint id or rule; the rest is exact. */
  | { readonly method: "user"; readonly weights: Readonly<Record<string, number>> };

export interface CompileOptions {
  /** How integer variables become binary ones; absent: the cheapest that fits. */
  readonly integerEncoding?: "log" | "unary" | "one-hot" | "domain-wall";
  /** How choices become binary variables; default one-hot. */
  readonly choiceEncoding?: "one-hot" | "domain-wall";
  /** Default exact. */
  readonly penalty?: PenaltyRule;
  /** A proven bound of the objective over all values inside the variables' bounds, constraints ignored; in the model's own sense. */
  readonly objectiveBound?: number;
  /** A feasible solution: the better, the smaller the penalties. */
  readonly incumbent?: Float64Array;
  /** Step at which continuous variables are cut into whole numbers of steps; used by `discretise` only. */
  readonly continuousStep?: number;
  /** Weights of the rewrite `unbalanced`, times the largest coefficient of the objective. */
  readonly unbalanced?: { readonly linear: number; readonly quadratic: number };
  /** Ids of rewrites not to use. */
  readonly avoid?: readonly string[];
  /** Ids of rewrites that are no exact ones and may be used. */
  readonly include?: readonly string[];
}
