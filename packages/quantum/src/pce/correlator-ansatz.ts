import { brickworkRotations, type Rotation } from "../ansatz/brickwork.ts";
import { type Statevector, zeroState } from "../simulate/statevector.ts";
import { correlatorsOf, inBases, probabilitiesOf, weightedCorrelators } from "./correlators.ts";
import type { PauliEncoding } from "./encoding.ts";
import { rotate } from "./rotate.ts";
import { unwind } from "./unwind.ts";

/** The correlators at one set of angles. */
export interface MeasuredAnsatz {
  readonly correlators: Float64Array;
  /** The state as bases X, Y and Z see it. */
  readonly seen: readonly Statevector[];
  /** Derivatives by the angles of the function whose derivatives by the correlators are `slopes`. Once only. */
  gradient(slopes: ArrayLike<number>): Float64Array;
}

/** A brickwork whose spins are correlators, with all derivatives from one walk back (adjoint differentiation). */
export class CorrelatorAnsatz {
  readonly encoding: PauliEncoding;
  readonly rotations: readonly Rotation[];

  /** @throws QT_QUANTUM_BAD_SIZE */
  constructor(encoding: PauliEncoding, parameters: number) {
    this.encoding = encoding;
    this.rotations = brickworkRotations({ qubits: encoding.qubits, parameters });
  }

  /** @param angles radians, one a rotation */
  measure(angles: ArrayLike<number>): MeasuredAnsatz {
    const state = zeroState(this.encoding.qubits);
    this.rotations.forEach((rotation, k) => {
      rotate(state, rotation, angles[k]!);
    });
    const seen = inBases(state);
    return {
      seen,
      correlators: correlatorsOf(this.encoding, seen.map(probabilitiesOf)),
      gradient: (slopes) => this.#walkBack(state, weightedCorrelators(this.encoding, slopes, seen), angles),
    };
  }

  /** Uses both states up. */
  #walkBack(state: Statevector, adjoint: Statevector, angles: ArrayLike<number>): Float64Array {
    const gradient = new Float64Array(this.rotations.length);
    for (let k = gradient.length - 1; k >= 0; k--)
      gradient[k] = unwind(state, adjoint, this.rotations[k]!, angles[k]!);
    return gradient;
  }
}
