/**
 * Why a penalty weight is large enough: every point that breaks the constraint costs at least `lowerBound` +
 * `weight`·`smallestViolation` > `incumbent` ≥ the optimum, so no minimiser breaks it. In the sense of minimisation.
 */
export interface PenaltyCertificate {
  readonly constraintId: string;
  readonly method: "exact" | "heuristic" | "user";
  readonly weight: number;
  /** The least value of the unweighted penalty over points that break the constraint, with the best slack. */
  readonly smallestViolation: number;
  /** Of the objective over the whole box; and how it was found. */
  readonly lowerBound: number;
  readonly boundMethod: string;
  /** Objective of a feasible point; and where it came from. */
  readonly incumbent: number;
  readonly incumbentMethod: string;
  /** weight · smallestViolation > incumbent − lowerBound. */
  readonly holds: boolean;
}
