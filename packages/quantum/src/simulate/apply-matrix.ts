import type { Statevector } from "./statevector.ts";

/** A square complex matrix, row by row, each entry as real and imaginary part. */
export type ComplexMatrix = readonly number[];

/**
 * A 2×2 matrix on one qubit, where all bits of `controlMask` are 1.
 * @param matrix 8 numbers
 */
export function applyMatrix1(
  state: Statevector,
  matrix: ComplexMatrix,
  target: number,
  controlMask = 0,
): void {
  const { re, im, gates } = state;
  if (gates) {
    gates.matrix1(matrix, target, controlMask);
    return;
  }
  const [ar, ai, br, bi, cr, ci, dr, di] = matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const stride = 2 ** target;
  for (let block = 0; block < re.length; block += 2 * stride)
    for (let i = block; i < block + stride; i++) {
      if ((i & controlMask) !== controlMask) continue;
      const j = i + stride;
      const xr = re[i]!;
      const xi = im[i]!;
      const yr = re[j]!;
      const yi = im[j]!;
      re[i] = ar * xr - ai * xi + br * yr - bi * yi;
      im[i] = ar * xi + ai * xr + br * yi + bi * yr;
      re[j] = cr * xr - ci * xi + dr * yr - di * yi;
      im[j] = cr * xi + ci * xr + dr * yi + di * yr;
    }
}

/**
 * A 4×4 matrix on two qubits, where all bits of `controlMask` are 1; its rows count bit `low` + 2 · bit `high`.
 * @param matrix 32 numbers
 */
export function applyMatrix2(
  state: Statevector,
  matrix: ComplexMatrix,
  low: number,
  high: number,
  controlMask = 0,
): void {
  const { re, im, gates } = state;
  if (gates) {
    gates.matrix2(matrix, low, high, controlMask);
    return;
  }
  const offsets = [0, 2 ** low, 2 ** high, 2 ** low + 2 ** high];
  const [inRe, inIm] = [new Float64Array(4), new Float64Array(4)];
  for (let base = 0; base < re.length; base++) {
    if ((base & offsets[3]!) !== 0 || (base & controlMask) !== controlMask) continue;
    for (let row = 0; row < 4; row++) {
      inRe[row] = re[base + offsets[row]!]!;
      inIm[row] = im[base + offsets[row]!]!;
    }
    for (let row = 0; row < 4; row++) {
      let [sumRe, sumIm] = [0, 0];
      for (let column = 0; column < 4; column++) {
        const [mr, mi] = [matrix[8 * row + 2 * column]!, matrix[8 * row + 2 * column + 1]!];
        sumRe += mr * inRe[column]! - mi * inIm[column]!;
        sumIm += mr * inIm[column]! + mi * inRe[column]!;
      }
      re[base + offsets[row]!] = sumRe;
      im[base + offsets[row]!] = sumIm;
    }
  }
}
