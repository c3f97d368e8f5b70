import { checkAngles, checkShots } from "../../check-arguments.ts";
import type { Cost } from "../../cost.ts";
import { KernelError } from "../../errors.ts";
import { referencePhase as applyPhase } from "../../reference/qaoa.ts";
import { type Samples, sampleTiles } from "../../sample.ts";
import type { ObjectiveGradient } from "../subspace-state.ts";
import { permutationCosts } from "./permutation-costs.ts";
import { closingPartners, factorial, permutationAt, visitNeighbourSwaps } from "./permutation-index.ts";

/**
 * How permutations mix, with angle β: "ring": exp(-iβ S) for the exchange S of the items at neighbouring positions, pair
 * after pair: even, odd, and the first with the last (a product, not the exponential of the sum);
 * "grover": exp(-iβ |F⟩⟨F|), F uniform.
 */
export type PermutationMixer = "ring" | "grover";

export interface PermutationStateOptions {
  /** 1 … 10: items! amplitudes. */
  readonly items: number;
  /** Over items² variables: `position * items + item` is 1 if the position holds the item. */
  readonly cost: Cost;
  readonly mixer: PermutationMixer;
}

interface Wave {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const greatestItems = 10;

function turnPair({ re, im }: Wave, x: number, y: number, c: number, s: number): void {
  const [ar, ai, br, bi] = [re[x]!, im[x]!, re[y]!, im[y]!];
  re[x] = c * ar + s * bi;
  im[x] = c * ai - s * br;
  re[y] = c * br + s * ai;
  im[y] = c * bi - s * ar;
}

/** Im (conj(λ_x) ψ_y) */
function overlapAt(lambda: Wave, x: number, psi: Wave, y: number): number {
  return lambda.re[x]! * psi.im[y]! - lambda.im[x]! * psi.re[y]!;
}

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

/**
 * A QAOA state on the permutations of a few items, in plain f64; uniform at first. Basis index: lexicographic. A layer is
 * mixer(β) exp(-iγ C). Source: Hadfield et al., arXiv 1709.03489; Bärtschi, Eidenbenz, arXiv 2006.00354.
 */
export class PermutationState {
  readonly items: number;
  /** Amplitudes. */
  readonly size: number;
  readonly mixer: PermutationMixer;
  /** Of every permutation. */
  readonly costs: Float64Array;
  readonly #psi: Wave;
  readonly #closing: Uint32Array | undefined;

  /** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST */
  constructor({ items, cost, mixer }: PermutationStateOptions) {
    if (!Number.isInteger(items) || items < 1 || items > greatestItems)
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `items is ${items}, not 1 to ${greatestItems}.`);
    if (mixer !== "ring" && mixer !== "grover")
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `The mixer '${mixer}' is neither ring nor grover.`);
    this.items = items;
    this.size = factorial(items);
    this.mixer = mixer;
    this.costs = permutationCosts(cost, items);
    this.#psi = { re: new Float64Array(this.size), im: new Float64Array(this.size) };
    if (mixer === "ring" && items > 2) this.#closing = closingPartners(items);
    this.reset();
  }

  /** Back to the uniform state. */
  reset(): void {
    this.#psi.re.fill(1 / Math.sqrt(this.size));
    this.#psi.im.fill(0);
  }

  /** ψ ← mixer(beta) exp(-i gamma C) ψ, angles in rad. */
  layer(gamma: number, beta: number): void {
    checkAngles([gamma], [beta]);
    applyPhase(this.#psi, this.costs, gamma);
    if (this.mixer === "grover") this.#turnUniform(this.#psi, beta);
    else for (let step = 0; step < this.items; step += 1) this.#turnStep(this.#psi, step, beta);
  }

  /** Places of the ring in the order of their steps: even, odd, and last the closing one. */
  #placeOf(step: number): number {
    const even = Math.floor(this.items / 2);
    return step < even ? 2 * step : 2 * (step - even) + 1;
  }

  #visitStep(step: number, visit: (x: number, y: number) => void): void {
    if (step < this.items - 1) visitNeighbourSwaps(this.items, this.#placeOf(step), visit);
    else if (step === this.items - 1)
      this.#closing?.forEach((y, x) => {
        if (x < y) visit(x, y);
      });
  }

  #turnStep(wave: Wave, step: number, beta: number): void {
    const [c, s] = [Math.cos(beta), Math.sin(beta)];
    this.#visitStep(step, (x, y) => turnPair(wave, x, y, c, s));
  }

  /** ψ ← ψ + (e^(-iβ) - 1) |F⟩⟨F|ψ⟩ */
  #turnUniform({ re, im }: Wave, beta: number): void {
    const [kr, ki] = [(Math.cos(beta) - 1) / this.size, -Math.sin(beta) / this.size];
    const [sr, si] = [sum(re), sum(im)];
    for (let x = 0; x < this.size; x += 1) {
      re[x]! += kr * sr - ki * si;
      im[x]! += kr * si + ki * sr;
    }
  }

  /** ⟨ψ|C|ψ⟩, in cost units. */
  expectation(): number {
    return this.probabilities().reduce((all, probability, x) => all + probability * this.costs[x]!, 0);
  }

  /** Probability of measuring a cost below `limit`. */
  massBelow(limit: number): number {
    return this.probabilities().reduce((all, p, x) => (this.costs[x]! < limit ? all + p : all), 0);
  }

  /** Probabilities by index. */
  probabilities(): Float64Array {
    const { re, im } = this.#psi;
    return re.map((real, x) => real * real + im[x]! * im[x]!);
  }

  /** Amplitudes by index. */
  amplitudes(): { readonly re: Float64Array; readonly im: Float64Array } {
    return { re: this.#psi.re.slice(), im: this.#psi.im.slice() };
  }

  /** The item at each position. */
  permutationAt(index: number): number[] {
    return permutationAt(this.items, index);
  }

  /** The certified minimum, since every cost is held: its first permutation and how many attain it, to 1e-12 of the range. */
  optimum(): { readonly minimum: number; readonly index: number; readonly minimisers: number } {
    const [least, most] = [
      this.costs.reduce((a, b) => Math.min(a, b)),
      this.costs.reduce((a, b) => Math.max(a, b)),
    ];
    const limit = least + 1e-12 * (most - least);
    const index = this.costs.findIndex((cost) => cost <= limit);
    return {
      minimum: least,
      index,
      minimisers: this.costs.reduce((all, cost) => all + (cost <= limit ? 1 : 0), 0),
    };
  }

  /** Measures `shots` times; the state stays. The same seed gives the same samples. */
  sample(shots: number, seed: number): Samples {
    checkShots(shots, seed);
    const openTile = () => ({ ...this.#psi, costs: this.costs, basisAt: (place: number) => place });
    return sampleTiles({ masses: [sum(this.probabilities())], openTile }, shots, seed);
  }

  /** ⟨C⟩ after the layers from the uniform state and its derivatives, by adjoint differentiation. Leaves the uniform state. */
  gradient(gammas: ArrayLike<number>, betas: ArrayLike<number>): ObjectiveGradient {
    checkAngles(gammas, betas);
    this.reset();
    for (let k = 0; k < gammas.length; k += 1) this.layer(gammas[k]!, betas[k]!);
    const objective = this.expectation();
    const psi = this.#psi;
    const lambda = {
      re: psi.re.map((real, x) => real * (this.costs[x]! - objective)),
      im: psi.im.map((imaginary, x) => imaginary * (this.costs[x]! - objective)),
    };
    const slopes = { gammas: new Float64Array(gammas.length), betas: new Float64Array(gammas.length) };
    for (let k = gammas.length - 1; k >= 0; k -= 1) {
      slopes.betas[k] = 2 * this.#mixBack(lambda, betas[k]!);
      slopes.gammas[k] =
        2 * this.costs.reduce((all, cost, x) => all + cost * overlapAt(lambda, x, psi, x), 0);
      applyPhase(psi, this.costs, -gammas[k]!);
      applyPhase(lambda, this.costs, -gammas[k]!);
    }
    this.reset();
    return { objective, ...slopes };
  }

  /** Undoes a mixer on ψ and λ; returns Im ⟨λ|H|ψ⟩ of its generator, each step's read before it is undone. */
  #mixBack(lambda: Wave, beta: number): number {
    const psi = this.#psi;
    let overlap = 0;
    if (this.mixer === "grover") {
      overlap = (sum(lambda.re) * sum(psi.im) - sum(lambda.im) * sum(psi.re)) / this.size;
      this.#turnUniform(psi, -beta);
      this.#turnUniform(lambda, -beta);
      return overlap;
    }
    for (let step = this.items - 1; step >= 0; step -= 1) {
      this.#visitStep(step, (x, y) => {
        overlap += overlapAt(lambda, x, psi, y) + overlapAt(lambda, y, psi, x);
      });
      this.#turnStep(psi, step, -beta);
      this.#turnStep(lambda, step, -beta);
    }
    return overlap;
  }
}
