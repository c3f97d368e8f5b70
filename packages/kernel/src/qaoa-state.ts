import { type Cost, subsetWeights } from "./cost.ts";
import { cvar, massBelow } from "./cvar.ts";
import { KernelError } from "./errors.ts";
import { type HeldState, makeRoomForAdjoint, openHeldState } from "./held-state.ts";
import type { Precision } from "./layout.ts";
import { type Samples, sampleState, tileReals } from "./sample.ts";

/** ⟨C⟩ and its derivatives by each angle, in cost units per radian. */
export interface Gradient {
  readonly expectation: number;
  readonly gammas: Float64Array;
  readonly betas: Float64Array;
}

export interface QaoaStateOptions {
  /** 1 … 28 in f32, 1 … 27 in f64, less when the cost needs an array of its own. */
  readonly qubits: number;
  readonly cost: Cost;
}

/** Above this tangent a mixer runs as two of half the angle, so that taking out the cosines loses no digits. */
const greatestTangent = 2;

function checkQubits(qubits: number): void {
  if (!Number.isInteger(qubits) || qubits < 1)
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `qubits is ${qubits}, not a whole number from 1.`);
  if (qubits > 30)
    throw new KernelError("QT_KERNEL_TOO_MANY_QUBITS", `A state of ${qubits} qubits outgrows 4 GiB.`);
}

function checkAngles(gammas: ArrayLike<number>, betas: ArrayLike<number>): void {
  if (gammas.length !== betas.length)
    throw new KernelError(
      "QT_KERNEL_BAD_ARGUMENT",
      `${gammas.length} gammas stand against ${betas.length} betas.`,
    );
  for (const angle of [...Array.from(gammas), ...Array.from(betas)])
    if (!Number.isFinite(angle))
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `The angle ${angle} is not a finite number.`);
}

/**
 * A QAOA state of `qubits` qubits, |+⟩ at first. Qubit q is bit q of the basis index (little endian); a layer is
 * exp(-iβ Σ X_q) exp(-iγ C). Held as i^|x| ψ_x, in which the mixer is a real rotation.
 */
export class QaoaState {
  readonly qubits: number;
  readonly precision: Precision;
  #held: HeldState | undefined;
  /** Sum of the mixer angles so far: the extra qubits of a small state have turned by it. */
  #mixed = 0;

  /** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  constructor(module: WebAssembly.Module, precision: Precision, { qubits, cost }: QaoaStateOptions) {
    checkQubits(qubits);
    this.qubits = qubits;
    this.precision = precision;
    this.#held = openHeldState(module, qubits, precision, subsetWeights(cost, qubits));
    this.reset();
  }

  get #open(): HeldState {
    if (this.#held === undefined)
      throw new KernelError("QT_KERNEL_STATE_FREED", "The state was freed before this call.");
    return this.#held;
  }

  /** Back to the uniform state. */
  reset(): void {
    this.#open.exports.setUniform();
    this.#mixed = 0;
  }

  /** ψ ← exp(-i beta ΣX) exp(-i gamma C) ψ, angles in rad. */
  layer(gamma: number, beta: number): void {
    checkAngles([gamma], [beta]);
    this.#layerOf(0, gamma, beta);
    this.#mixed += beta;
  }

  #layerOf(slot: number, gamma: number, beta: number): void {
    if (Math.abs(Math.tan(beta)) > greatestTangent) {
      this.#layerOf(slot, gamma, beta / 2);
      this.#layerOf(slot, 0, beta / 2);
      return;
    }
    const { exports, layout } = this.#open;
    exports.applyLayer(slot, -gamma / (2 * Math.PI), Math.cos(beta) ** layout.heldQubits, Math.tan(beta));
  }

  /** ⟨ψ|C|ψ⟩, in cost units. */
  expectation(): number {
    return this.#open.exports.expectation();
  }

  /** ⟨ψ|ψ⟩: 1 up to rounding. */
  norm(): number {
    return this.#open.exports.norm();
  }

  /** Mean energy of the best fraction `alpha` of the probability mass, 0 < alpha ≤ 1. */
  cvar(alpha: number): number {
    if (!(alpha > 0 && alpha <= 1))
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `alpha is ${alpha}, not above 0 and at most 1.`);
    return cvar(this.#open, alpha);
  }

  /** Probability of measuring a cost below `limit`: the overlap with the optimum for a limit just above it. */
  massBelow(limit: number): number {
    return massBelow(this.#open, limit);
  }

  /** The 2^qubits probabilities by basis index. */
  probabilities(): Float64Array {
    const { re, im } = this.amplitudes();
    return re.map((real, x) => real * real + im[x]! * im[x]!);
  }

  /** The 2^qubits amplitudes by basis index, global phase included. */
  amplitudes(): { readonly re: Float64Array; readonly im: Float64Array } {
    const held = this.#open;
    const extra = held.layout.heldQubits - this.qubits;
    const scale = Math.sqrt(2 ** extra);
    const turn = [scale * Math.cos(extra * this.#mixed), scale * Math.sin(extra * this.#mixed)] as const;
    const re = new Float64Array(2 ** this.qubits);
    const im = new Float64Array(2 ** this.qubits);
    for (let tile = 0; tile < held.layout.tiles; tile += 1) {
      const [a, b] = tileReals(held, tile);
      for (let x = 0; x < a.length; x += 1) {
        const basis = tile * 2 ** held.layout.tileQubits + x;
        const [c, s] = quarterBack(turn, basis);
        re[basis] = a[x]! * c - b[x]! * s;
        im[basis] = a[x]! * s + b[x]! * c;
      }
    }
    return { re, im };
  }

  /** Measures all qubits `shots` times; the state stays. The same seed gives the same samples. */
  sample(shots: number, seed: number): Samples {
    if (!Number.isInteger(shots) || shots < 1 || !Number.isSafeInteger(seed))
      throw new KernelError(
        "QT_KERNEL_BAD_ARGUMENT",
        `shots ${shots} and seed ${seed} must be whole numbers.`,
      );
    return sampleState(this.#open, shots, seed);
  }

  /**
   * ⟨C⟩ after the layers (gammas[k], betas[k]) from the uniform state and all its derivatives, by walking ψ and
   * λ = C ψ back through the layers (adjoint differentiation). Leaves the uniform state.
   * @throws KernelError QT_KERNEL_OUT_OF_MEMORY when two states do not fit
   */
  gradient(gammas: ArrayLike<number>, betas: ArrayLike<number>): Gradient {
    checkAngles(gammas, betas);
    const { exports } = this.#open;
    makeRoomForAdjoint(this.#open);
    const layers = gammas.length;
    this.reset();
    for (let k = 0; k < layers; k += 1) this.layer(gammas[k]!, betas[k]!);
    const result = {
      expectation: exports.expectation(),
      gammas: new Float64Array(layers),
      betas: new Float64Array(layers),
    };
    exports.weighAdjoint();
    // ΣX commutes with its mixer and C with its phase, so both derivatives are read between the two.
    for (let k = layers - 1, gammaBack = 0; k >= 0; k -= 1) {
      for (const slot of [0, 1]) this.#layerOf(slot, -gammaBack, -betas[k]!);
      result.betas[k] = 2 * exports.mixerOverlap();
      result.gammas[k] = 2 * exports.costOverlap();
      gammaBack = gammas[k]!;
    }
    this.reset();
    return result;
  }

  /** Gives the memory back; any later call throws QT_KERNEL_STATE_FREED. */
  free(): void {
    this.#held = undefined;
  }
}

/** (-i)^|x| times the factor. */
function quarterBack([c, s]: readonly [number, number], basis: number): readonly [number, number] {
  let ones = 0;
  for (let rest = basis; rest !== 0; rest &= rest - 1) ones += 1;
  if (ones % 4 === 0) return [c, s];
  if (ones % 4 === 1) return [s, -c];
  return ones % 4 === 2 ? [-c, -s] : [-s, c];
}
