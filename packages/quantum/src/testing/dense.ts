// Dense matrices by their textbook definitions: slow, and written apart from the simulator that they check.

/** Square, row by row. */
export interface Dense {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function zeros(size: number): Dense {
  return { size, re: new Float64Array(size * size), im: new Float64Array(size * size) };
}

export function identity(size: number): Dense {
  const result = zeros(size);
  for (let i = 0; i < size; i++) result.re[i * size + i] = 1;
  return result;
}

/** Entries as [real, imaginary] rows. */
export function dense(rows: readonly (readonly (readonly [number, number])[])[]): Dense {
  const entries = rows.flat();
  return {
    size: rows.length,
    re: Float64Array.from(entries, (entry) => entry[0]),
    im: Float64Array.from(entries, (entry) => entry[1]),
  };
}

export function multiply(a: Dense, b: Dense): Dense {
  const { size } = a;
  const result = zeros(size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const [ar, ai] = [a.re[i * size + k]!, a.im[i * size + k]!];
      if (ar === 0 && ai === 0) continue;
      for (let j = 0; j < size; j++) {
        const [br, bi] = [b.re[k * size + j]!, b.im[k * size + j]!];
        result.re[i * size + j]! += ar * br - ai * bi;
        result.im[i * size + j]! += ar * bi + ai * br;
      }
    }
  return result;
}

/** a ⊗ b: the rows of b count fastest, so b stands for the lower qubits. */
export function kron(a: Dense, b: Dense): Dense {
  const size = a.size * b.size;
  const result = zeros(size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const high = Math.floor(row / b.size) * a.size + Math.floor(column / b.size);
      const low = (row % b.size) * b.size + (column % b.size);
      result.re[row * size + column] = a.re[high]! * b.re[low]! - a.im[high]! * b.im[low]!;
      result.im[row * size + column] = a.re[high]! * b.im[low]! + a.im[high]! * b.re[low]!;
    }
  return result;
}

/** realA + i·imagA times a, plus b. */
export function combine(a: Dense, [re, im]: readonly [number, number], b: Dense): Dense {
  return {
    size: a.size,
    re: b.re.map((value, k) => value + re * a.re[k]! - im * a.im[k]!),
    im: b.im.map((value, k) => value + re * a.im[k]! + im * a.re[k]!),
  };
}

export function dagger({ size, re, im }: Dense): Dense {
  const result = zeros(size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      result.re[j * size + i] = re[i * size + j]!;
      result.im[j * size + i] = -im[i * size + j]!;
    }
  return result;
}

export function trace({ size, re }: Dense): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += re[i * size + i]!;
  return sum;
}

const letters = {
  I: identity(2),
  X: dense([
    [
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 0],
    ],
  ]),
  Y: dense([
    [
      [0, 0],
      [0, -1],
    ],
    [
      [0, 1],
      [0, 0],
    ],
  ]),
  Z: dense([
    [
      [1, 0],
      [0, 0],
    ],
    [
      [0, 0],
      [-1, 0],
    ],
  ]),
};

/** The matrix of a Pauli string such as `ZIX`, qubit 0 rightmost. */
export function densePauli(text: string): Dense {
  return [...text].map((letter) => letters[letter as keyof typeof letters]).reduce(kron, identity(1));
}
