import type { Random } from "@qtwin/core";
import type { Qubo } from "@qtwin/model";

export interface Member {
  readonly bits: Uint8Array;
  readonly energy: number;
}

const greatestSize = 12;

/** The best assignments of past lineages, no two alike. */
export class Elite {
  private readonly members: Member[] = [];
  private readonly isEven: boolean;

  constructor(qubo: Qubo) {
    this.isEven = isEven(qubo);
  }

  add(member: Member): void {
    const isKnown = this.members.some(
      ({ bits }) => this.distance(bits, this.aligned(member.bits, bits)) === 0,
    );
    if (isKnown) return;
    this.members.push(member);
    this.members.sort((left, right) => left.energy - right.energy);
    this.members.length = Math.min(this.members.length, greatestSize);
  }

  pick(random: Random): Uint8Array | null {
    return this.members.length === 0 ? null : this.members[random.integer(this.members.length)]!.bits;
  }

  /** The assignment or its complement, where that costs the same: whichever is nearer to another one. */
  aligned(bits: Uint8Array, to: Uint8Array): Uint8Array {
    const isFar = this.isEven && 2 * this.distance(bits, to) > bits.length;
    return isFar ? bits.map((bit) => 1 - bit) : bits;
  }

  distance(left: Uint8Array, right: Uint8Array): number {
    let distance = 0;
    for (let i = 0; i < left.length; i++) distance += left[i]! ^ right[i]!;
    return distance;
  }
}

/** Whether x and not x always cost the same, as in max cut: linear weights cancel half the couplings. */
export function isEven({ count, linear, start, column, value }: Qubo): boolean {
  const sums = linear.map((weight) => 2 * weight);
  const sizes = linear.map(Math.abs);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      for (const variable of [row, column[entry]!]) {
        sums[variable]! += value[entry]!;
        sizes[variable]! += Math.abs(value[entry]!);
      }
  return sums.every((sum, variable) => Math.abs(sum) <= 1e-12 * sizes[variable]!);
}
