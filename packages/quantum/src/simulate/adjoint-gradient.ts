import type { Circuit } from "../circuit/circuit.ts";
import { inverseGate } from "../circuit/inverse.ts";
import { quantumError } from "../errors.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import { applyGate } from "./apply-gate.ts";
import { applyPauliSum, checkSameQubits } from "./apply-pauli-sum.ts";
import { type DifferentiableGate, differentiableGates, gateAt } from "./differentiable-gates.ts";
import { imaginaryOverlap, realOverlap } from "./overlap.ts";
import { plainSimulator, type Simulator } from "./simulator.ts";
import { assignState, resetState, type Statevector } from "./statevector.ts";

/** <H> and its derivative by each parameter, in units of H per radian. */
export interface ExpectationGradient {
  readonly expectation: number;
  readonly gradient: Float64Array;
}

/** H, or its image Hψ of the state at hand. */
type Observable = PauliSum | { readonly image: Statevector };

/**
 * The state at some values of the parameters, and gradients there of any observable; good until the circuit runs again,
 * since its memory is used again.
 */
export interface ForwardPass {
  readonly state: Statevector;
  /**
   * The gradient of <H>, by the order of the circuit's parameters. For a loss f(<P_1>, <P_2>, …), H = Σ w_k P_k with
   * w_k = ∂f/∂<P_k> at this state gives the gradient of f. Where Hψ is had cheaper than term by term, it comes ready.
   * @throws QT_QUANTUM_BAD_SIZE if H and the state differ in qubits
   */
  backward(observable: Observable): ExpectationGradient;
}

/**
 * A parameterised circuit made ready for many gradients: one run and one walk back give the derivatives by all
 * parameters, at about the price of four runs. Source: Jones, Gacon, arXiv 2009.02823.
 */
export class DifferentiableCircuit {
  readonly qubits: number;
  readonly parameters: readonly string[];
  readonly #gates: readonly DifferentiableGate[];
  readonly #firstMoving: number;
  /** ψ at the end, ψ on its way back, and λ. */
  readonly #states: readonly [Statevector, Statevector, Statevector];

  /** @throws QT_QUANTUM_NOT_UNITARY if the circuit measures or resets; QT_QUANTUM_TOO_LARGE */
  constructor(circuit: Circuit, simulator: Simulator = plainSimulator) {
    this.qubits = circuit.qubits;
    this.parameters = circuit.parameters;
    this.#gates = differentiableGates(circuit);
    const first = this.#gates.findIndex((gate) => gate.generator !== undefined);
    this.#firstMoving = first < 0 ? this.#gates.length : first;
    this.#states = simulator.states(circuit.qubits, 3) as [Statevector, Statevector, Statevector];
  }

  /**
   * Runs the circuit from |0…0>, or from a copy of `initial`.
   * @param values radians, by the order of `parameters`
   * @throws QT_QUANTUM_BAD_SIZE
   */
  forward(values: ArrayLike<number>, initial?: Statevector): ForwardPass {
    this.#check(values, initial);
    const [state] = this.#states;
    if (initial) assignState(state, initial);
    else resetState(state);
    for (const gate of this.#gates) applyGate(state, gateAt(gate, values), gate.where);
    const fixed = Float64Array.from(values);
    return { state, backward: (observable) => this.#walkBack(fixed, observable) };
  }

  #walkBack(values: Float64Array, observable: Observable): ExpectationGradient {
    const [end, state, adjoint] = this.#states;
    setImage(adjoint, observable, end);
    const expectation = realOverlap(end, adjoint);
    const gradient = new Float64Array(this.parameters.length);
    assignState(state, end);
    for (let step = this.#gates.length - 1; step >= this.#firstMoving; step--) {
      const gate = this.#gates[step]!;
      addDerivative(gradient, gate, adjoint, state);
      if (step === this.#firstMoving) break;
      const undo = inverseGate(gateAt(gate, values));
      for (const each of [state, adjoint]) applyGate(each, undo, gate.where);
    }
    return { expectation, gradient };
  }

  #check(values: ArrayLike<number>, initial: Statevector | undefined): void {
    if (values.length !== this.parameters.length)
      throw quantumError(
        "QT_QUANTUM_BAD_SIZE",
        `${values.length} values stand against ${this.parameters.length} parameters.`,
        "values",
      );
    if (initial && initial.qubits !== this.qubits)
      throw quantumError(
        "QT_QUANTUM_BAD_SIZE",
        `The state has ${initial.qubits} qubits, the circuit ${this.qubits}.`,
        "initial",
      );
  }
}

function setImage(target: Statevector, observable: Observable, state: Statevector): void {
  if ("image" in observable) {
    checkSameQubits(state, observable.image);
    assignState(target, observable.image);
  } else applyPauliSum(state, observable, target);
}

/** d<H>/da = 2 Re <λ|dψ/da> with λ = Hψ and dψ/da = -i/2 · scale · Pψ. */
function addDerivative(
  gradient: Float64Array,
  { generator, slopes }: DifferentiableGate,
  adjoint: Statevector,
  state: Statevector,
): void {
  if (!generator) return;
  const { scale, string, controlMask } = generator;
  const slope = scale * imaginaryOverlap(adjoint, string, state, controlMask);
  for (const { index, coefficient } of slopes) gradient[index]! += coefficient * slope;
}

/**
 * <H> after the circuit from |0…0> and its derivatives by all parameters.
 * @param values radians, by the order of `circuit.parameters`
 * @throws QT_QUANTUM_NOT_UNITARY, QT_QUANTUM_BAD_SIZE, QT_QUANTUM_TOO_LARGE
 * @example
 * const circuit = new CircuitBuilder(1).gate("rx", [0], parameter("a")).build();
 * adjointGradient(circuit, [0.3], parsePauliSum("1 Z")); // cos 0.3 and [-sin 0.3]
 */
export function adjointGradient(
  circuit: Circuit,
  values: ArrayLike<number>,
  observable: PauliSum,
  simulator: Simulator = plainSimulator,
): ExpectationGradient {
  return new DifferentiableCircuit(circuit, simulator).forward(values).backward(observable);
}
