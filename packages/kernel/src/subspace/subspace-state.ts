import { checkAlpha, checkAngles, checkShots } from "../check-arguments.ts";
import type { Cost } from "../cost.ts";
import { bestTail, massBelow } from "../cvar.ts";
import { KernelError } from "../errors.ts";
import type { Precision } from "../layout.ts";
import type { Samples } from "../sample.ts";
import { groupCost } from "./grouped-cost.ts";
import { type HeldSubspace, makeRoomForAdjoint, openHeldSubspace } from "./held-subspace.ts";
import { type OneHotGroups, optionsAt } from "./one-hot-groups.ts";
import { basisAt, sampleSubspace, tileReals } from "./sample-subspace.ts";

/**
 * How feasible states mix, with angle β:
 * "ring": exp(-iβ (XX + YY)/2) on neighbours of each group, pair after pair: even, odd, the closing one of an odd ring
 * (a product, not the exponential of the sum);
 * "complete": exp(-iβ Σ (XX + YY)/2) over all pairs of each group, exact: there the sum is J - I, J all ones;
 * "grover": exp(-iβ |F⟩⟨F|), F the uniform feasible state.
 * Source: Hadfield et al., arXiv 1709.03489; Bärtschi, Eidenbenz, arXiv 2006.00354.
 */
export type SubspaceMixer = "ring" | "complete" | "grover";

export interface SubspaceStateOptions {
  /** The product of their sizes is the number of amplitudes, up to about 2^28 in f32 and 2^27 in f64. */
  readonly groups: OneHotGroups;
  /** Over the groups' variables. Quadratic costs need no memory, others 8 bytes an amplitude. */
  readonly cost: Cost;
  readonly mixer: SubspaceMixer;
}

/** What a gradient is of, and its derivatives by each angle, in cost units per radian. */
export interface ObjectiveGradient {
  /** ⟨C⟩, or the CVaR that was asked for. */
  readonly objective: number;
  readonly gammas: Float64Array;
  readonly betas: Float64Array;
}

const mixerNumber: Readonly<Record<SubspaceMixer, number>> = { ring: 0, complete: 1, grover: 2 };

const turns = (gamma: number): number => -gamma / (2 * Math.PI);

/**
 * A QAOA state on the feasible set of one-hot groups: one amplitude for each choice of an option in every group, the
 * uniform feasible state at first. Basis index: mixed radix, group 0 fastest. A layer is mixer(β) exp(-iγ C).
 */
export class SubspaceState {
  readonly groups: OneHotGroups;
  /** Amplitudes. */
  readonly size: number;
  readonly mixer: SubspaceMixer;
  readonly precision: Precision;
  #held: HeldSubspace | undefined;
  /** Phase of all amplitudes that the complete mixer leaves out. */
  #phase = 0;

  /** @throws KernelError QT_KERNEL_BAD_COST, QT_KERNEL_BAD_GROUPS, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  constructor(
    module: WebAssembly.Module,
    precision: Precision,
    { groups, cost, mixer }: SubspaceStateOptions,
  ) {
    if (!(mixer in mixerNumber))
      throw new KernelError(
        "QT_KERNEL_BAD_ARGUMENT",
        `The mixer '${mixer}' is none of ring, complete, grover.`,
      );
    this.groups = groups;
    this.mixer = mixer;
    this.precision = precision;
    this.#held = openHeldSubspace(module, precision, groupCost(cost, groups));
    this.size = this.#held.layout.size;
    this.reset();
  }

  get #open(): HeldSubspace {
    if (this.#held === undefined)
      throw new KernelError("QT_KERNEL_STATE_FREED", "The state was freed before this call.");
    return this.#held;
  }

  /** Back to the uniform feasible state. */
  reset(): void {
    this.#open.exports.setUniform(1 / Math.sqrt(this.size));
    this.#phase = 0;
  }

  /** ψ ← mixer(beta) exp(-i gamma C) ψ, angles in rad. */
  layer(gamma: number, beta: number): void {
    checkAngles([gamma], [beta]);
    const { exports, layout } = this.#open;
    if (this.mixer === "grover") {
      exports.groverLayer(turns(gamma), beta);
      return;
    }
    exports.setMixer(mixerNumber[this.mixer], beta);
    exports.sweepTiles(turns(gamma));
    for (const { first, end } of layout.passes) exports.sweepColumns(first, end, 0);
    if (this.mixer === "complete") this.#phase += beta * layout.sizes.filter((size) => size > 1).length;
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
    checkAlpha(alpha);
    return bestTail(this.#open, alpha).mean;
  }

  /** Probability of measuring a cost below `limit`: the overlap with the optimum for a limit just above it. */
  massBelow(limit: number): number {
    return massBelow(this.#open, limit);
  }

  /** Probabilities by basis index. */
  probabilities(): Float64Array {
    const { re, im } = this.amplitudes();
    return re.map((real, x) => real * real + im[x]! * im[x]!);
  }

  /** Amplitudes by basis index, global phase included. */
  amplitudes(): { readonly re: Float64Array; readonly im: Float64Array } {
    const held = this.#open;
    const [re, im] = [new Float64Array(this.size), new Float64Array(this.size)];
    const [c, s] = [Math.cos(this.#phase), Math.sin(this.#phase)];
    for (let tile = 0; tile < held.layout.tiles; tile += 1) {
      const [a, b] = tileReals(held, tile);
      for (let place = 0; place < a.length; place += 1) {
        if (place % held.layout.rowReals >= held.layout.rowOptions) continue;
        const basis = basisAt(held, tile, place);
        re[basis] = a[place]! * c - b[place]! * s;
        im[basis] = a[place]! * s + b[place]! * c;
      }
    }
    return { re, im };
  }

  /** The option of each group at a basis index. */
  optionsAt(basis: number): number[] {
    return optionsAt(this.groups, basis);
  }

  /** Measures all groups `shots` times; the state stays. The same seed gives the same samples. */
  sample(shots: number, seed: number): Samples {
    checkShots(shots, seed);
    return sampleSubspace(this.#open, shots, seed);
  }

  /**
   * ⟨C⟩, or the CVaR of `alpha`, after the layers (gammas[k], betas[k]) from the uniform feasible state, and all its
   * derivatives by adjoint differentiation. The CVaR's quantile is held, which gives its derivative wherever it has
   * one. Leaves the uniform state.
   * @throws KernelError QT_KERNEL_OUT_OF_MEMORY when two states do not fit
   */
  gradient(gammas: ArrayLike<number>, betas: ArrayLike<number>, alpha = 1): ObjectiveGradient {
    checkAngles(gammas, betas);
    checkAlpha(alpha);
    makeRoomForAdjoint(this.#open);
    this.reset();
    for (let k = 0; k < gammas.length; k += 1) this.layer(gammas[k]!, betas[k]!);
    const objective = this.#weighAdjoint(alpha);
    const slopes = { gammas: new Float64Array(gammas.length), betas: new Float64Array(gammas.length) };
    for (let k = gammas.length - 1; k >= 0; k -= 1) {
      slopes.betas[k] = 2 * this.#layerBack(gammas[k]!, betas[k]!);
      slopes.gammas[k] = 2 * this.#open.exports.costOverlapOfTiles();
    }
    this.reset();
    return { objective, ...slopes };
  }

  /** λ = f(C) ψ with f the objective's own weight of a cost, up to a constant; returns the objective. */
  #weighAdjoint(alpha: number): number {
    const { exports } = this.#open;
    if (alpha === 1) {
      const expectation = exports.expectation();
      exports.weighAdjoint(Number.POSITIVE_INFINITY, expectation, 1);
      return expectation;
    }
    const { mean, quantile } = bestTail(this.#open, alpha);
    exports.weighAdjoint(quantile, quantile, 1 / alpha);
    return mean;
  }

  /** Undoes a layer on ψ and λ; returns Im ⟨λ|H|ψ⟩ of the mixer's generator. */
  #layerBack(gamma: number, beta: number): number {
    const { exports, layout } = this.#open;
    if (this.mixer === "grover") return exports.groverLayerBack(turns(-gamma), -beta);
    exports.setMixer(mixerNumber[this.mixer], -beta);
    let overlap = 0;
    for (const { first, end } of layout.passes) overlap += exports.sweepColumns(first, end, 1);
    exports.sweepTilesBack(turns(-gamma));
    return overlap + exports.mixerOverlapOfTiles();
  }

  /** Gives the memory back; any later call throws QT_KERNEL_STATE_FREED. */
  free(): void {
    this.#held = undefined;
  }
}
