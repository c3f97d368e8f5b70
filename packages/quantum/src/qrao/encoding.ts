import { quantumError } from "../errors.ts";
import type { SpinRows } from "../local-search/spin-rows.ts";
import { maxPauliQubits, type PauliString } from "../pauli/pauli-sum.ts";

/** Variables that one qubit may hold: the codes (1,1), (2,1) and (3,1). */
export type CodeSize = 1 | 2 | 3;

/** The letters of a qubit that holds 1, 2 or 3 variables, as x and z bits. */
const lettersOfSize: Readonly<Record<number, readonly PauliString[]>> = {
  1: [{ x: 0, z: 1 }],
  2: [
    { x: 1, z: 0 },
    { x: 0, z: 1 },
  ],
  3: [
    { x: 1, z: 0 },
    { x: 1, z: 1 },
    { x: 0, z: 1 },
  ],
};

export function lettersOf(size: number): readonly PauliString[] {
  return lettersOfSize[size]!;
}

/**
 * Spins as Pauli letters of qubits: k spins s_1 … s_k on one qubit are the state with Bloch vector (s_1, …, s_k)/√k along
 * its letters (X Y Z for three, X Z for two, Z for one), so that s = √k <P>.
 */
export interface RandomAccessEncoding {
  readonly spins: number;
  /** The spins on each qubit, in the order of its letters. */
  readonly held: readonly (readonly number[])[];
  /** The letter of each spin on its qubit. */
  readonly string: readonly PauliString[];
  /** √k of each spin's qubit. */
  readonly scale: Float64Array;
}

function neighbours({ start, column }: SpinRows, i: number): ArrayLike<number> & Iterable<number> {
  return column.subarray(start[i]!, start[i + 1]!);
}

/** Greedy colouring, most neighbours first, in which a colour (a qubit) takes at most `size` spins. */
function colour(rows: SpinRows, size: number): number[][] {
  const held: number[][] = [];
  const qubitOf = new Int32Array(rows.count).fill(-1);
  const degree = (i: number): number => rows.start[i + 1]! - rows.start[i]!;
  const order = Array.from({ length: rows.count }, (_, i) => i).sort((i, j) => degree(j) - degree(i));
  for (const spin of order) {
    const taken = new Set(Array.from(neighbours(rows, spin), (other) => qubitOf[other]!));
    let qubit = held.findIndex((own, q) => own.length < size && !taken.has(q));
    if (qubit < 0) qubit = held.push([]) - 1;
    held[qubit]!.push(spin);
    qubitOf[spin] = qubit;
  }
  return held;
}

/**
 * Puts each spin on a qubit on which nothing is coupled to it. Source: Fuller et al., arXiv 2111.03167; that colours are
 * filled up to the size of the code at once, and that a qubit uses the code of the spins it holds, is our own choice.
 * @throws QT_QUANTUM_TOO_LARGE
 */
export function randomAccessEncoding(rows: SpinRows, size: CodeSize): RandomAccessEncoding {
  const held = colour(rows, size);
  if (held.length > maxPauliQubits)
    throw quantumError(
      "QT_QUANTUM_TOO_LARGE",
      `${rows.count} variables take ${held.length} qubits; Pauli sums have at most ${maxPauliQubits}.`,
      "cost",
    );
  const string: PauliString[] = [];
  const scale = new Float64Array(rows.count);
  held.forEach((own, qubit) => {
    own.forEach((spin, place) => {
      const { x, z } = lettersOf(own.length)[place]!;
      string[spin] = { x: x << qubit, z: z << qubit };
      scale[spin] = Math.sqrt(own.length);
    });
  });
  return { spins: rows.count, held, string, scale };
}
