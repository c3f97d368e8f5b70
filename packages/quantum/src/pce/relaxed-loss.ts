import { localFields, type SpinRows } from "../local-search/spin-rows.ts";

/** What turns correlators into a loss. */
export interface RelaxedLossOptions {
  /** Above 0. Spins are tanh(alpha · correlator): the larger, the closer to ±1. */
  readonly alpha: number;
  /** Weight of the term that holds the spins back from ±1, from 0, in units of the energy scale. */
  readonly regularisation: number;
}

export interface RelaxedLoss {
  readonly loss: number;
  /** Derivative by each correlator. */
  readonly slopes: Float64Array;
}

/** Σ|J|/2 + (m - 1)/4 mean|J|: the bound of Edwards and Erdős on a cut, with weights in the place of edges. */
export function lossScale({ count, coupling }: SpinRows): number {
  const total = coupling.reduce((sum, weight) => sum + Math.abs(weight), 0) / 2;
  return coupling.length === 0 ? 0 : total / 2 + (((count - 1) / 4) * total) / (coupling.length / 2);
}

/**
 * C(t) + regularisation · scale · (mean t²)², with t = tanh(alpha · correlator).
 * Source: Sciorilli et al., arXiv 2401.09421.
 */
export function relaxedLoss(
  rows: SpinRows,
  correlators: Float64Array,
  { alpha, regularisation }: RelaxedLossOptions,
): RelaxedLoss {
  const t = correlators.map((value) => Math.tanh(alpha * value));
  const felt = localFields(rows, t);
  const weight = regularisation * lossScale(rows);
  const meanSquare = t.reduce((sum, value) => sum + value * value, 0) / t.length;
  let loss = rows.offset + weight * meanSquare * meanSquare;
  const slopes = new Float64Array(t.length);
  for (let i = 0; i < t.length; i++) {
    loss += (t[i]! * (felt[i]! + rows.field[i]!)) / 2;
    slopes[i] = alpha * (1 - t[i]! * t[i]!) * (felt[i]! + (4 * weight * meanSquare * t[i]!) / t.length);
  }
  return { loss, slopes };
}
