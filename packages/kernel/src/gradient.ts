import type { HeldState } from "./held-state.ts";
import { scaleOf, splits, turnsOf } from "./layer.ts";

/** ⟨C⟩ and its derivatives by each angle, in cost units per radian. */
export interface Gradient {
  readonly expectation: number;
  readonly gammas: Float64Array;
  readonly betas: Float64Array;
}

/** Im ⟨λ|C|ψ⟩ before the phase that a step began with, and Im ⟨λ|ΣX|ψ⟩ after. */
interface Overlaps {
  readonly cost: number;
  readonly mixer: number;
}

/** By what ⟨λ|·|ψ⟩ still grows after `passes`: each butterfly left out its cosine, and the scale has them all already. */
function growth({ layout }: HeldState, tangent: number, passes: number): number {
  if (passes === layout.passes) return 1;
  const { heldQubits, tileQubits, middleQubits, mirrored } = layout;
  const left = heldQubits - tileQubits - (passes === 0 ? 0 : middleQubits) + Number(mirrored);
  return (1 + tangent ** 2) ** left;
}

/** One step back: the phase `gamma` (for the first step instead λ = (C - mean) ψ), then the mixer, of ψ and λ together. */
function stepBack(held: HeldState, gamma: number | undefined, beta: number): Overlaps {
  if (splits(beta)) {
    const { cost } = stepBack(held, gamma, beta / 2);
    return { cost, mixer: stepBack(held, 0, beta / 2).mixer };
  }
  const { exports } = held;
  const tangent = Math.tan(beta);
  const scale = scaleOf(held, beta);
  let cost: number;
  if (gamma === undefined) cost = held.total(0, "weighTiles", scale, tangent);
  else {
    exports.preparePhase(turnsOf(gamma), scale);
    cost = held.total(0, "walkTiles", turnsOf(gamma), scale, tangent);
  }
  let mixer = exports.sumOf(1, held.layout.tiles) * growth(held, tangent, 0);
  for (let pass = 0; pass < held.layout.passes; pass += 1)
    mixer += held.total(1, "walkColumns", pass, tangent) * growth(held, tangent, pass + 1);
  return { cost, mixer };
}

/**
 * ⟨C - mean⟩ of the state after the layers and all its derivatives, by walking ψ and λ = (C - mean) ψ back (adjoint
 * differentiation), for which there must be room. Sums are over the amplitudes held. Leaves the start in ψ but for the phase of the first layer.
 */
export function walkBack(held: HeldState, gammas: ArrayLike<number>, betas: ArrayLike<number>): Gradient {
  const layers = gammas.length;
  const slopes = { gammas: new Float64Array(layers), betas: new Float64Array(layers) };
  if (layers === 0) return { expectation: held.total(0, "expectation"), ...slopes };
  let expectation = 0;
  for (let k = layers - 1; k >= 0; k -= 1) {
    const { cost, mixer } = stepBack(held, k + 1 < layers ? -gammas[k + 1]! : undefined, -betas[k]!);
    if (k + 1 < layers) slopes.gammas[k + 1] = 2 * cost;
    else expectation = cost;
    slopes.betas[k] = 2 * mixer;
  }
  slopes.gammas[0] = 2 * held.total(0, "costOverlaps");
  return { expectation, ...slopes };
}
