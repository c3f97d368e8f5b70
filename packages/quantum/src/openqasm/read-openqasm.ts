import { type Angle, parameter } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { gates } from "../circuit/gates.ts";
import { isReserved } from "../circuit/names.ts";
import { standardGate } from "../circuit/standard-gates.ts";
import { type Budget, definedGate, expandCall, spend } from "./expand-call.ts";
import { builtInGates, includedGates, type KnownGate } from "./known-gates.ts";
import { ownGate } from "./own-definitions.ts";
import { parseProgram } from "./parse-program.ts";
import { type Place, syntaxError, unsupportedError } from "./place.ts";
import { broadcast, Registers } from "./registers.ts";
import type { GateDefinition, Statement } from "./syntax.ts";

const maxOperations = 1_000_000;

/** What a program has declared so far. */
class Scope {
  readonly qubits = new Registers("qubit");
  readonly bits = new Registers("bit");
  readonly gates = new Map<string, KnownGate>(builtInGates);
  readonly names = new Map<string, Angle>();
  readonly budget: Budget = { left: maxOperations };
  readonly #taken = new Set<string>();

  claim(name: string, at: Place): void {
    if (this.#taken.has(name) || this.gates.has(name))
      throw syntaxError(at, `'${name}'`, "a name that is not in use");
    this.#taken.add(name);
  }

  define(definition: GateDefinition): void {
    const { name, at } = definition;
    this.claim(name, at);
    const own = ownGate(definition);
    const gate: KnownGate = own
      ? {
          angles: gates[own].angles,
          qubits: gates[own].targets,
          operations: (angles, qubits) => standardGate(own, angles, qubits, own),
        }
      : definedGate(definition, this.gates, this.budget);
    this.gates.set(name, gate);
  }

  include(): void {
    for (const [name, gate] of includedGates) this.gates.set(name, gate);
  }
}

function declare(statement: Statement, scope: Scope): void {
  switch (statement.kind) {
    case "qubits":
    case "bits":
      scope.claim(statement.name, statement.at);
      scope[statement.kind].declare(statement);
      break;
    case "input":
      scope.claim(statement.name, statement.at);
      if (isReserved(statement.name))
        throw unsupportedError(statement.at, `an input cannot have the name '${statement.name}' here.`);
      scope.names.set(statement.name, parameter(statement.name));
      break;
    case "include":
      scope.include();
      break;
    case "definition":
      scope.define(statement);
      break;
    default:
      break;
  }
}

type Instruction = (builder: CircuitBuilder) => void;

/** What the statement adds; its names are looked up now, when only what stands before it is declared. */
function instructionsOf(statement: Statement, scope: Scope): readonly Instruction[] {
  switch (statement.kind) {
    case "call": {
      const operands = statement.operands.map((operand) => scope.qubits.resolve(operand));
      return broadcast(operands, statement.at).flatMap((qubits) =>
        expandCall(statement, qubits, scope).map(
          (operation): Instruction =>
            (builder) =>
              builder.add(operation),
        ),
      );
    }
    case "measure": {
      const [source, target] = [scope.qubits.resolve(statement.source), scope.bits.resolve(statement.target)];
      if (typeof source !== typeof target && [source, target].flat().length > 2)
        throw syntaxError(statement.at, "one beside many", "as many bits as qubits");
      const pairs = broadcast([source, target], statement.at);
      spend(scope.budget, pairs.length, statement.at);
      return pairs.map(
        ([qubit, bit]): Instruction =>
          (builder) =>
            builder.measure(qubit!, bit!),
      );
    }
    case "reset": {
      const qubits = [scope.qubits.resolve(statement.operand)].flat();
      spend(scope.budget, qubits.length, statement.at);
      return qubits.map((qubit) => (builder) => builder.reset(qubit));
    }
    case "barrier": {
      const named = statement.operands.flatMap((operand) => scope.qubits.resolve(operand));
      const qubits = statement.operands.length > 0 ? named : scope.qubits.all();
      spend(scope.budget, qubits.length, statement.at);
      return qubits.length === 0 ? [] : [(builder) => builder.add({ kind: "barrier", qubits })];
    }
    default:
      return [];
  }
}

/**
 * Reads gate circuits of OpenQASM 3: declarations, gate calls with `ctrl`, `negctrl`, `inv` and whole `pow`, gate
 * definitions, measure, reset, barrier and float or angle inputs, which become parameters. Registers are laid one after
 * the other, in the order of their declarations; their names and the program's own gates are not kept.
 *
 * U has the phase of the specification (see `gates`); definitions that the writer puts first are read as their gates.
 * @throws QT_QUANTUM_QASM_SYNTAX (line, column, what was expected), QT_QUANTUM_QASM_UNSUPPORTED, QT_QUANTUM_TOO_LARGE
 * @example
 * readOpenQasm('OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; h q[0]; cx q[0], q[1];');
 */
export function readOpenQasm(source: string): Circuit {
  const scope = new Scope();
  const instructions: Instruction[] = [];
  for (const statement of parseProgram(source)) {
    declare(statement, scope);
    for (const instruction of instructionsOf(statement, scope)) instructions.push(instruction);
  }
  const builder = new CircuitBuilder(scope.qubits.count, scope.bits.count);
  for (const name of scope.names.keys()) builder.parameter(name);
  for (const instruction of instructions) instruction(builder);
  return builder.build();
}
