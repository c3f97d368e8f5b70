import type { QtwinError } from "@qtwin/core";
import { quantumError } from "../errors.ts";

/** Where in the text, both counted from 1; columns count UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const whereOf = ({ line, column }: Place): string => `${line}:${column}`;
const sentence = ({ line, column }: Place, message: string): string =>
  `Line ${line}, column ${column}: ${message}`;

export function syntaxError(place: Place, found: string, expected: string): QtwinError {
  const message = sentence(place, `found ${found}, expected ${expected}.`);
  return quantumError("QT_QUANTUM_QASM_SYNTAX", message, whereOf(place));
}

/** What is OpenQASM 3, but outside of the subset that is read here. */
export function unsupportedError(place: Place, message: string): QtwinError {
  return quantumError("QT_QUANTUM_QASM_UNSUPPORTED", sentence(place, message), whereOf(place));
}

export function tooLargeError(place: Place, message: string): QtwinError {
  return quantumError("QT_QUANTUM_TOO_LARGE", sentence(place, message), whereOf(place));
}
