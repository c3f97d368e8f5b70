import { quantumError } from "../errors.ts";

/** @throws QT_QUANTUM_BAD_SIZE unless the value is a whole number, `least` or more */
export function checkWhole(value: number, least: number, where: string): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `${where} is ${value}, not a whole number from ${least}.`,
      where,
    );
}
