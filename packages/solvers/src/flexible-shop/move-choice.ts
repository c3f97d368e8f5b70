import type { Xorshift } from "../search/xorshift.ts";

/**
 * The best move seen so far. Estimates below what is aimed at count alike; among equals less work decides, then the estimate
 * itself, then chance.
 */
export class MoveChoice {
  operation = -1;
  option = -1;
  /** On the machine of the option, counted without the operation. */
  place = 0;
  /** Estimate, and no less than what is aimed at. */
  estimate = Infinity;
  /** By how much the move makes work longer, and the estimate itself. */
  work = 0;
  exact = 0;
  private aim = -Infinity;
  private ties = 0;
  private readonly random: Xorshift;

  constructor(random: Xorshift) {
    this.random = random;
  }

  clear(aim: number): void {
    this.operation = -1;
    this.estimate = Infinity;
    this.aim = aim;
  }

  /** @param work by how much the move makes work longer */
  offer(operation: number, option: number, place: number, exact: number, work: number): void {
    const estimate = Math.max(exact, this.aim);
    if (estimate > this.estimate) return;
    if (estimate === this.estimate) {
      if (work > this.work || (work === this.work && exact > this.exact)) return;
      if (work < this.work || exact < this.exact) this.ties = 0;
    } else this.ties = 0;
    if (this.random.below(++this.ties) > 0) return;
    this.operation = operation;
    this.option = option;
    this.place = place;
    this.estimate = estimate;
    this.work = work;
    this.exact = exact;
  }
}
