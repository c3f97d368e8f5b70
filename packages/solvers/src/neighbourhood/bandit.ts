import type { Random } from "@qtwin/core";

/** Weight of the newest reward. */
const memory = 0.1;
/** Share of draws that are uniform. */
const curiosity = 0.2;

/** Draws arms in proportion to what they lately earned per cost. */
export class Bandit {
  private readonly score: Float64Array;

  constructor(arms: number) {
    this.score = new Float64Array(arms);
  }

  draw(random: Random): number {
    const total = this.score.reduce((sum, each) => sum + each, 0);
    const uniform = random.next() < curiosity || total === 0;
    let left = random.next() * (uniform ? this.score.length : total);
    for (let arm = 0; arm < this.score.length; arm++) {
      left -= uniform ? 1 : this.score[arm]!;
      if (left < 0) return arm;
    }
    return this.score.length - 1;
  }

  /** @param cost above 0 */
  reward(arm: number, gain: number, cost: number): void {
    this.score[arm]! += memory * (gain / cost - this.score[arm]!);
  }
}
