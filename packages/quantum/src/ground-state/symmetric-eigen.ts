/** Rotations of one sweep are left out below this size, relative to the whole matrix. */
const negligible = 1e-16;

/** Turns rows and columns p and q of the matrix so that its entry (p, q) vanishes, and the vectors along. */
function rotate(matrix: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const theta = (matrix[q]![q]! - matrix[p]![p]!) / (2 * matrix[p]![q]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (rows: Float64Array[], k: number): void => {
    const row = rows[k]!;
    [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
  };
  for (let k = 0; k < matrix.length; k++) turn(matrix, k);
  for (let k = 0; k < matrix.length; k++) {
    const [a, b] = [matrix[p]![k]!, matrix[q]![k]!];
    [matrix[p]![k], matrix[q]![k]] = [c * a - s * b, s * a + c * b];
    turn(vectors, k);
  }
}

function sweep(matrix: Float64Array[], vectors: Float64Array[], scale: number): boolean {
  let turned = false;
  for (let p = 0; p < matrix.length; p++)
    for (let q = p + 1; q < matrix.length; q++) {
      if (Math.abs(matrix[p]![q]!) <= negligible * scale) continue;
      rotate(matrix, vectors, p, q);
      turned = true;
    }
  return turned;
}

export interface EigenPair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** The least eigenvalue of a small real symmetric matrix and its vector, by Jacobi's rotations. */
export function leastEigenPair(symmetric: readonly Float64Array[]): EigenPair {
  const matrix = symmetric.map((row) => row.slice());
  const vectors = symmetric.map((_, k) => Float64Array.from(symmetric, (_, j) => (j === k ? 1 : 0)));
  const scale = Math.max(...symmetric.flatMap((row) => Array.from(row, Math.abs)));
  for (let sweeps = 0; sweeps < 50 && sweep(matrix, vectors, scale); sweeps++);
  const values = matrix.map((row, k) => row[k]!);
  const least = values.indexOf(Math.min(...values));
  return { value: values[least]!, vector: Float64Array.from(vectors, (row) => row[least]!) };
}
