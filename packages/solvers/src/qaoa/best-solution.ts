import type { QaoaProblem, Solution } from "./problem.ts";

/** The feasible assignment of least energy that a method has held, and since when. */
export class BestSolution {
  solution: Solution | null = null;
  /** When it was first held, on the caller's clock. */
  atMs: number | null = null;
  private energy = Infinity;
  private readonly problem: QaoaProblem;
  private readonly now: () => number;

  constructor(problem: QaoaProblem, now: () => number) {
    this.problem = problem;
    this.now = now;
  }

  /** @returns whether it is better than all before */
  offer(energy: number, bits: Uint8Array): boolean {
    if (energy >= this.energy) return false;
    const solution = this.problem.solutionOf(bits);
    if (!solution) return false;
    this.energy = energy;
    this.solution = solution;
    this.atMs = this.now();
    return true;
  }
}
