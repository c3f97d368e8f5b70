import type { Qubo } from "@qtwin/model";

/** Variables of a QUBO that products connect, as a QUBO of their own without offset; products stand on both sides. */
export interface Part {
  /** Variable of the source of each of its own. */
  readonly variables: Int32Array;
  readonly linear: Float64Array;
  /** Products of variable i: entries start[i] … start[i+1]−1. */
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly value: Float64Array;
}

/** The connected components of a QUBO; their energies and the offset add up to its own. */
export function partsOf(qubo: Qubo): readonly Part[] {
  const whole = bothSides(qubo);
  const isSeen = new Uint8Array(qubo.count);
  const position = new Int32Array(qubo.count);
  const parts: Part[] = [];
  for (let first = 0; first < qubo.count; first++) {
    if (isSeen[first]) continue;
    const reached = [first];
    isSeen[first] = 1;
    for (const variable of reached)
      for (let entry = whole.start[variable]!; entry < whole.start[variable + 1]!; entry++) {
        const other = whole.other[entry]!;
        if (isSeen[other]) continue;
        isSeen[other] = 1;
        reached.push(other);
      }
    parts.push(partOf(whole, Int32Array.from(reached).sort(), position));
  }
  return parts;
}

function bothSides({ count, linear, start, column, value }: Qubo): Part {
  const begin = new Int32Array(count + 1);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      begin[row + 1]!++;
      begin[column[entry]! + 1]!++;
    }
  for (let row = 0; row < count; row++) begin[row + 1]! += begin[row]!;
  const next = begin.slice(0, count);
  const other = new Int32Array(begin[count]!);
  const both = new Float64Array(other.length);
  const put = (row: number, to: number, product: number): void => {
    other[next[row]!] = to;
    both[next[row]!++] = product;
  };
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      put(row, column[entry]!, value[entry]!);
      put(column[entry]!, row, value[entry]!);
    }
  return {
    variables: Int32Array.from({ length: count }, (_, i) => i),
    linear,
    start: begin,
    other,
    value: both,
  };
}

function partOf(whole: Part, variables: Int32Array, position: Int32Array): Part {
  variables.forEach((variable, at) => {
    position[variable] = at;
  });
  const start = new Int32Array(variables.length + 1);
  variables.forEach((variable, at) => {
    start[at + 1] = start[at]! + whole.start[variable + 1]! - whole.start[variable]!;
  });
  const other = new Int32Array(start.at(-1)!);
  const value = new Float64Array(other.length);
  variables.forEach((variable, at) => {
    for (let entry = whole.start[variable]!, to = start[at]!; to < start[at + 1]!; entry++, to++) {
      other[to] = position[whole.other[entry]!]!;
      value[to] = whole.value[entry]!;
    }
  });
  return {
    variables,
    linear: Float64Array.from(variables, (variable) => whole.linear[variable]!),
    start,
    other,
    value,
  };
}

/** @param bits one 0 or 1 a variable of the part */
export function partEnergy({ linear, start, other, value }: Part, bits: ArrayLike<number>): number {
  let energy = 0;
  for (let i = 0; i < linear.length; i++) {
    if (bits[i] !== 1) continue;
    energy += linear[i]!;
    for (let entry = start[i]!; entry < start[i + 1]!; entry++)
      if (other[entry]! < i && bits[other[entry]!] === 1) energy += value[entry]!;
  }
  return energy;
}
