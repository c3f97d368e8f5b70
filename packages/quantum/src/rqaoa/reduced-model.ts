import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

/** A spin that is now another one, or a constant: s[spin] = sign · s[other], or sign where other is null. */
export interface Substitution {
  readonly spin: number;
  readonly other: number | null;
  readonly sign: 1 | -1;
}

/** An Ising model that loses spins one by one; spins keep the numbers they had at the start. */
export class ReducedModel {
  readonly #count: number;
  readonly #neighbours: Map<number, Map<number, number>>;
  readonly #field: Float64Array;
  #offset: number;

  /** @throws QT_QUANTUM_BAD_ISING */
  constructor(ising: IsingModel) {
    this.#count = ising.count;
    this.#offset = ising.offset;
    this.#field = Float64Array.from(ising.field);
    this.#neighbours = new Map(Array.from({ length: ising.count }, (_, i) => [i, new Map()]));
    for (const { i, j, value } of couplingsOf(ising)) this.#couple(i, j, value);
  }

  /** The spins that are left, in rising order. */
  get spins(): readonly number[] {
    return [...this.#neighbours.keys()];
  }

  get size(): number {
    return this.#neighbours.size;
  }

  #couple(i: number, j: number, value: number): void {
    const sum = (this.#neighbours.get(i)!.get(j) ?? 0) + value;
    for (const [from, to] of [
      [i, j],
      [j, i],
    ] as const)
      if (sum === 0) this.#neighbours.get(from)!.delete(to);
      else this.#neighbours.get(from)!.set(to, sum);
  }

  /** Takes the spin out of the model: the energy of what is left is that of the assignment it stands for. */
  substitute({ spin, other, sign }: Substitution): void {
    const row = this.#neighbours.get(spin)!;
    this.#neighbours.delete(spin);
    for (const neighbour of row.keys()) this.#neighbours.get(neighbour)!.delete(spin);
    for (const [neighbour, value] of row)
      if (other === null) this.#field[neighbour]! += sign * value;
      else if (neighbour === other) this.#offset += sign * value;
      else this.#couple(other, neighbour, sign * value);
    if (other === null) this.#offset += sign * this.#field[spin]!;
    else this.#field[other]! += sign * this.#field[spin]!;
  }

  /** What is left; its spin k is spin `spins[k]` here. */
  ising(): IsingModel {
    const { spins } = this;
    const place = new Int32Array(this.#count);
    spins.forEach((spin, k) => {
      place[spin] = k;
    });
    const start = [0];
    const column: number[] = [];
    const coupling: number[] = [];
    for (const spin of spins) {
      for (const [neighbour, value] of this.#neighbours.get(spin)!) {
        if (neighbour < spin) continue;
        column.push(place[neighbour]!);
        coupling.push(value);
      }
      start.push(column.length);
    }
    const field = Float64Array.from(spins, (spin) => this.#field[spin]!);
    return { count: spins.length, offset: this.#offset, field, start, column, coupling };
  }
}

/**
 * The spins of the whole model, from those of the spins that are left.
 * @param spins entries of the substituted spins are written
 */
export function undoSubstitutions(spins: Int8Array, trail: readonly Substitution[]): Int8Array {
  const whole = spins.slice();
  for (const { spin, other, sign } of trail.toReversed())
    whole[spin] = other === null ? sign : sign * whole[other]!;
  return whole;
}
