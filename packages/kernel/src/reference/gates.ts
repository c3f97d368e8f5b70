// Gates as plainly as they can be written: every operator maps a whole state to a new one, in f64.
import type { Amplitudes } from "./qaoa.ts";

/** Bit of target k to place k, and back. */
const gather = (index: number, targets: readonly number[]): number =>
  targets.reduce((sum, qubit, place) => sum + (((index >> qubit) & 1) << place), 0);
const spread = (row: number, targets: readonly number[]): number =>
  targets.reduce((sum, qubit, place) => sum + (((row >> place) & 1) << qubit), 0);

const empty = (size: number): Amplitudes => ({ re: new Float64Array(size), im: new Float64Array(size) });

/** Where all bits of the mask are 1, the changed amplitude, else the one before. */
export function referenceControlled(
  before: Amplitudes,
  changed: Amplitudes,
  controlMask: number,
): Amplitudes {
  const pick = (part: "re" | "im"): Float64Array =>
    before[part].map((value, x) => ((x & controlMask) === controlMask ? changed[part][x]! : value));
  return { re: pick("re"), im: pick("im") };
}

/** A matrix on the targets, whose rows count bit of target k as 2^k; entries as real and imaginary part. */
export function referenceMatrix(
  { re, im }: Amplitudes,
  matrix: ArrayLike<number>,
  targets: readonly number[],
): Amplitudes {
  const result = empty(re.length);
  const rows = 2 ** targets.length;
  for (let y = 0; y < re.length; y += 1)
    for (let column = 0; column < rows; column += 1) {
      const x = (y & ~spread(rows - 1, targets)) | spread(column, targets);
      const entry = 2 * (rows * gather(y, targets) + column);
      const [mr, mi] = [matrix[entry]!, matrix[entry + 1]!];
      result.re[y]! += mr * re[x]! - mi * im[x]!;
      result.im[y]! += mr * im[x]! + mi * re[x]!;
    }
  return result;
}

const letters = {
  I: [1, 0, 0, 0, 0, 0, 1, 0],
  X: [0, 0, 1, 0, 1, 0, 0, 0],
  Y: [0, 0, 0, -1, 0, 1, 0, 0],
  Z: [1, 0, 0, 0, 0, 0, -1, 0],
} as const;

/** A Pauli string, letter by letter. */
export function referencePauli(state: Amplitudes, x: number, z: number): Amplitudes {
  let result = state;
  for (let qubit = 0; 2 ** qubit < state.re.length; qubit += 1) {
    const letter = "IXZY"[((x >> qubit) & 1) + 2 * ((z >> qubit) & 1)] as keyof typeof letters;
    result = referenceMatrix(result, letters[letter], [qubit]);
  }
  return result;
}

/** own ψ + partner φ, for complex numbers own and partner. */
export function referenceSum(
  a: Amplitudes,
  [ar, ai]: readonly [number, number],
  b: Amplitudes,
  [br, bi]: readonly [number, number],
): Amplitudes {
  return {
    re: a.re.map((value, x) => ar * value - ai * a.im[x]! + br * b.re[x]! - bi * b.im[x]!),
    im: a.im.map((value, x) => ar * value + ai * a.re[x]! + br * b.im[x]! + bi * b.re[x]!),
  };
}

/** <a|b> as real and imaginary part. */
export function referenceOverlap(a: Amplitudes, b: Amplitudes): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let x = 0; x < a.re.length; x += 1) {
    re += a.re[x]! * b.re[x]! + a.im[x]! * b.im[x]!;
    im += a.re[x]! * b.im[x]! - a.im[x]! * b.re[x]!;
  }
  return [re, im];
}
