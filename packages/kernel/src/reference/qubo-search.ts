import type { QuboProblem } from "../qubo/whole-weights.ts";
import { uniformFrom } from "../random.ts";

const blockSize = 64;
const logEntries = 4096;

/** xorshift128 in the words the kernel is seeded with. */
function wordsFrom(seed: number): () => number {
  const uniform = uniformFrom(seed);
  const word = (): number => Math.floor(uniform() * 2 ** 32) | 0;
  let [a, b, c, d] = [word(), word(), word(), word() | 1];
  return () => {
    const t = a ^ (a << 11);
    [a, b, c] = [b, c, d];
    d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
    return d >>> 0;
  };
}

/** The searches of the kernel in plain terms: every gain is summed up from the weights when it is asked for. */
export class ReferenceQuboSearch {
  readonly bits: Uint8Array;
  best: Uint8Array;
  bestEnergy = Infinity;
  private readonly linear: Float64Array;
  private readonly couplings: Float64Array[];
  private readonly next: () => number;
  private bans = new Map<number, number>();
  private step = 0;
  private improvedAt = 0;

  constructor({ count, linear, start, column, value }: QuboProblem, seed: number) {
    this.linear = linear;
    this.bits = new Uint8Array(count);
    this.best = this.bits;
    this.couplings = Array.from({ length: count }, () => new Float64Array(count));
    for (let row = 0; row < count; row++)
      for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
        this.couplings[row]![column[entry]!] = value[entry]!;
        this.couplings[column[entry]!]![row] = value[entry]!;
      }
    this.next = wordsFrom(seed);
  }

  get energy(): number {
    let energy = 0;
    for (let i = 0; i < this.bits.length; i++) {
      if (this.bits[i] === 0) continue;
      energy += this.linear[i]!;
      for (let j = 0; j < i; j++) if (this.bits[j] === 1) energy += this.couplings[i]![j]!;
    }
    return energy;
  }

  gain(i: number): number {
    const field = this.couplings[i]!.reduce(
      (sum, weight, j) => sum + weight * this.bits[j]!,
      this.linear[i]!,
    );
    return this.bits[i] === 1 ? -field : field;
  }

  flip(i: number): void {
    this.bits[i] = 1 - this.bits[i]!;
  }

  sweep(temperature: number): number {
    const logOf = (entry: number): number => -Math.log((entry + 0.5) / logEntries);
    let flips = 0;
    for (let i = 0; i < this.bits.length; i++) {
      const gain = this.gain(i);
      if (gain >= Math.ceil(temperature * logOf(0))) continue;
      if (gain > 0 && gain >= temperature * logOf(this.next() >>> 20)) continue;
      this.flip(i);
      flips++;
    }
    return flips;
  }

  private positions = new Float64Array();
  private momenta = new Float64Array();

  setOscillators(positions: Float64Array, momenta: Float64Array): void {
    this.positions = positions.slice();
    this.momenta = momenta.slice();
    this.bits.set(positions.map((position) => (position < 0 ? 1 : 0)));
  }

  bifurcate(stiffness: number, strength: number, dt: number): number {
    const { positions, momenta } = this;
    const fields = Array.from(this.bits, (bit, i) => (bit === 1 ? -this.gain(i) : this.gain(i)));
    let flips = 0;
    for (let i = 0; i < positions.length; i++) {
      momenta[i]! += dt * (-stiffness * positions[i]! + (strength / 2) * fields[i]!);
      positions[i]! += dt * momenta[i]!;
      if (Math.abs(positions[i]!) > 1) {
        positions[i] = Math.sign(positions[i]!);
        momenta[i] = 0;
      }
      if (positions[i]! < 0 === (this.bits[i] === 1)) continue;
      this.flip(i);
      flips++;
    }
    return flips;
  }

  private keepBest(): void {
    if (this.energy >= this.bestEnergy) return;
    this.best = this.bits.slice();
    this.bestEnergy = this.energy;
    this.improvedAt = this.step;
  }

  beginTabu(): void {
    this.bestEnergy = Infinity;
    this.keepBest();
    this.bans = new Map();
    this.step = 0;
    this.improvedAt = 0;
  }

  tabu(steps: number, patience: number, { base, span }: { base: number; span: number }): number {
    let done = 0;
    for (; done < steps && this.step - this.improvedAt < patience; done++) {
      this.step++;
      for (const [i, end] of this.bans) if (end === this.step) this.bans.delete(i);
      const { move, gain } = this.choose(this.next());
      if (gain >= 0) this.keepBest();
      this.flip(move);
      this.bans.set(move, this.step + base + Math.floor((this.next() * span) / 2 ** 32));
    }
    this.keepBest();
    return done;
  }

  /** The best free move, or a banned one below all seen that is better, or the best banned one when nothing is free. */
  private choose(random: number): { move: number; gain: number } {
    const gains = Array.from(this.bits, (_, i) => this.gain(i));
    const free = this.leastOf(gains, (i) => !this.bans.has(i));
    const banned = this.leastOf(gains, (i) => this.bans.has(i));
    const goal = Math.min(this.bestEnergy, this.energy);
    const aspires = free === Infinity || (this.energy + banned < goal && banned < free);
    const gain = aspires ? banned : free;
    const fits = (i: number): boolean => gains[i] === gain && this.bans.has(i) === aspires;
    return { move: this.pick(fits, random, aspires), gain };
  }

  private leastOf(gains: readonly number[], allowed: (i: number) => boolean): number {
    return gains.reduce((least, gain, i) => (allowed(i) ? Math.min(least, gain) : least), Infinity);
  }

  /** From a random block (a banned one: from the first) the next that fits, in it from a random place, in circles. */
  private pick(fits: (i: number) => boolean, random: number, fromFirst: boolean): number {
    const count = this.bits.length;
    const blocks = Math.ceil(count / blockSize);
    const first = fromFirst ? 0 : Math.floor((random * blocks) / 2 ** 32);
    for (let turn = 0; turn < blocks; turn++) {
      const base = ((first + turn) % blocks) * blockSize;
      for (let lane = 0; lane < blockSize; lane++) {
        const i = base + ((lane + (random & 63)) & 63);
        if (i < count && fits(i)) return i;
      }
    }
    throw new Error("Nothing fits.");
  }

  private differing(other: Uint8Array): Set<number> {
    return new Set(Array.from(this.bits, (_, i) => i).filter((i) => this.bits[i] !== other[i]));
  }

  relink(target: Uint8Array, from: number, steps: number): void {
    const left = this.differing(target);
    this.bestEnergy = Infinity;
    for (let step = 0; step < steps && left.size > 0; step++) {
      const gains = Array.from(this.bits, (_, i) => this.gain(i));
      const least = this.leastOf(gains, (i) => left.has(i));
      if (step >= from && least >= 0) this.keepBest();
      const move = this.pick((i) => left.has(i) && gains[i] === least, this.next(), false);
      this.flip(move);
      left.delete(move);
    }
    this.keepBest();
  }

  takeBetterParts(other: Uint8Array): number {
    const open = this.differing(other);
    let parts = 0;
    for (const first of open) {
      const part = [first];
      open.delete(first);
      for (const i of part)
        for (const j of open)
          if (this.couplings[i]![j] !== 0) {
            part.push(j);
            open.delete(j);
          }
      parts++;
      this.decide(part);
    }
    return parts;
  }

  private decide(part: readonly number[]): void {
    const before = this.energy;
    for (const i of part) this.flip(i);
    const change = this.energy - before;
    const keeps = change > 0 || (change === 0 && this.next() >= 2 ** 31);
    if (keeps) for (const i of part) this.flip(i);
  }
}
