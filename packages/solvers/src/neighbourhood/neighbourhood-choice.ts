import type { Random } from "@qtwin/core";
import { Bandit } from "./bandit.ts";
import type { Landscape, Neighbourhood } from "./landscape.ts";
import { neighbourhoods } from "./neighbourhoods/index.ts";
import type { StepOutcome } from "./search.ts";

export interface Draw {
  readonly arm: number;
  readonly neighbourhood: Neighbourhood;
  readonly blocks: readonly number[];
}

/** By how much a size changes: too large to be tried, cut short, solved without gain. */
const [farTooLarge, cutShort, tooEasy] = [0.7, 0.9, 1.1];

/** What is left of an older cost of a block when a newer one is known. */
const fading = 0.5;

/** Chooses what to decide anew: the kinds by what they earn, and for each kind a size that its sub-solver can take. */
export class NeighbourhoodChoice {
  private readonly landscape: Landscape;
  private readonly random: Random;
  private readonly kinds: readonly Neighbourhood[];
  private readonly bandit: Bandit;
  private readonly size: Float64Array;
  private readonly largest: number;
  /** What a block lately cost at most, by kind. */
  private readonly perBlock: Float64Array;

  /** @param largest blocks at most; @param first blocks at first */
  constructor(landscape: Landscape, random: Random, first: number, largest: number) {
    this.landscape = landscape;
    this.random = random;
    this.largest = Math.min(largest, landscape.blocks.count);
    this.kinds = neighbourhoods.filter(({ applies }) => applies(landscape));
    this.bandit = new Bandit(this.kinds.length);
    this.perBlock = new Float64Array(this.kinds.length);
    this.size = new Float64Array(this.kinds.length).fill(Math.min(first, this.largest));
  }

  /** @param budget what it may cost, in the unit of what `learn` is told: parts of a solve cannot be interrupted */
  draw(budget = Infinity): Draw {
    const { landscape, random } = this;
    const arm = this.bandit.draw(random);
    const neighbourhood = this.kinds[arm]!;
    const dearest = this.perBlock[arm] || this.perBlock.reduce((most, each) => Math.max(most, each), 0);
    const affordable = dearest > 0 ? Math.max(1, budget / dearest) : Infinity;
    const blocks = neighbourhood.select(landscape, Math.floor(Math.min(this.size[arm]!, affordable)), random);
    return { arm, neighbourhood, blocks };
  }

  /** @param cost seconds or work, above 0 */
  learn({ arm, blocks }: Draw, { end, gain }: StepOutcome, cost: number): void {
    this.bandit.reward(arm, gain, cost);
    this.perBlock[arm] = Math.max(fading * this.perBlock[arm]!, cost / Math.max(1, blocks.length));
    const size = this.size[arm]!;
    if (end === "too-large") this.resize(arm, Math.min(size, blocks.length) * farTooLarge);
    else if (end === "limit") this.resize(arm, size * cutShort);
    else if (gain === 0) this.resize(arm, size * tooEasy);
  }

  /** Nothing smaller is left to try. */
  get isExhausted(): boolean {
    return this.size.every((size) => size < 2);
  }

  private resize(arm: number, size: number): void {
    this.size[arm] = Math.max(1, Math.min(this.largest, size));
  }
}
