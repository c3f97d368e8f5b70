import { type Angle, scaleAngle } from "../circuit/angle.ts";
import type { Circuit, GateOperation, Operation } from "../circuit/circuit.ts";
import { controlledName } from "../circuit/gates.ts";
import { formatAngle } from "./format-angle.ts";
import { ownDefinitions } from "./own-definitions.ts";

interface Call {
  /** With modifiers. */
  readonly name: string;
  readonly angles: readonly Angle[];
}

const controlModifier = (count: number): string =>
  count === 0 ? "" : count === 1 ? "ctrl @ " : `ctrl(${count}) @ `;

/**
 * u under controls is written with cu, whose fourth angle θ/2 makes up for the phase of U: importers that leave out
 * that phase (Qiskit's) read the same gate.
 */
function callOfControlledU({ angles, controls }: GateOperation): Call {
  return {
    name: `${controlModifier(controls.length - 1)}cu`,
    angles: [...angles, scaleAngle(angles[0]!, 0.5)],
  };
}

function callOf(operation: GateOperation): Call {
  const { gate, angles, controls } = operation;
  const count = controls.length;
  if (gate === "u") return count === 0 ? { name: "U", angles } : callOfControlledU(operation);
  const name = controlledName(gate, count);
  if (name) return { name, angles };
  return { name: `${controlModifier(count)}${gate === "sxdg" ? "inv @ sx" : gate}`, angles };
}

interface RegisterNames {
  readonly qubits: string;
  readonly bits: string;
}

function formatOperation(operation: Operation, names: RegisterNames): string {
  const qubit = (index: number): string => `${names.qubits}[${index}]`;
  switch (operation.kind) {
    case "gate": {
      const { name, angles } = callOf(operation);
      const inputs = angles.length === 0 ? "" : `(${angles.map(formatAngle).join(", ")})`;
      const qubits = [...operation.controls, ...operation.targets].map(qubit).join(", ");
      return `${name}${inputs}${qubits && ` ${qubits}`};`;
    }
    case "measure":
      return `${names.bits}[${operation.bit}] = measure ${qubit(operation.qubit)};`;
    case "reset":
      return `reset ${qubit(operation.qubit)};`;
    case "barrier":
      return `barrier${operation.qubits.length > 0 ? ` ${operation.qubits.map(qubit).join(", ")}` : ""};`;
  }
}

/** The name, with _ behind it until no parameter has it. */
function freeName(name: string, parameters: readonly string[]): string {
  return parameters.includes(name) ? freeName(`${name}_`, parameters) : name;
}

function definitionsFor({ operations }: Circuit): string[] {
  const used = new Set(operations.map((operation) => operation.kind === "gate" && operation.gate));
  return [...ownDefinitions].filter(([gate]) => used.has(gate)).map(([, definition]) => definition);
}

/**
 * The circuit as an OpenQASM 3 program; `readOpenQasm` gives the same circuit back. Qubit i is q[i], bit i is c[i],
 * parameters are float inputs, and rxx, ryy, rzz come with their definitions. Angles are written in full.
 */
export function writeOpenQasm(circuit: Circuit): string {
  const { qubits, bits, parameters, operations } = circuit;
  const names = { qubits: freeName("q", parameters), bits: freeName("c", parameters) };
  const lines = [
    "OPENQASM 3.0;",
    'include "stdgates.inc";',
    ...definitionsFor(circuit),
    ...parameters.map((name) => `input float[64] ${name};`),
    ...(qubits > 0 ? [`qubit[${qubits}] ${names.qubits};`] : []),
    ...(bits > 0 ? [`bit[${bits}] ${names.bits};`] : []),
    ...operations.map((operation) => formatOperation(operation, names)),
  ];
  return `${lines.join("\n")}\n`;
}
