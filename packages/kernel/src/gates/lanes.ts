// Lane 0 holds amplitudes whose bit 0 is 0. Where qubit 0 is a control, nothing happens there: its coefficients are those
// of the identity.

/** A square complex matrix, row by row, each entry as real and imaginary part. */
export type GateMatrix = ArrayLike<number>;

/** Entry k of `size`² is on the diagonal. */
const onDiagonal = (entry: number, size: number): boolean => entry % (size + 1) === 0;

export function writeMatrix(lanes: Float64Array, matrix: GateMatrix, size: 2 | 4, controlled: boolean): void {
  for (let k = 0; k < 2 * size * size; k += 1) {
    const identity = k % 2 === 0 && onDiagonal(k / 2, size) ? 1 : 0;
    lanes[2 * k] = controlled ? identity : matrix[k]!;
    lanes[2 * k + 1] = matrix[k]!;
  }
}

/** A 2×2 matrix on qubit 0 itself: each lane has its own row, the entry of its own amplitude first. */
export function writeInVector(lanes: Float64Array, matrix: GateMatrix): void {
  const [ar, ai, br, bi, cr, ci, dr, di] = Array.from(matrix) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  lanes.set([ar, dr, ai, di, br, cr, bi, ci]);
}

/**
 * Coefficients of a turn: of an amplitude itself, of the partner that comes into it, and of it into its partner.
 * @param zOnLane whether the Pauli string has Z or Y on qubit 0
 * @param opposite whether Z has opposite signs on the two partners
 */
export function writeTurn(
  lanes: Float64Array,
  own: number,
  partner: number,
  { zOnLane, opposite, controlled }: { zOnLane: boolean; opposite: boolean; controlled: boolean },
): void {
  const back = [controlled ? 0 : partner, zOnLane ? -partner : partner] as const;
  const sign = opposite ? -1 : 1;
  lanes.set([controlled ? 1 : own, own, sign * back[0], sign * back[1], ...back]);
}

/** One weight for both lanes, or for the lane that is looked at alone, with the sign of Z on qubit 0. */
export function writeWeight(lanes: Float64Array, weight: number, zOnLane: boolean, only?: 0 | 1): void {
  lanes[0] = only === 1 ? 0 : weight;
  if (only === 0) lanes[1] = 0;
  else lanes[1] = zOnLane ? -weight : weight;
}
