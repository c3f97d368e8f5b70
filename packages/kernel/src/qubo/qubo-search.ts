import { type SearchParts, weightsAt } from "./write-problem.ts";

/** How long a move stays banned: `base` … base + span − 1 steps. */
export interface Tenure {
  readonly base: number;
  readonly span: number;
}

/**
 * Heuristic searches over one QUBO. One replica is the current one; energies are in the problem's own unit, without its
 * offset; exact where the weights are decimals of few digits, else of weights rounded to about 1e-15 of their sum.
 */
export class QuboSearch {
  readonly count: number;
  private readonly parts: SearchParts;
  private readonly energies: Float64Array;
  private current = 0;

  constructor(parts: SearchParts) {
    this.parts = parts;
    this.count = parts.count;
    this.energies = new Float64Array(parts.layout.replicas.length);
    this.selectUnits(0);
  }

  /** How the couplings are held. */
  get storage(): SearchParts["storage"] {
    return this.parts.storage;
  }

  get energy(): number {
    return this.parts.exports.currentEnergy() * this.parts.whole.unit;
  }

  /** Makes a replica the current one. */
  select(replica: number): void {
    this.energies[this.current] = this.parts.exports.currentEnergy();
    this.selectUnits(replica);
  }

  private selectUnits(replica: number): void {
    const { gains, signs } = this.parts.layout.replicas[replica]!;
    this.current = replica;
    this.parts.exports.select(gains, signs, this.energies[replica]!);
  }

  /** The current assignment, one 0 or 1 a variable. */
  bits(): Uint8Array {
    return this.bitsAt(this.parts.layout.replicas[this.current]!.signs);
  }

  /** Makes an assignment the current replica's, flipping what differs. */
  moveTo(bits: Uint8Array): void {
    this.writeTarget(bits);
    this.parts.exports.moveTo(this.parts.layout.target);
  }

  flip(variable: number): void {
    this.parts.exports.flip(variable);
  }

  /** What the energy changes by when each variable is flipped alone. */
  gains(): Float64Array {
    const { layout, whole, memory } = this.parts;
    const gains = weightsAt(memory, whole.number, layout.replicas[this.current]!.gains, this.count);
    return Float64Array.from(gains, (gain) => gain * whole.unit);
  }

  /** One Metropolis sweep of the current replica. @returns how many variables flipped */
  sweep(temperature: number): number {
    return this.parts.exports.sweep(temperature / this.parts.whole.unit);
  }

  /** Sets the oscillators of `bifurcate`, a position and a momentum a variable, positions on the side of its value. */
  setOscillators(positions: Float64Array, momenta: Float64Array): void {
    const { layout, memory } = this.parts;
    new Float64Array(memory.buffer, layout.positions, this.count).set(positions);
    new Float64Array(memory.buffer, layout.momenta, this.count).set(momenta);
    this.moveTo(Uint8Array.from(positions, (position) => (position < 0 ? 1 : 0)));
  }

  /**
   * One step of discrete simulated bifurcation of the current replica.
   * @param stiffness falls from 1 to 0 over a run
   * @param strength factor from an energy to a force
   * @returns how many variables changed
   */
  bifurcate(stiffness: number, strength: number, dt: number): number {
    const { whole, exports } = this.parts;
    return exports.bifurcate(stiffness, (strength * whole.unit) / 2, dt);
  }

  /** The current assignment becomes the best one, whatever was. */
  forgetBest(): void {
    const { layout, exports } = this.parts;
    const signs = this.signWords(layout.replicas[this.current]!.signs);
    this.signWords(layout.best).set(signs);
    exports.setBest(layout.best, exports.currentEnergy());
  }

  get bestEnergy(): number {
    return this.parts.exports.energyOfBest() * this.parts.whole.unit;
  }

  bestBits(): Uint8Array {
    return this.bitsAt(this.parts.layout.best);
  }

  /** Begins tabu search at the current assignment, which is the best one then; until `endTabu` nothing else may be called. */
  beginTabu(): void {
    this.forgetBest();
    this.parts.exports.beginTabu();
  }

  /** At most `steps` flips, fewer once the best has not improved for `patience`. @returns how many */
  tabu(steps: number, patience: number, { base, span }: Tenure): number {
    return this.parts.exports.tabu(steps, patience, base, span);
  }

  endTabu(): void {
    this.parts.exports.endBans();
  }

  /**
   * Walks from the current assignment towards another by best gains, `steps` flips at most. What is best between the flips
   * `from` and `steps` is then the best one.
   */
  relink(target: Uint8Array, from: number, steps: number): void {
    const { layout, exports } = this.parts;
    this.writeTarget(target);
    exports.beginRelink(layout.target);
    exports.relink(from, false);
    exports.setBest(layout.best, Infinity);
    exports.relink(steps - from, true);
    exports.endBans();
  }

  /**
   * Takes from another assignment every part that is better (parts: what differs, cut where no coupling joins it), and of
   * equal ones some; with a matrix all that differs is one part, which is left alone. @returns the number of parts
   */
  takeBetterParts(other: Uint8Array): number {
    if (this.storage !== "sparse") return 0;
    this.writeTarget(other);
    return this.parts.exports.takeBetterParts(this.parts.layout.target);
  }

  private signWords(at: number): Int32Array {
    const { layout, whole, memory } = this.parts;
    return new Int32Array(memory.buffer, at, layout.padded * (whole.number === "i32" ? 1 : 2));
  }

  /** The upper word of a sign is negative where a variable is 1. */
  private bitsAt(at: number): Uint8Array {
    const words = this.signWords(at);
    const stride = words.length / this.parts.layout.padded;
    return Uint8Array.from({ length: this.count }, (_, i) => (words[i * stride + stride - 1]! < 0 ? 1 : 0));
  }

  private writeTarget(bits: Uint8Array): void {
    const words = this.signWords(this.parts.layout.target);
    const narrow = words.length === this.parts.layout.padded;
    for (let i = 0; i < this.count; i++) {
      if (narrow) words[i] = bits[i] === 1 ? -1 : 0;
      else words[2 * i + 1] = bits[i] === 1 ? -0x8000_0000 : 0;
    }
  }
}
