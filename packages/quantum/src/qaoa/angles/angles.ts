/**
 * One gamma and one beta for each layer exp(-i beta ΣX) exp(-i gamma C), in rad; gamma in units of one over the energy
 * scale. Costs are minimised, so that with positive gammas the betas are negative.
 */
export interface Angles {
  readonly gammas: Float64Array;
  readonly betas: Float64Array;
}

/** All gammas, then all betas: the point that an optimiser moves. */
export function pointOf({ gammas, betas }: Angles): Float64Array {
  return Float64Array.of(...gammas, ...betas);
}

export function anglesOf(point: Float64Array): Angles {
  const layers = point.length / 2;
  return { gammas: point.subarray(0, layers), betas: point.subarray(layers) };
}
