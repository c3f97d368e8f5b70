import { type Amplitudes, readAmplitudes } from "./amplitudes.ts";
import { checkAlpha, checkAngles, checkShots } from "./check-arguments.ts";
import { type Cost, subsetWeights } from "./cost.ts";
import { bestTail, massBelow } from "./cvar.ts";
import { KernelError } from "./errors.ts";
import { type Gradient, walkBack } from "./gradient.ts";
import { type HeldState, makeRoomForAdjoint, type StateCode } from "./held-state.ts";
import { runLayer } from "./layer.ts";
import type { Precision } from "./layout.ts";
import { openHeldState } from "./open-state.ts";
import { type Samples, sampleState } from "./sample.ts";

export interface QaoaStateOptions {
  /**
   * 1 … 28 in f32, 1 … 27 in f64, one more for a cost with C(x) = C(not x), of which half the state is held; less when the
   * cost needs an array of its own.
   */
  readonly qubits: number;
  readonly cost: Cost;
}

function checkQubits(qubits: number): void {
  if (!Number.isInteger(qubits) || qubits < 1)
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `qubits is ${qubits}, not a whole number from 1.`);
  if (qubits > 30)
    throw new KernelError("QT_KERNEL_TOO_MANY_QUBITS", `A state of ${qubits} qubits outgrows 4 GiB.`);
}

/**
 * A QAOA state of `qubits` qubits, |+⟩ at first. Qubit q is bit q of the basis index (little endian); a layer is
 * exp(-iβ Σ X_q) exp(-iγ C). Held as i^|x| ψ_x, in which the mixer is a real rotation.
 */
export class QaoaState {
  readonly qubits: number;
  readonly precision: Precision;
  #held: HeldState | undefined;
  /** Basis states that each amplitude held stands for: 2 where the half is held. */
  readonly #copies: number;
  /** Sum of the mixer angles so far: the extra qubits of a small state have turned by it. */
  #mixed = 0;

  /** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  constructor(code: StateCode, precision: Precision, { qubits, cost }: QaoaStateOptions) {
    checkQubits(qubits);
    this.qubits = qubits;
    this.precision = precision;
    const plan = { qubits, precision, threads: code.team?.threads ?? 1 };
    this.#held = openHeldState(code, plan, subsetWeights(cost, qubits));
    this.#copies = this.#held.layout.mirrored ? 2 : 1;
    this.reset();
  }

  get #open(): HeldState {
    if (this.#held === undefined)
      throw new KernelError("QT_KERNEL_STATE_FREED", "The state was freed before this call.");
    return this.#held;
  }

  /** The amplitudes in memory are 2^heldQubits: of a cost with C(x) = C(not x) those where the last qubit is 0. */
  get heldQubits(): number {
    return this.#open.layout.heldQubits;
  }

  /** Back to the uniform state. */
  reset(): void {
    this.#open.run("setUniform");
    this.#mixed = 0;
  }

  /** ψ ← exp(-i beta ΣX) exp(-i gamma C) ψ, angles in rad. */
  layer(gamma: number, beta: number): void {
    checkAngles([gamma], [beta]);
    runLayer(this.#open, gamma, beta);
    this.#mixed += beta;
  }

  /** ⟨ψ|C|ψ⟩, in cost units. */
  expectation(): number {
    return this.#expectationFrom(this.#open.total(0, "expectation"));
  }

  /** ⟨C⟩ from ⟨C - mean⟩ over the amplitudes held. The state has norm 1, so rounding of the norm need not scale the mean. */
  #expectationFrom(centered: number): number {
    return this.#copies * centered + this.#open.exports.meanCost();
  }

  /** ⟨ψ|ψ⟩: 1 up to rounding. */
  norm(): number {
    return this.#copies * this.#open.total(0, "masses");
  }

  /** Mean energy of the best fraction `alpha` of the probability mass, 0 < alpha ≤ 1. */
  cvar(alpha: number): number {
    checkAlpha(alpha);
    return bestTail(this.#open, alpha).mean;
  }

  /** Probability of measuring a cost below `limit`: the overlap with the optimum for a limit just above it. */
  massBelow(limit: number): number {
    return this.#copies * massBelow(this.#open, limit);
  }

  /** The 2^qubits probabilities by basis index. */
  probabilities(): Float64Array {
    const { re, im } = this.amplitudes();
    return re.map((real, x) => real * real + im[x]! * im[x]!);
  }

  /** The 2^qubits amplitudes by basis index, global phase included. */
  amplitudes(): Amplitudes {
    return readAmplitudes(this.#open, this.#mixed);
  }

  /** Measures all qubits `shots` times; the state stays. The same seed gives the same samples. */
  sample(shots: number, seed: number): Samples {
    checkShots(shots, seed);
    return sampleState(this.#open, shots, seed);
  }

  /**
   * ⟨C⟩ after the layers (gammas[k], betas[k]) from the uniform state and all its derivatives, by walking ψ and
   * λ = C ψ back through the layers (adjoint differentiation). Leaves the uniform state.
   * @throws KernelError QT_KERNEL_BAD_ARGUMENT; QT_KERNEL_TOO_MANY_QUBITS or QT_KERNEL_OUT_OF_MEMORY when two states do not
   * fit, the state then left as it was
   */
  gradient(gammas: ArrayLike<number>, betas: ArrayLike<number>): Gradient {
    checkAngles(gammas, betas);
    makeRoomForAdjoint(this.#open);
    this.reset();
    for (let k = 0; k < gammas.length; k += 1) this.layer(gammas[k]!, betas[k]!);
    const { expectation, ...slopes } = walkBack(this.#open, gammas, betas);
    this.reset();
    return {
      expectation: this.#expectationFrom(expectation),
      gammas: slopes.gammas.map((slope) => this.#copies * slope),
      betas: slopes.betas.map((slope) => this.#copies * slope),
    };
  }

  /** Gives the memory back; any later call throws QT_KERNEL_STATE_FREED. */
  free(): void {
    this.#held?.free();
    this.#held = undefined;
  }
}
