import { dot, length } from "./vectors.ts";

/**
 * n + 1 points around the best of them, the pole, with the value at each. `normals[j]` is dual to the edges: its
 * product with edge i is 1 for i = j, else 0, so that it stands on the face opposite of vertex j.
 */
export class Simplex {
  pole: Float64Array;
  poleValue: number;
  readonly edges: Float64Array[];
  readonly values: Float64Array;
  readonly #normals: Float64Array[];

  constructor(pole: Float64Array, poleValue: number, radius: number) {
    const axis = (i: number, size: number): Float64Array => pole.map((_, k) => (k === i ? size : 0));
    this.pole = pole;
    this.poleValue = poleValue;
    this.values = new Float64Array(pole.length);
    this.edges = [...pole].map((_, i) => axis(i, radius));
    this.#normals = [...pole].map((_, i) => axis(i, 1 / radius));
  }

  /** The slope of the plane through all values. */
  slope(): Float64Array {
    const slope = new Float64Array(this.pole.length);
    this.#normals.forEach((normal, j) => {
      const rise = this.values[j]! - this.poleValue;
      for (let i = 0; i < slope.length; i += 1) slope[i]! += rise * normal[i]!;
    });
    return slope;
  }

  /** Distance of vertex j from the face of all others. */
  height(j: number): number {
    return 1 / length(this.#normals[j]!);
  }

  /** By what factor that distance changes when vertex j moves to pole + offset. */
  heightRatio(j: number, offset: Float64Array): number {
    return Math.abs(dot(this.#normals[j]!, offset));
  }

  /** The direction of length 1 from the face of all others towards vertex j. */
  outward(j: number): Float64Array {
    return this.#normals[j]!.map((value) => value * this.height(j));
  }

  /** Moves vertex j to pole + offset, and the pole there if that is lower. */
  replace(j: number, offset: Float64Array, value: number): void {
    const scale = dot(this.#normals[j]!, offset);
    this.edges[j] = offset;
    this.values[j] = value;
    const normal = this.#normals[j]!.map((entry) => entry / scale);
    this.#normals.forEach((other, i) => {
      const part = dot(other, offset);
      if (i !== j) for (let k = 0; k < other.length; k += 1) other[k]! -= part * normal[k]!;
    });
    this.#normals[j] = normal;
    if (value < this.poleValue) this.#movePole(j);
  }

  #movePole(to: number): void {
    const edge = this.edges[to]!;
    const value = this.values[to]!;
    this.pole = this.pole.map((entry, k) => entry + edge[k]!);
    this.edges.forEach((other, i) => {
      this.edges[i] = i === to ? edge.map((entry) => -entry) : other.map((entry, k) => entry - edge[k]!);
    });
    const sum = new Float64Array(edge.length);
    for (const normal of this.#normals) for (let k = 0; k < sum.length; k += 1) sum[k]! -= normal[k]!;
    this.#normals[to] = sum;
    this.values[to] = this.poleValue;
    this.poleValue = value;
  }
}
