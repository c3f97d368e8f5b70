import { quantumError } from "../errors.ts";
import { controlledNames, gates } from "./gates.ts";

/** Words a parameter may not take: they would mean something else in OpenQASM 3. */
const keywords =
  "OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for while in switch case default pragma " +
  "input output const readonly mutable qreg qubit creg bool bit int uint float angle complex array void duration stretch gphase inv pow ctrl negctrl " +
  "durationof delay reset measure barrier true false nop pi tau euler im U CX phase cphase u1 u2 u3 cu sin cos tan arcsin arccos arctan exp log sqrt " +
  "floor ceiling mod popcount rotl rotr real imag sizeof";
const reserved: ReadonlySet<string> = new Set([
  ...keywords.split(" "),
  ...Object.keys(gates),
  ...Object.keys(controlledNames),
]);

export function isReserved(name: string): boolean {
  return reserved.has(name);
}

/** @throws QT_QUANTUM_BAD_NAME */
export function checkParameterName(name: string, where: string): void {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || reserved.has(name))
    throw quantumError("QT_QUANTUM_BAD_NAME", `'${name}' cannot name a parameter.`, where);
}
