import type { Angle } from "../circuit/angle.ts";
import type { GateOperation } from "../circuit/circuit.ts";
import { inverseGate } from "../circuit/inverse.ts";
import { evaluate, evaluateConstant, type Names } from "./evaluate.ts";
import type { KnownGate } from "./known-gates.ts";
import { type Place, syntaxError, tooLargeError, unsupportedError } from "./place.ts";
import type { GateCall, GateDefinition, Modifier } from "./syntax.ts";

/** Operations that a program may still expand to; definitions that double each other would fill the memory. */
export interface Budget {
  left: number;
}

export interface GateScope {
  readonly gates: ReadonlyMap<string, KnownGate>;
  readonly names: Names;
  readonly budget: Budget;
}

/** @throws QT_QUANTUM_TOO_LARGE */
export function spend(budget: Budget, count: number, at: Place): void {
  budget.left -= count;
  if (budget.left < 0) throw tooLargeError(at, "the program expands to too many operations.");
}

/** A small whole number, as counts and sizes are. */
export function wholeNumber(value: number, at: Place, least: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= 1_000_000) return value;
  throw syntaxError(at, String(value), `a whole number of at least ${least}`);
}

function controlCount(modifier: Modifier, names: Names): number {
  if (modifier.kind !== "ctrl" && modifier.kind !== "negctrl") return 0;
  if (!modifier.count) return 1;
  return wholeNumber(evaluateConstant(modifier.count, names, modifier.at), modifier.at, 1);
}

const inverseOf = (operations: readonly GateOperation[]): GateOperation[] =>
  operations.map(inverseGate).reverse();

function power(
  operations: readonly GateOperation[],
  modifier: Modifier & { kind: "pow" },
  { names, budget }: GateScope,
): GateOperation[] {
  const exponent = evaluateConstant(modifier.exponent, names, modifier.at);
  if (!Number.isSafeInteger(exponent))
    throw unsupportedError(modifier.at, `the power ${exponent} is not a whole number.`);
  const once = exponent < 0 ? inverseOf(operations) : operations;
  spend(budget, once.length * Math.abs(exponent), modifier.at);
  return Array.from({ length: once.length === 0 ? 0 : Math.abs(exponent) }, () => once).flat();
}

function control(operations: readonly GateOperation[], controls: readonly number[]): GateOperation[] {
  return operations.map((operation) => ({ ...operation, controls: [...controls, ...operation.controls] }));
}

/** Acts where the controls are 0: X before and after turns them into controls on 1. */
function negatedControl(operations: readonly GateOperation[], controls: readonly number[]): GateOperation[] {
  const flips = controls.map(
    (qubit): GateOperation => ({ kind: "gate", gate: "x", angles: [], controls: [], targets: [qubit] }),
  );
  return [...flips, ...control(operations, controls), ...flips];
}

function modified(
  operations: readonly GateOperation[],
  modifier: Modifier,
  controls: readonly number[],
  scope: GateScope,
): readonly GateOperation[] {
  switch (modifier.kind) {
    case "inv":
      return inverseOf(operations);
    case "pow":
      return power(operations, modifier, scope);
    case "ctrl":
      return control(operations, controls);
    case "negctrl":
      return negatedControl(operations, controls);
  }
}

/** The operations of one call on single qubits. @throws QT_QUANTUM_QASM_SYNTAX, …_UNSUPPORTED, QT_QUANTUM_TOO_LARGE */
export function expandCall(
  call: GateCall,
  qubits: readonly number[],
  scope: GateScope,
): readonly GateOperation[] {
  const { name, modifiers, at } = call;
  const gate = scope.gates.get(name);
  if (!gate) throw syntaxError(at, `'${name}'`, `a gate that is defined (include "stdgates.inc"?)`);
  const counts = modifiers.map((modifier) => controlCount(modifier, scope.names));
  const controls = counts.reduce((sum, count) => sum + count, 0);
  const angles = call.angles.map((angle) => evaluate(angle, scope.names));
  checkArity(call, gate, qubits.length - controls, controls);
  if (new Set(qubits).size !== qubits.length)
    throw syntaxError(at, "the same qubit twice", `${qubits.length} different qubits for '${name}'`);
  spend(scope.budget, 1, at);
  let operations = gate.operations(angles, qubits.slice(controls));
  let end = controls;
  // The rightmost modifier acts first and takes the last of the controls.
  for (let index = modifiers.length - 1; index >= 0; index--) {
    const start = end - counts[index]!;
    operations = modified(operations, modifiers[index]!, qubits.slice(start, end), scope);
    end = start;
  }
  return operations;
}

function checkArity(
  { name, angles, at }: GateCall,
  gate: KnownGate,
  targets: number,
  controls: number,
): void {
  if (angles.length !== gate.angles)
    throw syntaxError(at, `${angles.length} angles of '${name}'`, `${gate.angles}`);
  if (targets !== gate.qubits)
    throw syntaxError(at, `${targets + controls} qubits of '${name}'`, `${gate.qubits + controls}`);
}

/** A gate defined by the program: each call puts angles and qubits into the body. */
export function definedGate(
  { name, angles, qubits, body }: GateDefinition,
  gates: ReadonlyMap<string, KnownGate>,
  budget: Budget,
): KnownGate {
  // A body may use what stands before it only, so that no gate calls itself.
  const known = new Map(gates);
  const place = new Map(qubits.map((qubit, index) => [qubit, index]));
  const placesOf = (call: GateCall): number[] =>
    call.operands.map((operand) => {
      const index = place.get(operand.name);
      if (index === undefined || operand.first)
        throw syntaxError(operand.at, `'${operand.name}'`, `a qubit of gate '${name}' without an index`);
      return index;
    });
  const lines = body.map((call) => ({ call, places: placesOf(call) }));
  const operations: KnownGate["operations"] = (values, actual) => {
    const names = new Map<string, Angle>(angles.map((angle, index) => [angle, values[index]!]));
    const scope = { gates: known, names, budget };
    return lines.flatMap(({ call, places }) =>
      expandCall(
        call,
        places.map((index) => actual[index]!),
        scope,
      ),
    );
  };
  return { angles: angles.length, qubits: qubits.length, operations };
}
