import { quantumError } from "../errors.ts";
import { type PauliSum, type PauliTerm, pauliSum, pauliTerms } from "./pauli-sum.ts";

// Index: x bit + 2 · z bit.
const letters = "IXZY";

/** `ZZI` for Z on qubits 2 and 1: the rightmost letter is qubit 0, as in Qiskit. */
export function pauliLetters(qubits: number, x: number, z: number): string {
  let text = "";
  for (let qubit = qubits - 1; qubit >= 0; qubit--)
    text += letters[((x >>> qubit) & 1) + 2 * ((z >>> qubit) & 1)];
  return text;
}

/** One `coefficient letters` a line, qubit 0 rightmost; numbers in full, so that parsing gives them back. */
export function formatPauliSum(sum: PauliSum): string {
  return [...pauliTerms(sum)]
    .map(({ x, z, coefficient }) => `${coefficient} ${pauliLetters(sum.qubits, x, z)}`)
    .join("\n");
}

function parseTerm(line: string, index: number, qubits: number): PauliTerm {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s+([IXYZ]+)$/.exec(line);
  if (!match || match[2]!.length !== qubits)
    throw quantumError("QT_QUANTUM_BAD_PAULI", `'${line}' is no term on ${qubits} qubits.`, `${index + 1}`);
  let [x, z] = [0, 0];
  for (const letter of match[2]!) {
    const code = letters.indexOf(letter);
    x = (x << 1) | (code & 1);
    z = (z << 1) | (code >> 1);
  }
  return { x, z, coefficient: Number(match[1]) };
}

/**
 * Reads what `formatPauliSum` writes; empty lines are skipped.
 * @throws QT_QUANTUM_BAD_PAULI with the line
 * @example
 * parsePauliSum("0.5 ZZI\n-1 IIX"); // 0.5 Z2 Z1 - X0
 */
export function parsePauliSum(text: string): PauliSum {
  const lines = text.split("\n").map((line) => line.trim());
  const qubits = lines.find((line) => line !== "")?.replace(/^\S+\s+/, "").length ?? 0;
  const terms = lines.flatMap((line, index) => (line === "" ? [] : [parseTerm(line, index, qubits)]));
  return pauliSum(qubits, terms);
}
