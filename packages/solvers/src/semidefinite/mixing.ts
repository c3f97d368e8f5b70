import { Xorshift } from "../search/xorshift.ts";
import type { SpinMatrix } from "./spin-matrix.ts";

/**
 * The semidefinite relaxation of spins: each spin a unit vector, the product of two spins their inner product. Coordinate
 * descent turns one vector at a time against the weighted sum of the others, which comes to the optimum of the relaxation
 * from nearly every start when vectors have at least √(2·size) entries.
 * Source: Wang, Chang, Kolter, "The mixing method: low-rank coordinate descent for semidefinite programming with diagonal
 * constraints", 2017.
 */
export class Mixing {
  readonly rank: number;
  /** One unit vector after the other. */
  readonly vectors: Float64Array;
  /** s·C·s of the vectors as of the last sweep. */
  value = 0;
  private readonly matrix: SpinMatrix;
  private readonly pull: Float64Array;

  constructor(matrix: SpinMatrix, seed: number) {
    this.matrix = matrix;
    this.rank = Math.ceil(Math.sqrt(2 * matrix.size)) + 1;
    this.pull = new Float64Array(this.rank);
    this.vectors = randomUnits(matrix.size, this.rank, new Xorshift(seed));
  }

  /** Multiplications of one sweep. */
  get cost(): number {
    return (this.matrix.value.length + this.matrix.size) * this.rank;
  }

  /** Turns every vector once. @returns by how much the value fell */
  sweep(): number {
    const { matrix, rank, vectors, pull } = this;
    let [fell, value] = [0, 0];
    for (let row = 0; row < matrix.size; row++) {
      const length = this.pullOn(row);
      let along = 0;
      for (let entry = 0, at = row * rank; entry < rank; entry++)
        along += pull[entry]! * vectors[at + entry]!;
      fell += 2 * (length + along);
      value -= length;
      if (length === 0) continue;
      for (let entry = 0, at = row * rank; entry < rank; entry++)
        vectors[at + entry] = -pull[entry]! / length;
    }
    this.value = value;
    return fell;
  }

  /** The multiplier of each vector's length: what pulls on it, negative. At the optimum they prove it. */
  multipliers(): Float64Array {
    return Float64Array.from({ length: this.matrix.size }, (_, row) => 0 - this.pullOn(row));
  }

  /** Spins on the sides of a random plane. */
  round(random: Xorshift): Int8Array {
    const { rank, vectors, matrix } = this;
    const normal = Float64Array.from({ length: rank }, () => gaussian(random));
    return Int8Array.from({ length: matrix.size }, (_, row) => {
      let along = 0;
      for (let entry = 0, at = row * rank; entry < rank; entry++)
        along += normal[entry]! * vectors[at + entry]!;
      return along < 0 ? -1 : 1;
    });
  }

  /** Fills `pull` with the weighted sum of the others. @returns its length */
  private pullOn(row: number): number {
    const { rank, vectors, pull } = this;
    const { start, column, value } = this.matrix;
    pull.fill(0);
    for (let place = start[row]!; place < start[row + 1]!; place++) {
      const weight = value[place]!;
      for (let entry = 0, at = column[place]! * rank; entry < rank; entry++)
        pull[entry]! += weight * vectors[at + entry]!;
    }
    let square = 0;
    for (let entry = 0; entry < rank; entry++) square += pull[entry]! * pull[entry]!;
    return Math.sqrt(square);
  }
}

function randomUnits(size: number, rank: number, random: Xorshift): Float64Array {
  const vectors = Float64Array.from({ length: size * rank }, () => gaussian(random));
  for (let at = 0; at < vectors.length; at += rank) {
    const vector = vectors.subarray(at, at + rank);
    const length = Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0));
    for (let entry = 0; entry < rank; entry++) vector[entry]! /= length;
  }
  return vectors;
}

/** Source: Box, Muller, 1958. */
const gaussian = (random: Xorshift): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
