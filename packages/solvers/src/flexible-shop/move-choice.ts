import type { Xorshift } from "../search/xorshift.ts";

/** The best move seen so far; ties are broken at random. */
export class MoveChoice {
  operation = -1;
  option = -1;
  /** On the machine of the option, counted without the operation. */
  place = 0;
  estimate = Infinity;
  private ties = 0;
  private readonly random: Xorshift;

  constructor(random: Xorshift) {
    this.random = random;
  }

  clear(): void {
    this.operation = -1;
    this.estimate = Infinity;
  }

  offer(operation: number, option: number, place: number, estimate: number): void {
    if (estimate > this.estimate) return;
    if (estimate < this.estimate) this.ties = 0;
    if (this.random.below(++this.ties) > 0) return;
    this.operation = operation;
    this.option = option;
    this.place = place;
    this.estimate = estimate;
  }
}
