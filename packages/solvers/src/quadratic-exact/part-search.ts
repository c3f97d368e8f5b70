import { type Part, partEnergy } from "./parts.ts";

/** The state of one depth; value −1: the variable is free. Its numbers are copies, so that no rounding adds up. */
interface Level {
  readonly value: Int8Array;
  /** Bias of each free variable with the fixed ones. */
  readonly bias: Float64Array;
  /** Sums of its negative and its positive products with free ones. */
  readonly negative: Float64Array;
  readonly positive: Float64Array;
  energy: number;
  bound: number;
  /** Branched variable, its next value, and how many values are still to come. */
  variable: number;
  next: 0 | 1;
  open: number;
}

/**
 * Depth-first branch and bound over one connected part. A free variable whose derivative has one sign over all that is
 * free is fixed; the bound gives each negative product half to both of its variables. It can be left at any node.
 * Source: Pardalos & Rodgers 1990 (Computing 45).
 */
export class PartSearch {
  readonly part: Part;
  best: Int8Array;
  upper: number;
  /** Energies differ by multiples of this, 0: unknown. */
  private readonly unit: number;
  private readonly levels: Level[] = [];
  private depth = 0;
  private isStarted = false;
  private rootBound: number;

  /** @param bits the best known */
  constructor(part: Part, unit: number, bits: Int8Array) {
    this.part = part;
    this.unit = unit;
    this.best = bits;
    this.upper = partEnergy(part, bits);
    const root = this.levelAt(0);
    root.value.fill(-1);
    root.bias.set(part.linear);
    for (let i = 0; i < part.linear.length; i++)
      for (let entry = part.start[i]!; entry < part.start[i + 1]!; entry++) {
        if (part.value[entry]! < 0) root.negative[i]! += part.value[entry]!;
        else root.positive[i]! += part.value[entry]!;
      }
    this.rootBound = this.boundOf(root);
  }

  get isDone(): boolean {
    return this.rootBound >= this.upper || (this.isStarted && this.depth === 0);
  }

  /** No energy is below this: the least of what is open, or the best known. */
  get bound(): number {
    if (this.isDone) return this.upper;
    let least = this.isStarted ? this.upper : this.rootBound;
    for (let depth = 0; depth < this.depth; depth++)
      if (this.levels[depth]!.open > 0) least = Math.min(least, this.levels[depth]!.bound);
    return Math.min(this.upper, Math.max(least, this.rootBound));
  }

  /** The best known is the least, as other means have shown. */
  close(): void {
    this.rootBound = this.upper;
  }

  /** @returns whether the bits are better than the best known */
  offer(bits: Int8Array): boolean {
    const energy = partEnergy(this.part, bits);
    if (!(energy < this.upper)) return false;
    this.upper = energy;
    this.best = bits;
    return true;
  }

  /** @returns nodes looked at: fewer than asked for when it is done */
  step(nodes: number): number {
    if (this.isDone) return 0;
    let looked = 0;
    if (!this.isStarted && nodes > 0) {
      this.isStarted = true;
      looked++;
      this.visit(this.levelAt(0));
    }
    while (looked < nodes && this.depth > 0) {
      const parent = this.levels[this.depth - 1]!;
      if (parent.open === 0 || parent.bound >= this.upper) {
        this.depth--;
        continue;
      }
      const value = parent.next;
      parent.open--;
      parent.next = value === 1 ? 0 : 1;
      const level = this.levelAt(this.depth);
      copy(parent, level);
      this.fix(level, parent.variable, value);
      looked++;
      this.visit(level);
    }
    return looked;
  }

  private levelAt(depth: number): Level {
    const count = this.part.linear.length;
    this.levels[depth] ??= {
      value: new Int8Array(count),
      bias: new Float64Array(count),
      negative: new Float64Array(count),
      positive: new Float64Array(count),
      energy: 0,
      bound: -Infinity,
      variable: -1,
      next: 0,
      open: 0,
    };
    return this.levels[depth]!;
  }

  /** Fixes what is decided, and opens the level if it may hold something better. */
  private visit(level: Level): void {
    this.fixDecided(level);
    level.bound = Math.max(level.bound, this.boundOf(level));
    if (level.bound >= this.upper) return;
    if (!this.branch(level)) this.offer(level.value.slice());
    else this.depth++;
  }

  private fixDecided(level: Level): void {
    const { value, bias, negative, positive } = level;
    for (let found = true; found; ) {
      found = false;
      for (let i = 0; i < value.length; i++) {
        if (value[i] !== -1) continue;
        if (bias[i]! + negative[i]! >= 0) this.fix(level, i, 0);
        else if (bias[i]! + positive[i]! <= 0) this.fix(level, i, 1);
        else continue;
        found = true;
      }
    }
  }

  private fix(level: Level, i: number, to: 0 | 1): void {
    const { start, other, value } = this.part;
    level.value[i] = to;
    if (to === 1) level.energy += level.bias[i]!;
    for (let entry = start[i]!; entry < start[i + 1]!; entry++) {
      const j = other[entry]!;
      if (value[entry]! < 0) level.negative[j]! -= value[entry]!;
      else level.positive[j]! -= value[entry]!;
      if (to === 1) level.bias[j]! += value[entry]!;
    }
  }

  private boundOf({ value, bias, negative, energy }: Level): number {
    let bound = energy;
    for (let i = 0; i < value.length; i++)
      if (value[i] === -1) bound += Math.min(0, bias[i]! + negative[i]! / 2);
    return this.unit > 0 ? Math.ceil(bound / this.unit) * this.unit : bound;
  }

  /** The variable whose derivative is the least decided; false: none is free. */
  private branch(level: Level): boolean {
    const { value, bias, negative, positive } = level;
    let [most, chosen] = [-Infinity, -1];
    for (let i = 0; i < value.length; i++) {
      if (value[i] !== -1) continue;
      const undecided = Math.min(-(bias[i]! + negative[i]!), bias[i]! + positive[i]!);
      if (undecided > most) [most, chosen] = [undecided, i];
    }
    level.variable = chosen;
    level.open = 2;
    level.next = chosen >= 0 && bias[chosen]! + (negative[chosen]! + positive[chosen]!) / 2 < 0 ? 1 : 0;
    return chosen >= 0;
  }
}

function copy(from: Level, to: Level): void {
  to.value.set(from.value);
  to.bias.set(from.bias);
  to.negative.set(from.negative);
  to.positive.set(from.positive);
  to.energy = from.energy;
  to.bound = from.bound;
}
