import { brickwork } from "../ansatz/brickwork.ts";
import { DifferentiableCircuit } from "../simulate/adjoint-gradient.ts";
import { plainSimulator, type Simulator } from "../simulate/simulator.ts";
import type { Statevector } from "../simulate/statevector.ts";
import { correlatorsOf, inBases, probabilitiesOf, weightedCorrelators } from "./correlators.ts";
import type { PauliEncoding } from "./encoding.ts";

/** The correlators at one set of angles. */
export interface MeasuredAnsatz {
  readonly correlators: Float64Array;
  /** The state as bases X, Y and Z see it. */
  readonly seen: readonly Statevector[];
  /**
   * Derivatives by the angles of the function whose derivatives by the correlators are `slopes`; until the ansatz is
   * measured again.
   */
  gradient(slopes: ArrayLike<number>): Float64Array;
}

/** A brickwork whose spins are correlators, with all derivatives from one walk back (adjoint differentiation). */
export class CorrelatorAnsatz {
  readonly encoding: PauliEncoding;
  /** Angles of the brickwork. */
  readonly parameters: number;
  readonly #circuit: DifferentiableCircuit;

  /** @throws QT_QUANTUM_BAD_SIZE */
  constructor(encoding: PauliEncoding, parameters: number, simulator: Simulator = plainSimulator) {
    this.encoding = encoding;
    this.parameters = parameters;
    this.#circuit = new DifferentiableCircuit(brickwork({ qubits: encoding.qubits, parameters }), simulator);
  }

  /** @param angles radians, one a rotation */
  measure(angles: ArrayLike<number>): MeasuredAnsatz {
    const pass = this.#circuit.forward(angles);
    const seen = inBases(pass.state);
    return {
      seen,
      correlators: correlatorsOf(this.encoding, seen.map(probabilitiesOf)),
      gradient: (slopes) =>
        pass.backward({ image: weightedCorrelators(this.encoding, slopes, seen) }).gradient,
    };
  }
}
