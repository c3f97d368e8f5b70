import { quantumError } from "../errors.ts";
import { type Angle, checkedAngle, termsOf } from "./angle.ts";
import type { Circuit, GateOperation, Operation } from "./circuit.ts";
import { qubitsOf } from "./circuit.ts";
import { type GateName, gates } from "./gates.ts";
import { checkParameterName } from "./names.ts";
import { type StandardGateName, standardGate } from "./standard-gates.ts";

export interface AppendOptions {
  /** Qubit q of the appended circuit is `qubits[q]` here; the same numbers if absent. */
  readonly qubits?: readonly number[];
  /** Qubits that must all be 1 for the appended gates to act. */
  readonly controls?: readonly number[];
}

/** Collects operations and checks each as it comes. */
export class CircuitBuilder {
  readonly qubits: number;
  readonly bits: number;
  readonly #operations: Operation[] = [];
  readonly #parameters = new Set<string>();

  /** @throws QT_QUANTUM_BAD_SIZE */
  constructor(qubits: number, bits = 0) {
    for (const [name, count] of Object.entries({ qubits, bits }))
      if (!Number.isSafeInteger(count) || count < 0)
        throw quantumError("QT_QUANTUM_BAD_SIZE", `A circuit cannot have ${count} ${name}.`, name);
    this.qubits = qubits;
    this.bits = bits;
  }

  /** Declares a parameter ahead of its use, which fixes its place in `parameters`. */
  parameter(name: string): this {
    checkParameterName(name, `parameters[${this.#parameters.size}]`);
    this.#parameters.add(name);
    return this;
  }

  /**
   * A gate by its standard name; controls come first among the qubits.
   * @throws QT_QUANTUM_WRONG_ARITY, QT_QUANTUM_UNKNOWN_QUBIT, QT_QUANTUM_REPEATED_QUBIT, QT_QUANTUM_BAD_ANGLE
   * @example
   * new CircuitBuilder(2).gate("h", [0]).gate("cx", [0, 1]).gate("rz", [1], parameter("gamma", 2)).build();
   */
  gate(name: StandardGateName, qubits: readonly number[], ...angles: readonly Angle[]): this {
    for (const operation of standardGate(name, angles, qubits, this.#here())) this.add(operation);
    return this;
  }

  /** Any gate under any number of controls. */
  controlled(
    gate: GateName,
    controls: readonly number[],
    targets: readonly number[],
    ...angles: readonly Angle[]
  ): this {
    return this.add({ kind: "gate", gate, angles, controls, targets });
  }

  measure(qubit: number, bit: number): this {
    return this.add({ kind: "measure", qubit, bit });
  }

  /** Measures qubit q into bit q, for all qubits. */
  measureAll(): this {
    for (let qubit = 0; qubit < this.qubits; qubit++) this.measure(qubit, qubit);
    return this;
  }

  reset(qubit: number): this {
    return this.add({ kind: "reset", qubit });
  }

  /** Over all qubits if none are named. */
  barrier(...qubits: readonly number[]): this {
    return this.add({ kind: "barrier", qubits });
  }

  /** All operations of another circuit; under controls only if that circuit has none but gates and barriers. */
  append(circuit: Circuit, { qubits, controls = [] }: AppendOptions = {}): this {
    for (const name of circuit.parameters) this.parameter(name);
    const place = (qubit: number): number => qubits?.[qubit] ?? (qubits === undefined ? qubit : -1);
    for (const operation of circuit.operations) this.add(controlledCopy(operation, place, controls));
    return this;
  }

  /** One operation as it stands. */
  add(operation: Operation): this {
    const where = this.#here();
    this.#checkQubits(qubitsOf(operation), where);
    if (operation.kind === "measure") this.#checkBit(operation.bit, where);
    this.#operations.push(this.#copyOf(operation, where));
    return this;
  }

  build(): Circuit {
    return {
      qubits: this.qubits,
      bits: this.bits,
      parameters: [...this.#parameters],
      operations: [...this.#operations],
    };
  }

  #here(): string {
    return `operations[${this.#operations.length}]`;
  }

  #copyOf(operation: Operation, where: string): Operation {
    if (operation.kind === "gate") return this.#checkedGate(operation, where);
    if (operation.kind !== "barrier") return { ...operation };
    const all = Array.from({ length: this.qubits }, (_, qubit) => qubit);
    return { kind: "barrier", qubits: operation.qubits.length === 0 ? all : [...operation.qubits] };
  }

  #checkedGate(operation: GateOperation, where: string): GateOperation {
    const { gate, controls, targets } = operation;
    const shape = gates[gate];
    if (operation.angles.length !== shape.angles || targets.length !== shape.targets)
      throw quantumError(
        "QT_QUANTUM_WRONG_ARITY",
        `Gate '${gate}' takes ${shape.angles} angles and ${shape.targets} targets.`,
        where,
      );
    const angles = operation.angles.map((angle) => checkedAngle(angle, where));
    for (const angle of angles) for (const { parameter } of termsOf(angle)) this.parameter(parameter);
    return { kind: "gate", gate, angles, controls: [...controls], targets: [...targets] };
  }

  #checkQubits(qubits: readonly number[], where: string): void {
    for (const qubit of qubits)
      if (!Number.isInteger(qubit) || qubit < 0 || qubit >= this.qubits)
        throw quantumError("QT_QUANTUM_UNKNOWN_QUBIT", `Qubit ${qubit} is not one of ${this.qubits}.`, where);
    if (new Set(qubits).size !== qubits.length)
      throw quantumError("QT_QUANTUM_REPEATED_QUBIT", `Qubits ${qubits.join(", ")} repeat.`, where);
  }

  #checkBit(bit: number, where: string): void {
    if (!Number.isInteger(bit) || bit < 0 || bit >= this.bits)
      throw quantumError("QT_QUANTUM_UNKNOWN_BIT", `Bit ${bit} is not one of ${this.bits}.`, where);
  }
}

function controlledCopy(
  operation: Operation,
  place: (qubit: number) => number,
  controls: readonly number[],
): Operation {
  if (operation.kind === "gate")
    return {
      ...operation,
      controls: [...controls, ...operation.controls.map(place)],
      targets: operation.targets.map(place),
    };
  if (operation.kind === "barrier") return { kind: "barrier", qubits: operation.qubits.map(place) };
  if (controls.length > 0)
    throw quantumError("QT_QUANTUM_NOT_UNITARY", `A ${operation.kind} cannot be controlled.`, "controls");
  return { ...operation, qubit: place(operation.qubit) };
}
